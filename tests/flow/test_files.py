"""Files in and out: import, red and blue, download, and the real renderer on real files."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import replace
from itertools import permutations

import pytest

from data.formats.readers import FileReaders
from desk import Desk
from facts import NUMBER
from fapiao.errors import BadInput, NotFound, NotPermitted
from fapiao.invoice import Status
from fapiao.paper import FaceChoice, Paper
from fapiao.reprint import Outcome, Reason
from fapiao.usecases.invoices.download import Wanted, download
from fapiao.usecases.invoices.import_files import ImportResult, import_bytes
from fapiao.usecases.invoices.import_paths import files_below, read_file
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.reprint import reprint
from printing.renderer import PaperRenderer

BLUE, RED = "26422000000099000101", "26422000000099000105"
BLUE_FILES = ("xml/01-数电专票-两行6%.xml", "ofd/2024-数电专票-同01.ofd", "pdf/01-数电专票.pdf")
RED_FILE = "xml/05-红字数电专票.xml"


@pytest.fixture
def real(desk: Desk) -> Desk:
    """The desk with the real readers and the real renderer."""
    desk.services = replace(desk.services, readers=FileReaders(), renderer=PaperRenderer())
    return desk


def take(desk, samples, *names, who="zhuguan"):
    session = desk.session(who)
    return [
        line for name in names for line in import_bytes(desk.services, session, name, (samples / name).read_bytes())
    ]


def stored(desk, full_no):
    with desk.services.store.reading() as unit:
        return unit.invoices.get(full_no)


@pytest.mark.parametrize("order", list(permutations(BLUE_FILES)), ids=lambda o: "-".join(n[:3] for n in o))
def test_three_files_are_one_invoice_whichever_comes_first(real, samples, order):
    lines = take(real, samples, *order)

    kept = stored(real, BLUE)
    assert [line.result for line in lines] == [ImportResult.NEW, ImportResult.MERGED, ImportResult.MERGED]
    assert {d.name for d in kept.documents} == {name.partition("/")[2] for name in BLUE_FILES}
    assert kept.invoice.issuer == next(FileReaders().read("x", (samples / BLUE_FILES[0]).read_bytes())).invoice.issuer


def test_the_same_file_twice_is_kept_once(real, samples):
    lines = take(real, samples, BLUE_FILES[0], BLUE_FILES[0])

    assert [line.result for line in lines] == [ImportResult.NEW, ImportResult.SAME]
    assert (len(stored(real, BLUE).documents), real.kinds()) == (1, ["invoice.import"])


def test_a_file_that_is_none_is_refused_and_leaves_no_trace(real, samples):
    (line,) = take(real, samples, "bad/实体炸弹.xml")

    assert (line.result, bool(line.error.cure), real.kinds()) == (ImportResult.REFUSED, True, [])


def test_an_archive_gives_a_line_for_each_invoice_file(real, samples):
    (archive,) = (samples / "batch").iterdir()

    lines = take(real, samples, f"batch/{archive.name}")

    numbers = {line.number for line in lines if line.result is not ImportResult.REFUSED}
    assert {BLUE, RED} <= numbers
    assert all("!" in line.path for line in lines)
    assert stored(real, BLUE).status is Status.FULLY_RED


def test_a_name_that_would_command_the_terminal_is_shown_clean(real, samples):
    data = (samples / BLUE_FILES[0]).read_bytes()

    (line,) = import_bytes(real.services, real.session("zhuguan"), "a/\x1b[2J\u202e.xml", data)

    assert "\x1b" not in line.path + stored(real, BLUE).documents[0].name
    assert "\u202e" not in line.path + stored(real, BLUE).documents[0].name


@pytest.mark.parametrize("who", ["xiaoli", "shenji"])
def test_importing_is_a_right_of_its_own(real, samples, who):
    with pytest.raises(NotPermitted):
        take(real, samples, BLUE_FILES[0], who=who)


@pytest.mark.parametrize(
    "order", [(BLUE_FILES[0], RED_FILE), (RED_FILE, BLUE_FILES[0])], ids=["blue first", "red first"]
)
def test_a_red_invoice_reverses_its_blue_one_whichever_file_comes_first(real, samples, order):
    take(real, samples, *order)

    assert (stored(real, BLUE).status, stored(real, RED).status) == (Status.FULLY_RED, Status.RED)
    assert stored(real, BLUE).red_by == (RED,)


@pytest.mark.parametrize("blue_first", [True, False])
def test_a_part_reversed_is_partly_red(real, samples, blue_first):
    data = (samples / RED_FILE).read_text(encoding="utf-8")
    part = data.replace("-6100.00", "-100.00").encode()
    session = real.session("zhuguan")
    if blue_first:
        take(real, samples, BLUE_FILES[0])
    list(import_bytes(real.services, session, "part.xml", part))
    if not blue_first:
        take(real, samples, BLUE_FILES[0])

    assert stored(real, BLUE).status is Status.PARTLY_RED


def test_a_further_file_of_a_reversed_invoice_leaves_it_reversed(real, samples):
    take(real, samples, BLUE_FILES[0], RED_FILE, BLUE_FILES[2])

    assert stored(real, BLUE).status is Status.FULLY_RED


def test_a_download_gives_the_stored_bytes_untouched_and_counts(real, samples, tmp_path):
    take(real, samples, *BLUE_FILES)
    folder = tmp_path / "out"
    folder.mkdir()

    saved = download(real.services, real.session(), BLUE, folder)

    assert {p.read_bytes() for p in saved} == {(samples / name).read_bytes() for name in BLUE_FILES}
    assert {stat.S_IMODE(p.stat().st_mode) for p in saved} == {0o600}
    assert real.kinds()[-1] == "invoice.download"


def test_a_download_of_the_face_alone_is_the_stored_pdf(real, samples, tmp_path):
    take(real, samples, *BLUE_FILES)

    (saved,) = download(real.services, real.session(), BLUE, tmp_path, Wanted.PDF)

    (stored_pdf,) = [n for n in BLUE_FILES if n.endswith(".pdf")]
    assert saved.name == f"{BLUE}.pdf"
    assert saved.read_bytes() == (samples / stored_pdf).read_bytes()


def test_a_download_of_everything_is_one_zip(real, samples, tmp_path):
    take(real, samples, *BLUE_FILES)

    (saved,) = download(real.services, real.session(), BLUE, tmp_path, Wanted.ZIP)

    with zipfile.ZipFile(saved) as archive:
        inside = {archive.read(name) for name in archive.namelist()}
    assert inside == {(samples / name).read_bytes() for name in BLUE_FILES}


def test_a_face_that_was_never_imported_is_not_given_out(real, samples, tmp_path):
    take(real, samples, BLUE_FILES[0])

    with pytest.raises(NotFound):
        download(real.services, real.session(), BLUE, tmp_path, Wanted.PDF)


def test_a_download_never_overwrites_and_follows_no_link(real, samples, tmp_path):
    take(real, samples, BLUE_FILES[0])
    folder = tmp_path / "out"
    folder.mkdir()
    victim = tmp_path / "victim"
    (folder / f"{BLUE}-1.xml").symlink_to(victim)

    first, second = (download(real.services, real.session(), BLUE, folder) for _ in range(2))

    assert [p.name for p in first + second] == [f"{BLUE}-1(1).xml", f"{BLUE}-1(2).xml"]
    assert not victim.exists()


def test_a_download_that_cannot_be_recorded_gives_nothing_out(real, samples, tmp_path):
    take(real, samples, BLUE_FILES[0])
    folder = tmp_path / "out"
    folder.mkdir()
    real.store.full = True

    with pytest.raises(Exception, match="磁盘已满"):
        download(real.services, real.session(), BLUE, folder)

    real.store.full = False
    assert list(folder.iterdir()) == []


def test_a_download_may_go_uncounted(real, samples, tmp_path):
    take(real, samples, BLUE_FILES[0])
    real.rule("count.download", "off")

    download(real.services, real.session(), BLUE, tmp_path)

    assert "invoice.download" not in real.kinds()


@pytest.mark.parametrize("who", ["shenji", "admin"])
def test_downloading_is_for_those_who_print(real, tmp_path, who):
    with pytest.raises(NotPermitted):
        download(real.services, real.session(who), BLUE, tmp_path)


def test_what_cannot_be_downloaded_says_why(real, tmp_path):
    with pytest.raises(NotFound, match="没有原件"):
        download(real.services, real.session(), NUMBER, tmp_path)
    with pytest.raises(NotFound):
        download(real.services, real.session(), BLUE, tmp_path)
    with pytest.raises(BadInput, match="文件夹"):
        download(real.services, real.session(), BLUE, tmp_path / "nowhere")


def test_a_folder_names_its_files_in_order_without_links_and_hidden_ones(tmp_path):
    for name in ("b.xml", "a/2.xml", "a/1.xml", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "link.xml").symlink_to(tmp_path / "b.xml")

    assert [p.relative_to(tmp_path).as_posix() for p in files_below(tmp_path)] == ["b.xml", "a/1.xml", "a/2.xml"]


def test_a_path_that_is_not_there_is_said(tmp_path):
    with pytest.raises(NotFound):
        list(files_below(tmp_path / "nowhere"))
    with pytest.raises(BadInput):
        read_file(tmp_path)


def order_of(desk, full_no, paper, printer, face=FaceChoice.ORIGINAL):
    order = desk.order(Reason.OTHER, printer=printer, paper=paper, face=face)
    return Order(full_no, order.settings, order.key, order.reason)


@pytest.mark.parametrize(
    ("paper", "printer", "face"),
    [
        (Paper.A4_UPPER, "A4", FaceChoice.ORIGINAL),
        (Paper.A4_UPPER, "A4", FaceChoice.TYPESET),
        (Paper.ROLL_80, "小票", FaceChoice.TYPESET),
    ],
)
def test_a_real_invoice_goes_to_real_paper(real, samples, monkeypatch, paper, printer, face):
    monkeypatch.setattr("corefakes.FakeDevice.send", sent := Sent())
    take(real, samples, *BLUE_FILES)

    (result,) = reprint(real.services, real.session(), order_of(real, BLUE, paper, printer, face))

    assert (result.outcome, result.error) == (Outcome.CONFIRMED, None)
    assert sent.face is face


def test_a_scanned_original_is_judged_by_its_code(real, samples, monkeypatch):
    monkeypatch.setattr("corefakes.FakeDevice.send", Sent())
    take(real, samples, "pdf/04-仅图像-数电普票.pdf")

    (result,) = reprint(real.services, real.session(), order_of(real, "26422000000099000103", Paper.A4_UPPER, "A4"))

    assert (result.outcome, result.error) == (Outcome.CONFIRMED, None)


def test_an_original_of_another_invoice_is_not_sent(real, samples):
    """A page swapped in the store's own file: the paper would say something else."""
    take(real, samples, BLUE_FILES[0])
    with real.services.store.writing() as unit:
        facts = unit.invoices.get(BLUE).invoice
        swapped = (samples / "pdf/02-数电普票.pdf").read_bytes()
        from fapiao.invoice import Media
        from fapiao.stored import Document

        unit.invoices.add_document(BLUE, Document(unit.documents.put(swapped), Media.PDF, "x.pdf", 1), swapped, facts)
        unit.commit()

    (result,) = reprint(real.services, real.session(), order_of(real, BLUE, Paper.A4_UPPER, "A4"))

    assert (result.outcome, real.printer.papers) == (Outcome.FAILED_CLEAN, [])
    assert "发票号码" in str(result.error)


class Sent:
    """A printer that only looks at what kind of face it was given."""

    face: FaceChoice | None = None

    def __call__(self, handover, artefact, watch):
        from fapiao.device import Delivery
        from fapiao.reprint import Evidence

        self.face = artefact.face
        return Delivery(Evidence.PRINTED)
