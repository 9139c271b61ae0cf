"""What looks wrong about the facts of a file, as findings of its import; the same doubts stand at every later look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.doubts.all import doubts_of
from fapiao.said import say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Invoice

_CURE = say("请核对来源；打印不改动数据")


def check(invoice: Invoice) -> tuple[Finding, ...]:
    """Return a finding for each thing that does not fit, with the facts seen."""
    return tuple(_findings(invoice))


def _findings(invoice: Invoice) -> Iterator[Finding]:
    for doubt in doubts_of(invoice):
        yield Finding(doubt.rule, Level.WARN, doubt.message, _CURE, facts=doubt.facts)
    if invoice.voucher_forbidden:
        yield Finding("file.voucher_forbidden", Level.INFO, say("票面注明纸质打印件不能作为报销入账归档依据"))
