"""What the layers of one file disagree on: its data, its tags, its page, its QR code (docs/doubts.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.doubts.doubt import Doubt, Weight
from fapiao.identity import tax_id_warning
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.invoice import Invoice

LABELS = {
    "full_no": say("号码"),
    "kind": say("票种"),
    "issued_on": say("开票日期"),
    "net": say("金额"),
    "tax": say("税额"),
    "gross": say("价税合计"),
    "gross_words": say("大写"),
    "check_code": say("校验码"),
    "red_of": say("被红冲发票号码"),
    "buyer.name": say("购买方名称"),
    "buyer.tax_id": say("购买方税号"),
    "seller.name": say("销售方名称"),
    "seller.tax_id": say("销售方税号"),
    "lines": say("明细行数"),
}
"""The facts that are compared, between layers and between files, in words."""
CONTRADICTING = frozenset(
    {"full_no", "issued_on", "net", "tax", "gross", "gross_words", "buyer.tax_id", "seller.tax_id", "red_of"}
)
"""Facts of which one invoice has one value; the others are often written or read a little differently."""
_LAYERS = {str(name): name for name in (say("附件"), say("标签"), say("文档属性"), say("票面"), say("二维码"))}
"""What a file's layers are called; kept as plain text, said again in the reader's language."""


def doubts(invoice: Invoice) -> Iterator[Doubt]:
    """Return one doubt for each fact that two layers of the file tell differently."""
    for field, first, x, second, y in invoice.clashes:
        yield Doubt(
            "file.conflict",
            Weight.CONTRADICTION if field in CONTRADICTING and not is_misread(field, x, y) else Weight.NOTICE,
            say(
                "文件内部不一致：{label}：{first}为 {x}，{second}为 {y}",
                label=LABELS.get(field, field),
                first=_LAYERS.get(first, first),
                x=x,
                second=_LAYERS.get(second, second),
                y=y,
            ),
        )


def is_misread(field: str, *values: str) -> bool:
    """A tax id that none can have was read wrongly off a page, more likely than written so."""
    return field.endswith("tax_id") and any(tax_id_warning(value, "") for value in values)
