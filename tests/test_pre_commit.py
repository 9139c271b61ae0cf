"""The hook looks at what is about to be committed, says what to do, and changes nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOOK = ROOT / "scripts" / "pre-commit"
CHANGED = "fapiao/names.py"
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def git(clone: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=clone, env=PLAIN, check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files that are here now, committed."""
    place = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, env=PLAIN, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("the sources lie here without their repository")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/samples/"):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    git(place, "init", "-q")
    git(place, "add", ".")
    git(place, "-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "all")
    return place


@pytest.fixture
def clone(repository: Path) -> Path:
    """That repository, with nothing changed in it and the environment of these sources."""
    git(repository, "reset", "-q", "--hard")
    (repository / ".venv").unlink(missing_ok=True)
    (repository / ".venv").symlink_to(ROOT / ".venv")
    return repository


def looked(clone: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HOOK], cwd=clone, env=PLAIN, check=False, capture_output=True, text=True)


def change(clone: Path, text: str) -> None:
    path = clone / CHANGED
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_these_sources_pass(clone: Path) -> None:
    found = looked(clone)

    assert (found.stderr, found.returncode) == ("", 0)


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
    change(clone, text)
    git(clone, "add", CHANGED)

    found = looked(clone)

    assert complaint in found.stderr
    assert found.returncode == 1


def test_what_is_not_staged_is_not(clone: Path) -> None:
    change(clone, "\n\nx  =  1\n")

    assert looked(clone).returncode == 0


def test_without_an_environment_it_says_how_to_make_one(clone: Path) -> None:
    (clone / ".venv").unlink()

    assert looked(clone).stderr == "pre-commit: there is no .venv yet; say make setup\n"


def test_it_looks_where_make_lint_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = dict(re.findall(r"^(PACKAGES|SOURCES) := (.*)$", makefile, re.MULTILINE))
    sources = named["SOURCES"].replace("$(PACKAGES)", named["PACKAGES"])

    assert f'sources="{sources}"' in HOOK.read_text(encoding="utf-8")
