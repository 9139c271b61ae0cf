"""One figure of a good PDF page changed: what is read off the page is never allowed (docs/doubts.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.formats.readers import FileReaders
from data.formats.sandbox.parent import Sandbox
from data.formats.xml.dialects import read_tree
from data.formats.xml.node import parse
from facts import NOW, somebody, stored
from fapiao.eligibility import check
from fapiao.errors import FapiaoError
from fapiao.identity import Identity, build_qr
from fapiao.invoice import Invoice
from fapiao.paper import Paper
from fapiao.people import Role
from fapiao.policy import Policy
from fapiao.ports.faces import FaceJob, Mark
from fapiao.verdict import Decision, Verdict, Wish
from printing.renderer import PaperRenderer
from xmlfile import GOOD, MUTATIONS, digital

PRINTED = [name for name in MUTATIONS if name not in {"words that cannot be read", "rate beyond reason"}]
"""Changes that a page of ours can carry."""
MARK = Mark("1-000001", "7F3A", 1, NOW, "甲", "台")


@pytest.fixture(scope="module")
def readers() -> FileReaders:
    return FileReaders(Sandbox())


def a_page(text: str, qr: str) -> bytes:
    invoice = replace(read_tree(parse(text.encode())), qr=qr, issuer="样例开票员")
    return PaperRenderer().render(FaceJob(invoice, Paper.A4_UPPER, MARK)).data


def payload(amount: str = GOOD.gross) -> str:
    day = date.fromisoformat(GOOD.day)
    return build_qr(read(digital()).kind, Identity("", GOOD.number), amount, day)


def read(text: str) -> Invoice:
    return read_tree(parse(text.encode()))


def verdict(readers: FileReaders, page: bytes) -> Verdict | None:
    """The verdict on an imported page; None where the file is not even taken in."""
    (reading,) = readers.read("x.pdf", page)
    if reading.invoice is None:
        assert isinstance(reading.error, FapiaoError)
        return None
    return check(stored(reading.invoice), (), somebody(Role.OPERATOR), Policy(), NOW, Wish())


def test_the_good_page_is_allowed(readers: FileReaders) -> None:
    found = verdict(readers, a_page(digital(), payload()))

    assert found is not None
    assert found.decision is Decision.ALLOWED, [f.message for f in found.findings]


@pytest.mark.parametrize("mutation", PRINTED)
def test_a_page_with_one_changed_figure_is_not(readers: FileReaders, mutation: str) -> None:
    found = verdict(readers, a_page(digital(MUTATIONS[mutation]), payload()))

    assert found is None or found.decision is Decision.REFUSED


def test_a_page_whose_code_tells_another_amount_is_not(readers: FileReaders) -> None:
    found = verdict(readers, a_page(digital(), payload("268.20")))

    assert found is None or found.decision is Decision.REFUSED
