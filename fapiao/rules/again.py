"""What the rules say of how often: a first paper, one more, several at once, and with the platform away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.hometime import HOME
from fapiao.reprint import PrintState
from fapiao.rules.case import ADMINISTRATOR, ASK_SUPERVISOR, NAME_A_REASON, SUPERVISOR
from fapiao.said import say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.rules.case import Case


def printed(case: Case) -> Iterator[Finding]:
    """A further paper needs a reason, or a supervisor, or is refused, as the site says."""
    if case.state is PrintState.UNPRINTED and case.policy["reprint.unprinted"] == "refuse":
        yield Finding(
            "reprint.unprinted",
            Level.REFUSE,
            say("按规则本台不做首次打印"),
            say("请在开票处打印，或请管理员改规则"),
            ADMINISTRATOR,
            ((say("打印状态"), say("未打印")),),
        )
        return
    if case.state is PrintState.UNPRINTED and case.wish.copies <= 1:
        return
    facts = ((say("打印状态"), case.state.value), (say("已打次数"), str(case.papers)))
    message = _printed_message(case)
    mode = case.policy["reprint.printed"]
    if mode == "refuse":
        yield Finding(
            "reprint.printed",
            Level.REFUSE,
            say("{what}，按规则不能再打", what=message),
            say("请使用已打印的那张，或请管理员改规则"),
            ADMINISTRATOR,
            facts,
        )
        return
    yield Finding("reprint.printed", Level.REASON, message, NAME_A_REASON, "", facts)
    if mode == "supervisor":
        needs = say("{what}，再打须主管授权", what=message)
        yield Finding("reprint.printed", Level.APPROVAL, needs, ASK_SUPERVISOR, SUPERVISOR, facts)


def _printed_message(case: Case) -> str:
    if case.state is PrintState.IN_FLIGHT:
        return say("另一台正在打印这张发票")
    if case.state is PrintState.UNKNOWN:
        return say("上一次打印结果未知，尚未处理")
    if not case.papers:
        return say("原件是纸质发票，视为已打印") if case.stored.invoice.kind.is_paper else say("一次多份")
    last = [r for r in case.history if r.is_burnt][-1]
    day = last.at.astimezone(HOME).date().isoformat()
    return say(
        "已打印 {papers} 次（{day} {desk} {operator}）",
        papers=case.papers,
        day=day,
        desk=last.desk,
        operator=last.operator,
    )


def max_free(case: Case) -> Iterator[Finding]:
    """Beyond so many further papers a supervisor has to agree."""
    limit = case.policy.number("reprint.max_free")
    before = 0 if case.stored.invoice.kind.is_paper else 1
    again = case.copy_no + case.wish.copies - 1 - before
    if limit is not None and again > limit:
        yield Finding(
            "reprint.max_free",
            Level.APPROVAL,
            say("再次补打第 {again} 次，超过免授权的 {limit} 次", again=again, limit=limit),
            ASK_SUPERVISOR,
            SUPERVISOR,
            ((say("免授权次数"), str(limit)), (say("本次"), say("第 {copy_no} 次", copy_no=case.copy_no))),
        )


def copies(case: Case) -> Iterator[Finding]:
    """So many at once and no more."""
    most, asked = case.policy.number("copies.max"), case.wish.copies
    if asked >= 1 and (most is None or asked <= most):
        return
    yield Finding(
        "copies.max",
        Level.REFUSE,
        say("一次最多打印 {most} 份，要求 {asked} 份", most=most or say("不限"), asked=asked),
        say("请把份数改为 1 到 {most}", most=most) if most else say("份数至少为 1"),
        ADMINISTRATOR,
        ((say("要求"), str(asked)), (say("上限"), str(most) if most else say("不限"))),
    )


def offline(case: Case) -> Iterator[Finding]:
    """While the platform does not answer, nobody knows what happened to the invoice since."""
    if case.wish.connected is not False:
        return
    mode = case.policy["offline.reprint"]
    again = case.state is not PrintState.UNPRINTED
    if mode == "refuse" or (mode == "first_only" and again):
        yield Finding(
            "offline.reprint",
            Level.REFUSE,
            say("与平台断开时不能再次补打") if again else say("与平台断开时不能补打"),
            say("请等联机后再打"),
            "",
            ((say("平台"), say("断开")),),
        )
