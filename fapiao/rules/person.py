"""What the rules say of who asks, for whom, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.people import Permission
from fapiao.rules.case import ADMINISTRATOR, SUPERVISOR
from fapiao.said import listed, say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.rules.case import Case


def permission(case: Case) -> Iterator[Finding]:
    """Whoever may not print, prints nothing; a site stamp has a permission of its own."""
    operator = case.operator
    if not operator.may(Permission.REPRINT):
        roles = listed(sorted(r.label for r in operator.roles)) or say("无角色")
        yield Finding(
            "permission",
            Level.REFUSE,
            say("{person} 没有补打权限", person=operator.display),
            say("请由操作员或主管补打，或请管理员授予角色"),
            ADMINISTRATOR,
            ((say("角色"), roles), (say("账户"), operator.state.value)),
        )
    if case.wish.stamp and not operator.may(Permission.STAMP):
        yield Finding(
            "permission",
            Level.REFUSE,
            say("{person} 没有加盖站点印章的权限", person=operator.display),
            say("请在打印设置里去掉站点印章，或请主管补打"),
            SUPERVISOR,
            ((say("站点印章"), say("要求加盖")),),
        )


def reason(case: Case) -> Iterator[Finding]:
    """A reason has to be one that the site offers."""
    offered, named = case.policy.reasons, case.wish.reason
    if named is None or named in offered:
        return
    labels = listed(each.label for each in offered)
    yield Finding(
        "reasons",
        Level.REFUSE,
        say("原因“{reason}”未启用", reason=named.label),
        say("请从中选择：{reasons}", reasons=labels),
        ADMINISTRATOR,
    )


def applicant(case: Case) -> Iterator[Finding]:
    """The site may ask for whom the paper is."""
    if case.policy["applicant"] == "required":
        yield Finding("applicant", Level.APPLICANT, say("须登记申请人"), say("请在打印设置里填写申请人"))
