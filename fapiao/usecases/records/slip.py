"""Is this paper ours? A copy's code scanned back gives one of four answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.people import Permission
from fapiao.said import say
from fapiao.slip import Slip, SlipAnswer, desk_tag, is_signed, read_slip, slip_of

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.reprint import Reprint
    from fapiao.services import Services


@dataclass(frozen=True, slots=True)
class SlipResult:
    """The answer, with what the slip says and the record it means, if there is one."""

    answer: SlipAnswer
    slip: Slip
    reprint: Reprint | None = None
    differences: tuple[str, ...] = ()


def check_slip(services: Services, session: Session, text: str) -> SlipResult:
    """Judge a scanned code. Raises BadInput where it cannot be read at all."""
    session.operator.require(Permission.FIND)
    slip = read_slip(text)
    if slip is None:
        raise BadInput(say("尾码读不完整"), say("请把纸放平再扫一次，或输入发票号码"))
    _, secret = services.keys.ledger_key()
    with services.store.reading() as unit:
        papers = unit.reprints.of_invoice(slip.full_no)
        same = next((r for r in papers if r.copy_no == slip.copy_no), None)
        known = same or next((r for r in papers if r.serial == slip.serial), None)
    signed = is_signed(slip, secret)
    if signed and same is not None and slip_of(same, secret).text == slip.text:
        return SlipResult(SlipAnswer.TRUE, slip, same)
    if signed and known is None:
        return SlipResult(SlipAnswer.UNKNOWN, slip)
    if known is not None:
        return SlipResult(SlipAnswer.ALTERED, slip, known, tuple(_differences(slip, known, secret)))
    return SlipResult(SlipAnswer.INVENTED, slip)


def _differences(slip: Slip, known: Reprint, secret: bytes) -> list[str]:
    true = slip_of(known, secret)
    found: list[str] = [
        say("{label}：纸上 {ours}，记录 {theirs}", label=label, ours=ours, theirs=theirs)
        for label, ours, theirs in (
            (say("次数"), slip.copy_no, true.copy_no),
            (say("编号"), slip.serial, true.serial),
            (say("时间"), slip.at, true.at),
        )
        if ours != theirs
    ]
    if slip.desk != desk_tag(known.desk):
        found.append(say("台号与记录不同"))
    return found or [say("校验码不符")]
