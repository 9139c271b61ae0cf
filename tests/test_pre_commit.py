"""The hook looks at what is about to be committed, says what to do, and changes nothing."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOOK = ROOT / "scripts" / "pre-commit"
BRANCH_FREE = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def git(clone: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=clone, env=BRANCH_FREE, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with the files that are here now, all of them staged."""
    place = tmp_path / "clone"
    place.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, env=BRANCH_FREE, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("the sources lie here without their repository")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/samples/"):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes((ROOT / name).read_bytes())
    (place / ".venv").symlink_to(ROOT / ".venv")
    git(place, "init", "-q")
    git(place, "add", ".")
    return place


def looked(clone: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HOOK], cwd=clone, env=BRANCH_FREE, check=False, capture_output=True, text=True)


def change(clone: Path, name: str, text: str) -> None:
    path = clone / name
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_these_sources_pass(clone: Path) -> None:
    assert (looked(clone).stderr, looked(clone).returncode) == ("", 0)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("\n\nx  =  1\n", "not in its form; say make format"),
        ("\n\ndef f(a, b):\n    return a\n", "ruff found something"),
        ('\n\nWORD = "缺纸"\n', "sentences without English"),
        ("\n\nimport screens.keys\n", "an import that the house forbids"),
    ],
)
def test_what_is_staged_is_looked_at(clone: Path, text: str, complaint: str) -> None:
    change(clone, "fapiao/names.py", text)
    before = looked(clone)
    git(clone, "add", ".")

    found = looked(clone)

    assert before.returncode == 0
    assert complaint in found.stderr
    assert found.returncode == 1


def test_without_an_environment_it_says_how_to_make_one(clone: Path) -> None:
    (clone / ".venv").unlink()

    assert looked(clone).stderr == "pre-commit: there is no .venv yet; say make setup\n"


def test_it_looks_where_make_lint_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    packages = re.search(r"^PACKAGES := (.*)$", makefile, re.MULTILINE)[1]
    sources = re.search(r"^SOURCES := (.*)$", makefile, re.MULTILINE)[1].replace("$(PACKAGES)", packages)

    assert f'sources="{sources}"' in HOOK.read_text(encoding="utf-8")
