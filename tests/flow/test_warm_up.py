"""What is made ready on the verify screen counts nothing, and a failure of it is nobody's trouble."""

from __future__ import annotations

from dataclasses import replace

from fapiao.errors import FaceError
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.paper.warm_up import warm_up


def warmed(desk):
    order = desk.order()
    seen = inspect_invoice(desk.services, desk.session(), order.full_no, order.wish())
    warm_up(desk.services, desk.session(), seen, order)


def test_it_leaves_no_trace(desk):
    warmed(desk)

    assert (desk.papers(), desk.kinds(), desk.printer.papers) == ((), [], [])


def test_what_cannot_be_drawn_is_told_when_it_is_asked_for(desk):
    class Broken(type(desk.services.renderer)):
        def render(self, job):
            raise FaceError("画不出来", "")

    desk.services = replace(desk.services, renderer=Broken())

    warmed(desk)

    assert desk.kinds() == []
