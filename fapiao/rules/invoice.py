"""What the rules say of the invoice itself: its status, its reimbursement, its age, what is printed on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.hometime import HOME
from fapiao.invoice import Status
from fapiao.reprint import Reason
from fapiao.rules.case import ASK_SUPERVISOR, NOBODY, SUPERVISOR
from fapiao.said import listed, say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.rules.case import Case

LEGAL_NEEDS = frozenset({Reason.AUDIT, Reason.LITIGATION})
"""The only reasons for which a reimbursed invoice may be printed."""


def void(case: Case) -> Iterator[Finding]:
    """A void or reversed invoice is never printed as a valid one."""
    status = case.stored.status
    facts = ((say("状态"), status.label), (say("红字发票"), listed(case.stored.red_by)))
    if status is Status.VOID:
        yield Finding(
            "reprint.void",
            Level.REFUSE,
            say("发票已作废，不能作为有效发票打印"),
            say("请打印替代它的发票；若不该作废请联系开票方"),
            NOBODY,
            facts,
        )
    elif status is Status.FULLY_RED:
        yield Finding(
            "reprint.void",
            Level.REFUSE,
            say("发票已全额红冲，不能作为有效发票打印"),
            say("请打印红字发票或重新开具后的发票"),
            NOBODY,
            facts,
        )
    elif status is Status.PARTLY_RED:
        message, cure = say("发票已部分红冲"), say("请连同红字发票一起交付")
        yield Finding("reprint.void", Level.WARN, message, cure, "", facts)


def reimbursed(case: Case) -> Iterator[Finding]:
    """A reimbursed invoice is printed for audit and litigation alone, and with a supervisor."""
    if not case.stored.reimbursed:
        return
    reason = case.wish.reason
    facts = ((say("已报销"), say("是")), (say("原因"), reason.label if reason else say("未说明")))
    if case.policy["reprint.reimbursed"] == "refuse" and reason in LEGAL_NEEDS:
        yield Finding(
            "reprint.reimbursed",
            Level.APPROVAL,
            say("发票已报销，仅供审计或诉讼，须主管授权"),
            ASK_SUPERVISOR,
            SUPERVISOR,
            facts,
        )
        return
    strict = case.policy["reprint.reimbursed"] == "strict"
    yield Finding(
        "reprint.reimbursed",
        Level.REFUSE,
        say("发票已报销，不能补打"),
        say("请查阅已报销的原件") if strict else say("审计或诉讼需要时，选原因 4 或 5 并由主管授权"),
        NOBODY if strict else SUPERVISOR,
        facts,
    )


def voucher(case: Case) -> Iterator[Finding]:
    """A file may say that no paper of it is a voucher."""
    mode = case.policy["reprint.voucher_forbidden"]
    if not case.stored.invoice.voucher_forbidden or mode == "allow":
        return
    level, cure, who = {
        "reason": (Level.REASON, say("请说明打印原因，并告知对方须以电子文件入账"), ""),
        "supervisor": (Level.APPROVAL, ASK_SUPERVISOR, SUPERVISOR),
        "refuse": (Level.REFUSE, say("请交付电子文件"), ""),
    }[mode]
    yield Finding(
        "reprint.voucher_forbidden",
        level,
        say("票面注明“纸质打印件不能作为报销入账归档依据”"),
        cure,
        who,
        ((say("票面"), say("含该声明")),),
    )


def window(case: Case) -> Iterator[Finding]:
    """A site may print an invoice freely only for so many days after it was issued."""
    days = case.policy.number("reprint.window_days")
    issued_on = case.stored.invoice.issued_on
    if days is None or issued_on is None:
        return
    today = case.now.astimezone(HOME).date()
    left = (issued_on + timedelta(days=days) - today).days
    facts = ((say("开票日期"), issued_on.isoformat()), (say("期限"), say("{days} 天", days=days)))
    if left < 0:
        yield Finding(
            "reprint.window_days",
            Level.APPROVAL,
            say("已超过补打期限 {days} 天", days=-left),
            ASK_SUPERVISOR,
            SUPERVISOR,
            facts,
        )
    else:
        yield Finding("reprint.window_days", Level.INFO, say("补打期限还有 {days} 天", days=left), "", "", facts)


def conflicts(case: Case) -> Iterator[Finding]:
    """What its files disagree on is worth a look, and stops nothing."""
    for conflict in case.stored.conflicts:
        yield Finding("file.conflict", Level.WARN, conflict, say("请对照原件核对；不符时联系开票方"))
