"""A scan of the paper in its record: filed by the code on the paper, refused where that means another paper."""

from __future__ import annotations

import pytest

from fapiao.errors import BadInput, NotPermitted
from fapiao.reprint import Reason
from fapiao.usecases.records.scan import attach_scan, file_scan, scans_of


@pytest.fixture
def paper(desk):
    return desk.print().reprint


def sheet(desk, *numbers):
    """What a scanner makes of the papers that came out."""
    return "\n".join(desk.printer.papers[n] for n in numbers or [0]).encode()


def names(desk, paper):
    return [scan.name for scan in scans_of(desk.services, desk.session(), paper.id)]


def test_a_scan_is_kept_byte_by_byte_with_its_record(desk, paper):
    data = sheet(desk)

    has_code = attach_scan(desk.services, desk.session(), paper.id, "扫描-01.pdf", data)

    (scan,) = scans_of(desk.services, desk.session(), paper.id)
    with desk.services.store.reading() as unit:
        kept = unit.documents.get(scan.sha256)
    assert (has_code, kept, scan.name, scan.kind, scan.operator) == (True, data, "扫描-01.pdf", "pdf", "xiaoli")


def test_the_ledger_tells_of_it_without_its_name(desk, paper):
    attach_scan(desk.services, desk.session(), paper.id, "某人的发票.pdf", sheet(desk))

    with desk.services.store.reading() as unit:
        entry = unit.ledger.tail()
    assert (entry.kind, entry.body["reprint"]) == ("reprint.scan", paper.serial)
    assert "某人" not in str(entry.body)


def test_a_scan_without_a_code_is_taken_by_hand(desk, paper):
    assert attach_scan(desk.services, desk.session(), paper.id, "照片.jpeg", b"only a photo") is False


def test_a_scan_of_another_paper_is_refused(desk, paper):
    other = desk.again(Reason.LOST).reprint

    with pytest.raises(BadInput, match="第 1 次"):
        attach_scan(desk.services, desk.session(), other.id, "a.pdf", sheet(desk, 0))

    assert names(desk, other) == []


def test_a_scan_with_an_altered_code_is_refused(desk, paper):
    forged = sheet(desk).replace(b"*1*1-000001*", b"*7*1-000001*")

    with pytest.raises(BadInput, match="码有问题"):
        attach_scan(desk.services, desk.session(), paper.id, "a.pdf", forged)


def test_the_same_scan_is_attached_once(desk, paper):
    attach_scan(desk.services, desk.session(), paper.id, "a.pdf", sheet(desk))

    with pytest.raises(BadInput, match="已经附过"):
        attach_scan(desk.services, desk.session(), paper.id, "b.pdf", sheet(desk))

    assert names(desk, paper) == ["a.pdf"]


def test_a_scan_finds_its_record_by_its_code(desk, paper):
    desk.again(Reason.LOST)

    (found,) = file_scan(desk.services, desk.session(), "b.pdf", sheet(desk, 1))

    assert found.copy_no == 2
    assert names(desk, found) == ["b.pdf"]


def test_a_sheet_with_two_papers_is_filed_with_both(desk, paper):
    other = desk.again(Reason.LOST).reprint

    file_scan(desk.services, desk.session(), "both.pdf", sheet(desk, 0, 1))

    assert (names(desk, paper), names(desk, other)) == (["both.pdf"], ["both.pdf"])


def test_a_scan_without_a_code_files_itself_nowhere(desk, paper):
    with pytest.raises(BadInput, match="读不到"):
        file_scan(desk.services, desk.session(), "a.pdf", b"nothing")


def test_an_auditor_attaches_nothing(desk, paper):
    with pytest.raises(NotPermitted):
        attach_scan(desk.services, desk.session("shenji"), paper.id, "a.pdf", sheet(desk))
