"""The tables of the documents are those of the program: rules, errors, devices, states, limits."""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys

import pytest

from data.formats.sandbox import limits
from data.sql.location import locate
from data.sql.store import create_store, open_store
from fapiao import batch, errors, invoice, paper, policy, reprint
from fapiao.errors import BadInput, FapiaoError
from fapiao.ledger import Entry, verify
from fapiao.services import Services
from fapiao.usecases.batch.answer import answer_in
from fapiao.usecases.batch.check import Standing
from ofd import limits as ofd_limits
from pages import PRODUCT, ROOT, TICKS, bare, fenced, page, rows
from printing.devices.escpos import serial as seriallink
from printing.devices.open import PrinterDevices
from screens.themes import THEMES
from tui.arguments import parser
from tui.bootstrap import check_layout
from tui.commands import printers


def subcommands(root):
    return next((a.choices for a in root._actions if isinstance(a, argparse._SubParsersAction)), {})


def test_every_rule_is_documented_as_it_is():
    documented = {}
    for key, default, values, _ in rows("policy.md", "key"):
        documented[bare(key)] = (
            bare(default),
            "number" if values == "number or `none`" else tuple(TICKS.findall(values)),
        )

    actual = {r.key: (r.default, "number" if r.number else r.choices) for r in policy.RULES}
    assert documented == actual


def subclasses(kind):
    return {kind} | {deeper for sub in kind.__subclasses__() for deeper in subclasses(sub)}


def test_every_error_code_is_documented_with_its_exit_code():
    documented = {bare(code): int(exit_code) for code, exit_code, *_ in rows("errors.md", "code")}

    actual = {e.code: e.exit_code for e in subclasses(FapiaoError) if e.__module__ == errors.__name__}
    assert documented == actual


def accepted(url, *, practice):
    try:
        PrinterDevices(practice=practice).check(url)
    except BadInput:
        return False
    return True


@pytest.mark.parametrize(("url", "status"), [(bare(r[0]), r[2]) for r in rows("printers.md", "URL")])
def test_every_device_url_is_taken_or_refused_as_said(url, status):
    takes = (accepted(url, practice=False), accepted(url, practice=True))

    in_practice = url.startswith(("file:///", "faulty:"))
    assert takes == (status == "accepted", in_practice and status in {"accepted", "practice"})


def test_every_scheme_that_is_taken_is_documented():
    tree = ast.parse((ROOT / "printing/devices/open.py").read_text(encoding="utf-8"))
    schemes = {
        case.pattern.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Match)
        for case in node.cases
        if isinstance(case.pattern, ast.MatchValue)
    }

    assert schemes
    assert schemes <= {bare(r[0]).partition(":")[0] for r in rows("printers.md", "URL") if r[2] == "accepted"}


def test_what_a_probe_stores_is_documented():
    page_printer, till = (
        printers._facts(paper.Printer("P", "", p)) for p in (paper.Paper.A4_UPPER, paper.Paper.ROLL_80)
    )
    documented = {name for r in rows("printers.md", "stored") for name in TICKS.findall(r[0])}

    assert documented == set(till) - {"name", "device", "paper", "backup", "machine"}
    assert set(till) - set(page_printer) == {"head"}


def test_every_option_of_a_probe_is_documented():
    options = subcommands(subcommands(parser())["printers"])["probe"]._option_string_actions

    ours = {o for o in options if o.startswith("--")} - {"--help", "--store", "--json"}
    assert [o for o in ours if f"`{o}`" not in page("printers.md")] == []


def test_every_flow_control_is_documented():
    assert [f for f in seriallink.Flow if f"`{f}`" not in page("printers.md")] == []


def test_papers_are_documented_as_they_are():
    documented = {bare(r[0]): r[2] == "yes" for r in rows("printers.md", "name")}

    offered = {p for own in paper.Paper for p in paper.Printer("", "", own).papers}
    assert documented == {p.value: p in offered for p in paper.Paper}


def test_evidence_and_outcomes_are_documented():
    levels = [int(r[0]) for r in rows("printers.md", "level")]
    outcomes = {bare(r[0]): r[1] for r in rows("printers.md", "outcome")}

    assert levels == [e.value for e in reprint.Evidence]
    assert outcomes == {o.value: o.label for o in reprint.Outcome}


def test_every_message_of_a_printer_is_one_that_it_gives():
    sources = "".join(p.read_text(encoding="utf-8") for p in PRODUCT)

    assert [r[0] for r in rows("printers.md", "message") if r[0] not in sources] == []


def test_states_are_documented_with_what_may_follow():
    documented = {bare(r[0]): set(TICKS.findall(r[2])) for r in rows("papers.md", "state")}

    assert documented == {s.value: {f.value for f in after} for s, after in reprint.FOLLOWS.items()}


def test_ports_are_documented():
    documented = {bare(r[0]) for r in rows("architecture.md", "port")}

    ports = {name for name in Services.__annotations__.values() if name not in {"str", "Patience"}}
    assert documented == ports


def test_ports_are_given_by_modules_that_are_there():
    modules = [bare(r[2]) for r in rows("architecture.md", "port")]

    assert [m for m in modules if not (ROOT / f"{m.replace('.', '/')}.py").is_file()] == []


def test_batches_are_documented_as_they_are():
    states = {bare(r[0]): r[1] for r in rows("batches.md", "state")}
    shown = [r[0] for r in rows("batches.md", "shown")]

    assert states == {s.value: s.label for s in batch.BatchState}
    assert shown == [s.label for s in Standing]
    assert f"holds up to {batch.MOST_LINES} invoices" in page("batches.md")


def test_answers_of_a_stack_are_documented_as_they_are_read():
    typed = [word for r in rows("batches.md", "typed") for word in TICKS.findall(r[0])]

    read = [answer_in(word) for word in typed]
    assert [(a.seen.value, a.seqs) for a in read if a] == [
        ("clear", ()), ("poor", (37,)), ("nothing", (41, 42)), ("nothing", (41, 42)),
    ]  # fmt: skip


def test_packages_are_documented():
    assert [bare(r[0]) for r in rows("architecture.md", "package")] == [
        "fapiao", "ofd", "data", "printing", "screens", "tui",
    ]  # fmt: skip


def calls(name):
    """The first argument of every call of ``name`` in the product, where it is a text."""
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_kind_of_entry_is_documented():
    assert {bare(r[0]) for r in rows("ledger.md", "entry")} == set(calls("Draft"))


def test_every_field_of_an_entry_is_documented_in_order():
    assert [bare(r[0]) for r in rows("ledger.md", "field")] == list(Entry.__dataclass_fields__)


def example():
    import json

    return [Entry(**json.loads(line)) for line in fenced(page("ledger.md"), "json")[0].splitlines()]


def test_the_example_entries_hold():
    key_id, secret = re.search(r"key `(k-\w+)`, whose secret is `(\w+)`", page("ledger.md")).groups()

    assert verify(example(), {key_id: bytes.fromhex(secret)}.get).ok


def test_the_example_of_the_canonical_form_is_right():
    assert fenced(page("ledger.md"), "text")[0].strip().encode() == example()[0].canonical()


def test_every_finding_of_a_file_is_documented():
    findings = {rule for name in ("Finding", "Doubt") for rule in calls(name) if rule.startswith("file.")}

    assert {bare(r[0]) for r in rows("formats.md", "finding")} == findings


def test_seals_and_precedence_are_documented():
    assert [bare(r[0]) for r in rows("formats.md", "seal")] == [s.value for s in invoice.SealState]
    assert re.findall(r"^\d\. (\w+)$", page("formats.md"), re.MULTILINE) == [m.upper() for m in invoice.Media]


def test_limits_are_documented_as_they_are():
    mib = limits.MIB

    assert [r[1] for r in rows("formats.md", "limit")] == [
        f"{limits.FILE // mib} MiB",
        f"{ofd_limits.MEMBER // mib} MiB",
        f"{ofd_limits.PACKAGE // mib} MiB",
        f"{limits.BATCH // mib} MiB",
        f"{ofd_limits.MEMBERS:,}",
        f"{limits.NESTING}",
        f"{ofd_limits.XML_BYTES // mib} MiB, depth {ofd_limits.XML_DEPTH}, {ofd_limits.XML_ELEMENTS:,} elements",
        f"{limits.PAGES}",
        f"{limits.QR_PAGES}",
        f"{limits.CHILD_MEMORY // mib:,} MiB, {limits.CHILD_CPU_SECONDS} s of processor, {limits.CHILD_WALL_SECONDS:.0f} s in all",
        f"{limits.SMALL_CPU_SECONDS} s of processor",
    ]


def test_every_variable_is_documented():
    named = {
        node.value
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"FAPIAO_[A-Z]+", node.value)
    }

    assert {bare(r[0]) for r in rows("deployment.md", "variable")} == named


def test_every_theme_is_documented():
    (row,) = (r for r in rows("deployment.md", "variable") if bare(r[0]) == "FAPIAO_THEME")

    assert set(TICKS.findall(row[1])) - {"NO_COLOR"} == {t.name.removeprefix("fapiao-") for t in THEMES}


@pytest.mark.parametrize("url", ["postgresql://fapiao@db.example/fapiao", "postgresql:///?service=fapiao"])
def test_the_store_urls_of_the_document_are_taken(url):
    assert url in page("deployment.md")
    assert not locate(url).is_sqlite


def test_the_backup_command_copies_a_live_store(tmp_path):
    block = next(b for b in fenced(page("deployment.md"), "sh") if "source.backup" in b)
    source, copy = tmp_path / "desk.db", tmp_path / "copy.db"
    code = re.search(r'-c "(.*?)"', block, re.DOTALL)[1]
    code = code.replace("/var/lib/fapiao/desk.db", str(source)).replace("/mnt/backup/desk.db", str(copy))
    store = create_store(str(source))
    entries = example()
    with store.writing() as unit:
        for entry in entries:
            unit.ledger.append(entry)
        unit.commit()

    subprocess.run([sys.executable, "-c", code], check=True)

    store.close()
    with open_store(str(copy)).reading() as unit:
        assert list(unit.ledger.entries()) == entries


def test_the_example_overlay_is_one_without_a_risk(tmp_path):
    path = tmp_path / "overlay.toml"
    path.write_text(fenced(page("layouts.md"), "toml")[0], encoding="utf-8")

    assert check_layout(path) == ()
