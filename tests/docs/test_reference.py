"""The tables of kinds, roles, commands and JSON shapes are those of the program."""

from __future__ import annotations

import argparse
import ast
import re

import pytest

from fapiao.identity import KIND_OF_QR
from fapiao.invoice import Kind
from fapiao.people import GRANTABLE, ROLE_PERMISSIONS, AccountState, Permission, Role
from fapiao.usecases.people import sign_in
from pages import ROOT, TICKS, bare, page, rows
from tui.arguments import parser


def test_every_permission_of_every_role_is_documented():
    documented = {
        bare(permission): {role.value: mark for role, mark in zip(Role, marks, strict=True)}
        for permission, _, *marks in rows("people.md", "permission")
    }

    def mark(role, permission):
        if permission in ROLE_PERMISSIONS[role]:
            return "x"
        return "+" if permission in GRANTABLE else ""

    assert documented == {p.value: {r.value: mark(r, p) for r in Role} for p in Permission}


def test_states_of_accounts_and_waits_are_documented():
    assert [bare(r[0]) for r in rows("people.md", "state")] == [s.value for s in AccountState]
    assert [re.sub(r"\D+", " ", r[0]).split() for r in rows("people.md", "failures in a row")] == [
        [str(sign_in.FREE_TRIES)],
        [str(sign_in.FREE_TRIES + n) for n in (1, 2, 3)],
        [str(sign_in.SOFT_LOCK)],
        [str(sign_in.HARD_LOCK)],
    ]
    assert f"has at least {sign_in.SHORTEST_PASSWORD} characters" in page("people.md")


def test_kinds_are_documented_with_title_and_qr_types():
    documented = {
        bare(r[0]): (r[1], r[2], set(re.findall(r"\b\d\d\b", r[4].partition(" with")[0])))
        for r in rows("invoices.md", "kind")
    }

    types = {kind: {t for t, k in KIND_OF_QR.items() if k is kind} for kind in Kind}
    types[Kind.TOLL] |= {"10"}
    assert documented == {k.value: (k.official, str(k.short), types[k]) for k in Kind}


def test_which_originals_are_paper_is_documented():
    paper = {bare(r[0]) for r in rows("invoices.md", "kind") if r[5] == "paper"}

    assert paper == {k.value for k in Kind if k.is_paper}


def test_layouts_are_documented():
    documented = {bare(r[0]) for r in rows("invoices.md", "layout")}

    layouts = {path.name for path in (ROOT / "printing" / "layout").glob("*.toml")}
    assert documented == layouts - {"papers.toml"}


def leaves(place, words=()):
    """Every command that takes arguments, as its words."""
    deeper = [a.choices for a in place._actions if isinstance(a, argparse._SubParsersAction)]
    if not deeper:
        yield words, place
    for choices in deeper:
        for name, sub in choices.items():
            yield from leaves(sub, (*words, name))


def test_every_command_is_documented_with_whether_it_prints_json():
    documented = {tuple(bare(r[0]).split()[1:]): bool(r[2]) for r in rows("command-line.md", "command")}

    assert documented == {words: "--json" in sub._option_string_actions for words, sub in leaves(parser())}


def keys_of(path, function):
    """The keys of the dictionary that ``function`` returns, as they are written."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    body = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == function)
    returned = next(n.value for n in ast.walk(body) if isinstance(n, ast.Return) and isinstance(n.value, ast.Dict))
    return [key.value for key in returned.keys if isinstance(key, ast.Constant)]


SHAPES = {
    "import": "imported", "find": "row", "show": "shown", "why": "verdict", "finding": "finding", "reprint": "paper",
    "ledger verify": "verification",
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_every_field_of_a_shape_is_documented_in_order(name):
    documented = [w for r in rows("command-line.md", "field", f"### {name}") for w in TICKS.findall(r[0])]

    extra = ["error"] if name == "reprint" else []
    assert documented == keys_of("tui/shapes.py", SHAPES[name]) + extra


def test_every_field_of_a_record_is_documented():
    documented = [w for r in rows("command-line.md", "field", "### records") for w in TICKS.findall(r[0])]

    path = "fapiao/usecases/records/history.py"
    assert set(documented) == set(keys_of(path, "reprint_shape")) | set(keys_of(path, "to_shape"))


def test_every_room_is_on_the_map():
    documented = {word for r in rows("architecture.md", "room") for word in TICKS.findall(r[0])}

    rooms = {
        path.parent.relative_to(ROOT).as_posix()
        for package in ("fapiao", "ofd", "data", "printing", "screens", "tui")
        for path in (ROOT / package).rglob("*.py")
    }
    # Those that hold rooms and nothing else need no reason; migrations lie in the room of the store.
    passed = {
        "data",
        "printing",
        "fapiao/usecases",
        "data/sql/tables",
        "data/sql/migrations",
        "data/sql/migrations/versions",
    }
    assert documented - {"fapiao/locale"} == rooms - passed
