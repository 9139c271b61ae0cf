"""What the documents say is there: commands, scripts, links, files; and the code cites pages that are there."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess

import pytest

from pages import DOCS, PAGES, ROOT, TICKS, fenced, identifiers, page
from tui.arguments import parser

WALK_THROUGHS = sorted(path.name for path in (ROOT / "docs").glob("add-a-*.md"))


def subcommands(root):
    return next((a.choices for a in root._actions if isinstance(a, argparse._SubParsersAction)), {})


def is_known(words):
    """Whether the beginning of a command line names a command and only options that it has."""
    place = parser()
    for word in words:
        if word in subcommands(place):
            place = subcommands(place)[word]
        elif word.startswith("-"):
            if word.partition("=")[0] not in place._option_string_actions:
                return False
        elif subcommands(place):
            return False
    return True


@pytest.mark.parametrize("document", PAGES, ids=identifiers)
def test_every_whole_command_is_one(document):
    blocks = fenced(document.read_text(encoding="utf-8"), "sh")

    for line in re.findall(r"^fapiao .*", "".join(blocks), re.MULTILINE):
        parser().parse_args(shlex.split(line, comments=True)[1:])


@pytest.mark.parametrize("document", PAGES, ids=identifiers)
def test_every_named_command_is_one(document):
    named = [
        m.split()[1:] for m in TICKS.findall(document.read_text(encoding="utf-8")) if re.match(r"fapiao [a-z-]", m)
    ]

    assert [" ".join(words) for words in named if not is_known(words)] == []


@pytest.mark.parametrize("document", PAGES, ids=identifiers)
def test_every_make_word_and_script_is_there(document):
    text = document.read_text(encoding="utf-8")
    words = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert set(re.findall(r"`make (\w+)`", text)) <= words
    named = [name.rstrip(".") for name in re.findall(r"scripts/[\w.-]+", text)]
    assert [name for name in named if not (ROOT / name).exists()] == []


def anchors(text):
    """The names under which headings are reached, as Git hosts make them."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", PAGES, ids=identifiers)
def test_every_link_leads_somewhere(document):
    lost = []
    for target in re.findall(r"\]\(([^):]+)\)", document.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        place = document.parent / name if name else document
        if not place.exists() or (anchor and anchor not in anchors(place.read_text(encoding="utf-8"))):
            lost.append(target)

    assert lost == []


@pytest.mark.parametrize("document", DOCS, ids=identifiers)
def test_one_sentence_per_line(document):
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    prose = [line for line in text.splitlines() if not line.startswith(("|", "#"))]

    assert [line for line in prose if re.search(r"[a-z`)][.?!] [A-Z`]", line)] == []


def test_code_and_tests_cite_pages_that_are_there():
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.toml", "*.sh", "Makefile", "scripts"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    cited = {
        (name, target)
        for name in listed.stdout.splitlines()
        for target in re.findall(r"docs/[\w/-]+\.md", (ROOT / name).read_text(encoding="utf-8"))
    }

    assert cited
    assert sorted((name, target) for name, target in cited if not (ROOT / target).is_file()) == []


def test_every_page_is_reached_from_the_readme():
    reached = {path for path in PAGES if path.parent == ROOT}
    while True:
        linked = {
            (path.parent / target.partition("#")[0]).resolve()
            for path in reached
            for target in re.findall(r"\]\(([^):]+\.md[^):]*)\)", path.read_text(encoding="utf-8"))
        }
        if linked <= reached:
            break
        reached |= linked

    assert [identifiers(path) for path in DOCS if path not in reached] == []


@pytest.mark.parametrize("name", WALK_THROUGHS)
def test_every_file_of_a_walk_through_is_there_or_new(name):
    text = page(name)
    named = {word for word in TICKS.findall(text) if re.fullmatch(r"[\w./-]+\.(py|md|toml|po|txt)", word)}
    new = set(re.findall(r"`([^`]+)` \(new\)", text))

    assert sorted(word for word in named - new if not ((ROOT / word).is_file() or word == "clock.txt")) == []


@pytest.mark.parametrize("name", WALK_THROUGHS)
def test_every_name_that_a_walk_through_builds_on_is_there(name):
    """The lines that it says to put something beside, and what it imports."""
    blocks = "".join(fenced(page(name), "python"))
    ours = re.findall(r"^ *from ((?:fapiao|screens|printing|data)[\w.]*) import ([\w, ]+)$", blocks, re.MULTILINE)
    new = {path.removesuffix(".py").replace("/", ".") for path in re.findall(r"`([^`]+\.py)` \(new\)", page(name))}
    lost = []
    for module, imported in ours:
        source = ROOT / f"{module.replace('.', '/')}.py"
        package = ROOT / module.replace(".", "/")
        for word in imported.split(", "):
            known = source.is_file() and re.search(rf"\b{word}\b", source.read_text(encoding="utf-8"))
            if not known and not (package / f"{word}.py").is_file() and not {module, f"{module}.{word}"} & new:
                lost.append((module, word))

    assert lost == []


def test_decisions_are_listed_and_are_as_long_as_they_say():
    pages = sorted(path for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md")
    index = page("decisions/README.md")

    assert [path.name for path in pages if f"({path.name})" not in index] == []
    for path in pages:
        text = path.read_text(encoding="utf-8")
        parts = ["The question", "Decided", "Why", "What it costs", "When to look again"]
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == parts, path.name
        assert 25 <= len(text.splitlines()) <= 50, path.name
