"""What the rules say of facts that do not fit, and of an invoice that somebody set aside (docs/doubts.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.doubts.all import doubts_of
from fapiao.doubts.doubt import Weight
from fapiao.rules.case import SUPERVISOR
from fapiao.said import say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.rules.case import Case

CONTRADICTION = "invoice.contradiction"
SET_ASIDE = "invoice.set_aside"
IMPORTERS = say("有导入权限的人")
BETTER_FILE = say("请导入更好的文件（如开票方的 XML 或 OFD），或搁置它（X 号码）")


def doubts(case: Case) -> Iterator[Finding]:
    """A contradiction stops the paper, or asks a supervisor, as the site says; what is missing is worth a look."""
    asks = case.policy[CONTRADICTION] == "supervisor"
    for doubt in doubts_of(case.stored.invoice):
        if doubt.weight is Weight.CONTRADICTION:
            yield Finding(
                CONTRADICTION,
                Level.APPROVAL if asks else Level.REFUSE,
                say("自相矛盾：{what}", what=doubt.message),
                say("请主管对照原件后当场授权，或导入更好的文件") if asks else BETTER_FILE,
                SUPERVISOR if asks else IMPORTERS,
                doubt.facts,
            )
        else:
            level = Level.WARN if doubt.weight is Weight.MISSING else Level.INFO
            cure = say("请对照原件；有更全的文件请导入") if level is Level.WARN else ""
            yield Finding(doubt.rule, level, doubt.message, cure, facts=doubt.facts)


def set_aside(case: Case) -> Iterator[Finding]:
    """What was set aside is not printed until somebody takes it back."""
    if case.stored.set_aside:
        yield Finding(
            SET_ASIDE,
            Level.REFUSE,
            say("这张发票已搁置：{reason}", reason=case.stored.set_aside),
            say("请先取回并写明原因（X 号码）"),
            say("主管或管理员"),
            ((say("搁置原因"), case.stored.set_aside),),
        )
