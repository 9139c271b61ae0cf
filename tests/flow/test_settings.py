"""What a desk remembers of its printers, and how it reaches the paper."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fapiao.errors import BadInput
from fapiao.paper import Paper, Printer, PrintSettings, Scaling
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.paper.face_job import preview_job
from fapiao.usecases.printers.desk_settings import load_settings, recalled, save_settings


@pytest.fixture
def jobs(desk):
    """The face jobs that are drawn."""
    drawn = []
    render = desk.services.renderer.render

    class Watching(type(desk.services.renderer)):
        def render(self, job):
            drawn.append(job)
            return render(job)

    desk.services = replace(desk.services, renderer=Watching())
    return drawn


def test_settings_come_back_as_they_were_kept(desk):
    wanted = PrintSettings("A4", Paper.A5, dx_mm=1.5, dy_mm=-2.0, colour=True, scaling=Scaling.ACTUAL, rotate=270)

    save_settings(desk.services, replace(wanted, remark="只此一张"))

    assert load_settings(desk.services) == wanted


def test_each_paper_lies_as_the_desk_left_it(desk):
    save_settings(desk.services, PrintSettings("A4", Paper.A5, dx_mm=1.5))
    save_settings(desk.services, PrintSettings("A4", Paper.A4_LOWER, dy_mm=2.0, colour=True))

    found = recalled(desk.services, PrintSettings("A4", Paper.A5, copies=2, remark="只此一张"))

    assert found == PrintSettings("A4", Paper.A5, dx_mm=1.5, copies=2, remark="只此一张")


def test_a_paper_that_was_never_used_lies_as_shipped(desk):
    save_settings(desk.services, PrintSettings("A4", Paper.A4_LOWER, dy_mm=2.0, rotate=90))

    assert recalled(desk.services, PrintSettings("A4", Paper.A5)) == PrintSettings("A4", Paper.A5)


def test_settings_kept_before_there_was_scaling_are_still_read(desk):
    kept = {"paper": "a4-lower", "face": "original", "copies": 1, "dx": 0, "dy": 0, "colour": False}
    with desk.services.store.writing() as unit:
        unit.settings.put(desk.services.desk, "print:A4", json.dumps(kept))
        unit.commit()

    assert load_settings(desk.services, "A4") == PrintSettings("A4", Paper.A4_LOWER)


@pytest.mark.parametrize("kept", ["", "[]", "null", "{}", '{"paper": "a3"}'])
def test_settings_that_cannot_be_read_are_plain(desk, kept):
    with desk.services.store.writing() as unit:
        unit.settings.put(desk.services.desk, "print:A4", kept)
        unit.commit()

    assert load_settings(desk.services, "A4") == PrintSettings("A4")


def test_a_turn_is_a_quarter(desk):
    with pytest.raises(BadInput, match="45"):
        save_settings(desk.services, PrintSettings("A4", rotate=45))


@pytest.mark.parametrize(
    ("own", "offered"),
    [
        (Paper.A4_UPPER, ["a4-upper", "a4-lower", "a4-2up", "a5"]),
        (Paper.FORM, ["form-241x140", "a4-upper", "a4-lower", "a4-2up", "a5"]),
        (Paper.ROLL_76, ["roll-76"]),
    ],
)
def test_a_printer_is_offered_the_papers_that_it_can_take(own, offered):
    assert list(Printer("p", "file:///p", own).papers) == offered


def test_the_way_a_page_lies_reaches_the_paper_and_the_preview(desk, jobs):
    order = desk.order(scaling=Scaling.FIT, rotate=90)
    seen = inspect_invoice(desk.services, desk.session(), order.full_no, order.wish())

    desk.print(order)

    (job,) = jobs
    shown = preview_job(desk.services, desk.session(), seen, order)
    assert (job.scaling, job.rotate) == (shown.scaling, shown.rotate) == (Scaling.FIT, 90)
