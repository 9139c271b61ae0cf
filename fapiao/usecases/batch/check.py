"""The verdict of every line that still needs a paper: the same rules as on the verify screen, before anything starts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.batch import order_key
from fapiao.eligibility import check
from fapiao.people import Permission
from fapiao.said import say
from fapiao.usecases.invoices.find import not_found
from fapiao.usecases.paper.order import Order
from fapiao.verdict import Decision, Level, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fapiao.batch import Batch, BatchLine
    from fapiao.people import Session
    from fapiao.services import Services


class Standing(StrEnum):
    """What a line needs, in one word."""

    PRINTABLE = "printable"
    REASON = "reason"
    APPROVAL = "approval"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The words on screens."""
        return {"printable": say("可打"), "reason": say("缺说明"), "approval": say("要主管"), "refused": say("不能打")}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict of one line."""

    standing: Standing
    copy_no: int
    sentence: str = ""
    """What is missing and who may help; of a printable line, what is worth knowing."""


def check_lines(services: Services, session: Session, batch: Batch, lines: Sequence[BatchLine]) -> dict[str, Checked]:
    """Return the verdicts of those of ``lines`` that miss a paper, by full number, in one consistent read."""
    session.operator.require(Permission.FIND)
    found = {}
    with services.store.reading() as unit:
        policy = services.policy(unit)
        for line in lines:
            if not line.is_missing:
                continue
            stored = unit.invoices.get(line.full_no)
            if stored is None:
                found[line.full_no] = Checked(Standing.REFUSED, 0, str(not_found(line.full_no)))
                continue
            history = unit.reprints.of_invoice(stored.invoice.full_no)
            wish = order_of(batch, line).wish()
            found[line.full_no] = _checked(check(stored, history, session.operator, policy, services.now(), wish))
    return found


def order_of(batch: Batch, line: BatchLine) -> Order:
    """Return the wish for the next paper of a line, under its own key."""
    return Order(
        line.full_no,
        batch.settings,
        order_key(batch.id, line.seq, line.next_try),
        reason=line.reason(batch),
        reason_note=batch.reason_note,
        applicant=batch.applicant,
    )


def count_standings(checked: Mapping[str, Checked], lines: Iterable[BatchLine]) -> Counter[Standing]:
    """Return how many of the lines that miss a paper are printable, need something, or are refused."""
    return Counter(checked[line.full_no].standing for line in lines if line.is_missing and line.full_no in checked)


def _checked(verdict: Verdict) -> Checked:
    head = verdict.headline
    sentence = (
        (say("{message}；{cure}", message=head.message, cure=head.cure) if head.cure else head.message) if head else ""
    )
    if verdict.decision is Decision.ALLOWED:
        return Checked(Standing.PRINTABLE, verdict.copy_no, head.message if head else "")
    if verdict.decision is Decision.REFUSED:
        return Checked(Standing.REFUSED, verdict.copy_no, sentence)
    approval = any(f.level is Level.APPROVAL for f in verdict.unmet)
    return Checked(Standing.APPROVAL if approval else Standing.REASON, verdict.copy_no, sentence)
