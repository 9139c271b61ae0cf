from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fapiao.device import Readiness, Ticket
from fapiao.errors import PrinterNotReady
from fapiao.paper import Paper, PrinterProfile
from fapiao.reprint import Evidence
from papers import NUMBER, a_pdf, a_receipt, a_ticket
from printing.devices.faulty import FaultyDevice, Mode
from printing.devices.filefolder import FileFolderDevice


def ignore(_words: str) -> None:
    """Nobody watches."""


def deliver(device, artefact, ticket):
    device.preflight(artefact, ticket)
    return device.send(device.begin(ticket, artefact), artefact, ignore)


def test_a_paper_is_a_whole_file_under_its_own_name(tmp_path):
    artefact, ticket = a_pdf(), a_ticket()
    found = deliver(FileFolderDevice(tmp_path), artefact, ticket)
    path = tmp_path / f"{NUMBER}-02-{ticket.attempt}.pdf"
    assert (found.evidence, found.path, path.read_bytes()) == (Evidence.PRINTED, str(path), artefact.data)


def test_nothing_else_is_left_in_the_folder(tmp_path):
    deliver(FileFolderDevice(tmp_path), a_receipt(), a_ticket(Paper.ROLL_80))
    assert [path.suffix for path in tmp_path.iterdir()] == [".escpos"]


def seen(folder):
    """What lies in the folder for whoever collects papers there."""
    return [path.name for path in folder.iterdir() if not path.name.startswith(".")]


def hidden(folder):
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_begin_shows_nothing_and_writes_no_byte(tmp_path):
    FileFolderDevice(tmp_path).begin(a_ticket(), a_pdf())

    (draft,) = tmp_path.iterdir()
    assert (seen(tmp_path), draft.stat().st_size) == ([], 0)


def test_what_was_abandoned_leaves_nothing(tmp_path):
    device = FileFolderDevice(tmp_path)
    device.abandon(device.begin(a_ticket(), a_pdf()))
    assert list(tmp_path.iterdir()) == []


def test_what_earlier_desks_left_unfinished_is_cleared_away(tmp_path):
    (tmp_path / ".1-01-older.pdf.part").write_bytes(b"half")
    (tmp_path / ".1-01-oldest.pdf.void").write_bytes(b"half")

    deliver(FileFolderDevice(tmp_path), a_pdf(), a_ticket())

    assert hidden(tmp_path) == []


def test_a_folder_that_takes_no_file_is_a_printer_that_is_not_ready(tmp_path):
    device = FileFolderDevice(tmp_path / "gone")
    with pytest.raises(PrinterNotReady):
        device.begin(a_ticket(), a_pdf())


def test_a_missing_folder_is_a_printer_switched_off(tmp_path):
    device = FileFolderDevice(tmp_path / "missing")
    assert device.status().readiness is Readiness.OFFLINE
    with pytest.raises(PrinterNotReady, match="不存在"):
        device.preflight(a_pdf(), a_ticket())


@pytest.mark.parametrize("step", ["write", "rename"])
def test_a_full_disk_is_a_clean_failure_and_leaves_nothing(tmp_path, monkeypatch, step):
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync" if step == "write" else "pathlib.Path.rename", full)
    found = deliver(FileFolderDevice(tmp_path), a_pdf(), a_ticket())
    assert (found.clean_failure, found.note, list(tmp_path.iterdir())) == (True, "磁盘已满，没有写出", [])


def test_too_little_room_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    class Full:
        f_bavail, f_frsize = 1, 4096

    monkeypatch.setattr("os.statvfs", lambda _path: Full)
    with pytest.raises(PrinterNotReady, match="磁盘已满"):
        FileFolderDevice(tmp_path).preflight(a_pdf(), a_ticket())


def test_a_file_that_stands_there_is_never_overwritten(tmp_path):
    device, ticket = FileFolderDevice(tmp_path), a_ticket()
    first = deliver(device, a_pdf(1), ticket)
    second = deliver(device, a_pdf(2), ticket)
    assert (second.clean_failure, (tmp_path / first.path).read_bytes()) == (True, a_pdf(1).data)


def test_names_from_outside_cannot_leave_the_folder(tmp_path):
    folder = tmp_path / "printer"
    folder.mkdir()
    ticket = Ticket("../../up", "t", "../../etc/passwd", 1, "op", Paper.A4_UPPER)
    found = deliver(FileFolderDevice(folder), a_pdf(), ticket)
    assert ([path.name for path in tmp_path.iterdir()], found.evidence) == (["printer"], Evidence.PRINTED)


def test_after_a_crash_the_file_proves_the_paper(tmp_path):
    ticket = a_ticket()
    deliver(FileFolderDevice(tmp_path), a_pdf(), ticket)
    found = FileFolderDevice(tmp_path).inquire("", ticket.attempt)
    assert found.evidence is Evidence.PRINTED


@pytest.mark.parametrize("written", [b"", b"half"])
def test_after_a_crash_an_unfinished_file_proves_that_nothing_came_out(tmp_path, written):
    ticket = a_ticket()
    FileFolderDevice(tmp_path).begin(ticket, a_pdf())
    (tmp_path / f".{NUMBER}-02-{ticket.attempt}.pdf.part").write_bytes(written)

    answers = [FileFolderDevice(tmp_path).inquire("", ticket.attempt) for _ in range(2)]

    assert [(found.clean_failure, found.unknown) for found in answers] == [(True, False)] * 2
    assert seen(tmp_path) == []


def test_who_is_still_writing_when_asked_about_cannot_finish_any_more(tmp_path):
    device, ticket, answers = FileFolderDevice(tmp_path), a_ticket(), []
    begun = device.begin(ticket, a_pdf())

    late = device.send(begun, a_pdf(), lambda _: answers.append(FileFolderDevice(tmp_path).inquire("", ticket.attempt)))

    assert (answers[0].clean_failure, late.clean_failure, seen(tmp_path)) == (True, True, [])


def test_after_a_crash_a_paper_that_somebody_took_proves_nothing(tmp_path):
    ticket = a_ticket()
    found = deliver(FileFolderDevice(tmp_path), a_pdf(), ticket)
    Path(found.path).unlink()
    assert FileFolderDevice(tmp_path).inquire("", ticket.attempt) is None


def test_after_a_crash_an_empty_folder_proves_nothing(tmp_path):
    assert FileFolderDevice(tmp_path).inquire("", a_ticket().attempt) is None


def outcome(device: FaultyDevice) -> str:
    try:
        found = deliver(device, a_pdf(), a_ticket())
    except PrinterNotReady:
        return "refused"
    return "unknown" if found.unknown else "printed"


def test_the_faulty_printer_takes_turns_across_desks(tmp_path):
    assert [outcome(FaultyDevice(tmp_path)) for _ in range(6)] == ["printed", "unknown", "refused"] * 2


@pytest.mark.parametrize(("mode", "expected"), [(Mode.OK, "printed"), (Mode.CUT, "unknown"), (Mode.REFUSE, "refused")])
def test_a_faulty_printer_with_one_mode_keeps_to_it(tmp_path, mode, expected):
    assert {outcome(FaultyDevice(tmp_path, mode)) for _ in range(3)} == {expected}


def test_asking_the_faulty_printer_costs_no_turn(tmp_path):
    device = FaultyDevice(tmp_path)
    for _ in range(5):
        device.status()
    assert outcome(device) == "printed"


def test_a_torn_paper_is_not_remembered_as_a_whole_one(tmp_path):
    device, ticket = FaultyDevice(tmp_path, Mode.CUT), a_ticket()
    deliver(device, a_pdf(), ticket)
    assert device.inquire("", ticket.attempt) is None


def test_a_folder_is_as_good_as_a_printer_that_counts(tmp_path):
    with FileFolderDevice(tmp_path) as device:
        assert device.probe(PrinterProfile()).profile.evidence == Evidence.PRINTED
    with FileFolderDevice(tmp_path / "gone") as device, pytest.raises(PrinterNotReady):
        device.probe(PrinterProfile())
