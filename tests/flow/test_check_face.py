"""The face looked at before Enter: it counts nothing, and the verdict knows what a print would find."""

from __future__ import annotations

from dataclasses import replace

from fapiao.errors import FaceError
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.usecases.paper.check_face import check_face
from fapiao.verdict import Decision, Level


def checked(desk):
    order = desk.order()
    seen = inspect_invoice(desk.services, desk.session(), order.full_no, order.wish())
    return seen, check_face(desk.services, desk.session(), seen, order)


def test_it_leaves_no_trace(desk):
    _, found = checked(desk)

    assert found.level is Level.INFO
    assert (desk.papers(), desk.kinds(), desk.printer.papers) == ((), [], [])


def test_a_face_that_cannot_be_drawn_refuses_before_enter(desk):
    class Broken(type(desk.services.renderer)):
        def render(self, job):
            raise FaceError("画不出来", "请换一个文件")

    desk.services = replace(desk.services, renderer=Broken())

    seen, found = checked(desk)

    assert (found.level, found.message, found.cure) == (Level.REFUSE, "画不出来", "请换一个文件")
    assert seen.verdict.decision is Decision.ALLOWED
    assert seen.with_finding(found).verdict.decision is Decision.REFUSED
