"""What the log says of papers and sessions: ids and durations, never what an invoice says or who somebody is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from desk import CLEAN, OUT_OF_PAPER, UNKNOWN
from facts import NUMBER, an_invoice
from fapiao.paper import Paper
from fapiao.people import Role
from fapiao.reprint import AttemptState
from fapiao.usecases.paper.reprint import reprint_pair
from fapiao.usecases.people.add import add_person
from fapiao.usecases.people.sign_in import sign_in, sign_out
from fapiao.usecases.printers.ruler_page import print_test_page

PASSWORD = "correct horse battery"
OTHER = "26422000000099000502"


def logged(desk, name="paper"):
    return [facts for event, facts in desk.log.events if event == name]


def test_a_paper_is_logged_once_when_it_ended(desk):
    result = desk.print()

    (facts,) = logged(desk)
    assert (facts["attempt"], facts["printer"], facts["state"], facts["evidence"]) == (
        result.attempt.uuid, "A4", "confirmed", 4,
    )  # fmt: skip
    assert isinstance(facts["ms"], int)
    assert facts["ms"] >= 0
    assert set(facts) == {"attempt", "printer", "state", "evidence", "ms"}


@pytest.mark.parametrize(
    ("fault", "state", "defects"),
    [
        ({"refuses": OUT_OF_PAPER}, AttemptState.FAILED_CLEAN, 0),
        ({"delivery": CLEAN}, AttemptState.FAILED_CLEAN, 0),
        ({"delivery": UNKNOWN}, AttemptState.UNKNOWN, 0),
        ({"delivery": ZeroDivisionError()}, AttemptState.UNKNOWN, 1),
        ({"before": lambda: 1 / 0}, AttemptState.FAILED_CLEAN, 1),
    ],
    ids=["refused", "clean", "unknown", "defect while sending", "defect before"],
)
def test_every_way_out_is_logged_once(desk, fault, state, defects):
    for name, value in fault.items():
        setattr(desk.printer, name, value)

    desk.print()

    assert ([facts["state"] for facts in logged(desk)], len(desk.log.defects)) == ([state.value], defects)


@pytest.mark.parametrize(
    ("during", "state"), [(False, "cancelled"), (True, "unknown")], ids=["before", "while sending"]
)
def test_a_full_disk_keeps_no_ending_out_of_the_log(desk, during, state):
    def fill(*_):
        desk.store.full = True

    if during:
        desk.printer.during = fill
    else:
        desk.printer.before = fill

    desk.print()

    desk.store.full = False
    assert [facts["state"] for facts in logged(desk)] == [state]


def test_two_on_one_sheet_are_two_attempts(desk):
    desk.put(an_invoice(OTHER))
    upper = desk.order(paper=Paper.A4_2UP)
    made = reprint_pair(desk.services, desk.session(), upper, replace(upper, full_no=OTHER, key="other"))

    assert [facts["attempt"] for facts in logged(desk)] == [result.attempt.uuid for result in made]


def test_a_test_page_is_logged_like_a_paper(desk):
    page = print_test_page(desk.services, desk.session("admin"), "A4", desk.order().settings.paper)

    assert [facts["attempt"] for facts in logged(desk)] == [page.page]


def test_nothing_of_the_invoice_is_in_the_log(desk):
    invoice = an_invoice()
    desk.print()
    desk.printer.delivery = UNKNOWN
    desk.again(remark="给张三的")

    text = json.dumps(desk.log.events, ensure_ascii=False)
    parties = (invoice.buyer, invoice.seller)
    said = [NUMBER, NUMBER[-8:], "给张三的", "xiaoli", str(invoice.gross), str(invoice.net), str(invoice.tax)]
    said += [part for party in parties for part in (party.name, party.tax_id)]
    assert [part for part in said if part and part in text] == []
    assert len(logged(desk)) == len(desk.papers())


def test_a_session_is_logged_by_the_beginning_of_its_token(desk):
    add_person(desk.services, desk.session("admin"), "xiaozhao", frozenset({Role.OPERATOR}), PASSWORD)

    session = sign_in(desk.services, "xiaozhao", PASSWORD)
    sign_out(desk.services, session)

    shown = {"session": session.token[:8]}
    assert desk.log.events == [("session.open", shown), ("session.close", shown)]
    assert "xiaozhao" not in json.dumps(desk.log.events)
