"""From a sample file to a real IPP printer, a real CUPS queue and a receipt printer's stand-in, with a record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from emuposprinter import EmuposPrinter
from fapiao.paper import Paper, Printer, PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.reprint import AttemptState, Evidence, Outcome, Reason, Seen
from fapiao.services import Services
from fapiao.slip import looks_like_slip
from fapiao.usecases.invoices.import_files import import_bytes
from fapiao.usecases.paper.order import Order, PaperResult
from fapiao.usecases.paper.reprint import reprint, reprint_pair
from fapiao.usecases.paper.settle import answer
from fapiao.usecases.people.sign_in import sign_in
from fapiao.usecases.printers.register import add_printer
from ippsimulator import IppSimulator
from practicedesk import PASSWORD, make_desk

WITH_PDF = "26422000000099000102"
"""Has a stored page, so that page is the face."""
DATA_ONLY = "04200200011199000401"
"""An OFD's data with its QR: typeset."""


@dataclass
class Desk:
    services: Services
    session: Session

    def add(self, url: str, paper: Paper = Paper.A4_UPPER) -> None:
        host = Session(Operator("host", "", frozenset({Role.ADMIN})), "host", self.services.now(), via_host=True)
        add_printer(self.services, host, Printer("P", url, paper))

    def print(self, full_no: str, paper: Paper = Paper.A4_UPPER, reason: Reason | None = None) -> PaperResult:
        order = Order(full_no, PrintSettings(printer="P", paper=paper), secrets.token_hex(8), reason=reason)
        return reprint(self.services, self.session, order)[0]


@pytest.fixture
def desk(tmp_path: Path, samples: Path) -> Desk:
    services = make_desk(tmp_path, invoices=[])
    host = Session(Operator("host", "", frozenset({Role.ADMIN})), "host", services.now(), via_host=True)
    for name in (
        "xml/02-数电普票-个人无税号.xml",
        "pdf/02-数电普票.pdf",
        "ofd/2020-电子普票-已签章完整.ofd",
        "xml/08-生僻字与标记文本.xml",
    ):
        assert all(line.error is None for line in import_bytes(services, host, name, (samples / name).read_bytes()))
    return Desk(services, sign_in(services, "zhangmin", PASSWORD))


def page_of(printed: Path) -> tuple[str, list[str]]:
    document = pypdfium2.PdfDocument(printed.read_bytes())
    picture = document[0].render(scale=300 / 72).to_pil()
    text = "".join(document[0].get_textpage().get_text_bounded().split())
    return text, [code.text for code in zxingcpp.read_barcodes(picture)]


FACTS = {
    WITH_PDF: ("26422000000099000102", "2026年04月07日", "个人", "武汉示范商贸有限公司", "176.99", "23.01", "200.00"),
    DATA_ONLY: (
        "042002000111",
        "99000401",
        "2020年10月12日",
        "武汉虚拟采购集团有限公司",
        "武汉示范商贸有限公司",
        "300.00",
        "18.00",
        "318.00",
    ),
}
PAYLOADS = {
    WITH_PDF: "01,32,,26422000000099000102,200.00,20260407,,467A",
    DATA_ONLY: "01,10,042002000111,99000401,300.00,20201012,10293847560192837465,66A6,",
}


@pytest.mark.needs("ippeveprinter", "poppler")
@pytest.mark.parametrize("full_no", [WITH_PDF, DATA_ONLY])
def test_the_page_that_reached_the_printer_says_what_the_invoice_says(
    desk: Desk, ipp_sim: IppSimulator, full_no: str
) -> None:
    desk.add(ipp_sim.uri)

    result = desk.print(full_no)

    text, payloads = page_of(ipp_sim.printed()[0])
    assert result.outcome is Outcome.CONFIRMED
    assert result.attempt.evidence is Evidence.PRINTED
    assert [fact for fact in FACTS[full_no] if fact not in text] == []
    assert [p for p in payloads if not looks_like_slip(p)] == [PAYLOADS[full_no]]
    assert [p for p in payloads if looks_like_slip(p)] != []
    assert result.attempt.code in text


@pytest.mark.needs("ippeveprinter", "poppler")
def test_two_invoices_leave_as_one_sheet_that_says_what_both_say(desk: Desk, ipp_sim: IppSimulator) -> None:
    desk.add(ipp_sim.uri)
    settings = PrintSettings(printer="P", paper=Paper.A4_2UP)
    upper, lower = (Order(number, settings, secrets.token_hex(8)) for number in (WITH_PDF, DATA_ONLY))

    results = [r for r in reprint_pair(desk.services, desk.session, upper, lower) if isinstance(r, PaperResult)]

    text, payloads = page_of(ipp_sim.printed()[0])
    assert [(r.outcome, r.attempt.evidence) for r in results] == [(Outcome.CONFIRMED, Evidence.PRINTED)] * 2
    assert len(ipp_sim.printed()) == 1
    assert [fact for facts in FACTS.values() for fact in facts if fact not in text] == []
    assert {p for p in payloads if not looks_like_slip(p)} == set(PAYLOADS.values())
    assert [r.attempt.code for r in results if r.attempt.code not in text] == []


@pytest.mark.needs("cups", "ippeveprinter", "poppler")
def test_through_cups_the_paper_waits_for_eyes(desk: Desk, a4_queue: str, ipp_sim: IppSimulator) -> None:
    desk.add(a4_queue)

    result = desk.print(WITH_PDF)
    assert (result.outcome, result.attempt.evidence) == (Outcome.HANDED_OVER, Evidence.PROCESSED), result.attempt

    seen = answer(desk.services, desk.session, result.reprint.id, Seen.CLEAR, place="A 柜")

    assert seen.outcome is Outcome.CONFIRMED
    assert len(ipp_sim.printed()) == 1


@pytest.mark.needs("ippeveprinter")
def test_a_jam_is_told_and_never_printed_twice(desk: Desk, ipp_sim: IppSimulator) -> None:
    desk.add(ipp_sim.uri)
    ipp_sim.mode("jam")

    first = desk.print(WITH_PDF)
    ipp_sim.mode("ok")
    second = desk.print(WITH_PDF, reason=Reason.LOST)

    assert first.outcome in {Outcome.FAILED_CLEAN, Outcome.UNKNOWN}
    if first.outcome is Outcome.FAILED_CLEAN:
        assert second.reprint.copy_no == first.reprint.copy_no
    assert len(ipp_sim.printed()) <= 1


@pytest.mark.needs("emupos", "zbar")
@pytest.mark.parametrize("full_no", [DATA_ONLY, "26422000000099000108"])
def test_the_receipt_is_whole_and_asks_nothing_of_the_printer_that_it_does_not_know(
    desk: Desk, emupos: EmuposPrinter, full_no: str
) -> None:
    desk.add(emupos.url, Paper.ROLL_80)

    result = desk.print(full_no, Paper.ROLL_80)

    text = "".join(emupos.text().split())
    assert result.attempt.evidence is Evidence.PROCESSED
    assert result.outcome is Outcome.HANDED_OVER
    assert full_no[-8:] in text
    assert result.attempt.code in text
    assert emupos.unknown_commands() == []


@pytest.mark.needs("emupos")
def test_out_of_paper_fails_clean_and_the_number_stays(desk: Desk, emupos: EmuposPrinter) -> None:
    desk.add(emupos.url, Paper.ROLL_80)
    emupos.fault("paper-out", on=True)

    first = desk.print(DATA_ONLY, Paper.ROLL_80)
    emupos.fault("paper-out", on=False)
    second = desk.print(DATA_ONLY, Paper.ROLL_80)

    assert first.attempt.state is AttemptState.FAILED_CLEAN
    assert (first.reprint.copy_no, second.reprint.copy_no) == (1, 1)
    assert len(emupos.receipts()) == 1
