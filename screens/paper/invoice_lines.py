"""An invoice's facts as lines of cells: the same grid on verify, record and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.amounts import money
from fapiao.doubts.all import doubts_of
from fapiao.doubts.doubt import Weight
from fapiao.invoice import SealState
from fapiao.said import in_words, listed, say
from fapiao.text import grouped
from screens.widgets.cells import fit, width, wrap
from screens.widgets.lines import Part, content

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.invoice import Invoice, Line
    from fapiao.stored import StoredInvoice

_TAX_ID = 24
_QUANTITY, _PRICE, _AMOUNT, _RATE, _TAX = 9, 14, 14, 8, 12
_NAMES = (say("原件"), say("备注"), say("原因"), say("打印"))
"""What stands before the lines below the items, one beneath the other."""
_TOLD = frozenset({Weight.CONTRADICTION, Weight.MISSING})
_PARTIES = (say("购买方"), say("销售方"))
_COLUMNS = _QUANTITY + _PRICE + _AMOUNT + _RATE + _TAX


def identity_line(stored: StoredInvoice) -> Content:
    """Number in groups, kind, date, what most stands in the way of a paper: always in the same place."""
    invoice = stored.invoice
    number = (grouped(invoice.code) + " " if invoice.code else "") + grouped(invoice.number)
    day = f"{invoice.issued_on:%Y-%m-%d}" if invoice.issued_on else say("日期未知")
    bad = stored.status.value in {"void", "fully_red"}
    status: Part = (stored.status.label, "bad" if bad else "warn" if stored.status.value != "normal" else "")
    if stored.set_aside and not bad:
        status = (say("已搁置"), "bad")
    return content(
        "  ",
        (say("号码"), "dim"),
        " ",
        (number, "bold"),
        "  ",
        invoice.kind.short,
        "  ",
        (say("开票"), "dim"),
        f" {day}  ",
        status,
    )


def named(name: str) -> str:
    """Return what a line below the items is called, as wide as the others' names."""
    return fit(name, max(width(each) for each in _NAMES))


def party_lines(invoice: Invoice, cells: int) -> list[Content]:
    """Buyer and seller, one beneath the other."""
    most = max(width(label) for label in _PARTIES)
    return [
        _party_line(fit(label, most), party.name, party.tax_id, cells)
        for label, party in zip(_PARTIES, (invoice.buyer, invoice.seller), strict=True)
    ]


def _party_line(label: str, name: str, tax_id: str, cells: int) -> Content:
    """Name left, tax id in groups right."""
    room = max(cells - 2 - width(label) - 2 - _TAX_ID - 2, 10)
    return content(
        "  ", (label, "dim"), "  ", fit(name or say("（未知）"), room), fit(grouped(tax_id), _TAX_ID, align="right")
    )


def item_head(cells: int) -> Content:
    """Column heads of the lines."""
    head = (
        fit(say("项目"), max(cells - 3 - _COLUMNS, 8))
        + fit(say("数量"), _QUANTITY, align="right")
        + fit(say("单价"), _PRICE, align="right")
        + fit(say("金额"), _AMOUNT, align="right")
        + fit(say("税率"), _RATE, align="right")
        + fit(say("税额"), _TAX, align="right")
    )
    return content(("  " + head, "dim"))


def item_line(line: Line, cells: int) -> Content:
    """One row; a long name is cut here and whole in the preview and on paper."""
    name = f"{line.name} {line.spec}".strip()
    return content(
        "  ",
        fit(name, max(cells - 3 - _COLUMNS, 8)),
        fit(line.quantity.source, _QUANTITY, align="right"),
        fit(short_number(line.price.source), _PRICE, align="right"),
        fit(money(line.amount), _AMOUNT, align="right"),
        fit(line.rate.source, _RATE, align="right"),
        fit(money(line.tax.value, none=line.tax.source), _TAX, align="right"),
    )


def short_number(source: str) -> str:
    """A price of many decimals with as many as fit; the paper carries them all."""
    whole, point, decimals = source.partition(".")
    if not whole.lstrip("-").isdigit():
        return source
    grouped_whole = f"{int(whole):,}" if whole not in {"-0", ""} else whole
    return grouped_whole + point + decimals[:4] if len(decimals) <= 4 else f"{grouped_whole}.{decimals[:4]}…"


def totals_lines(invoice: Invoice, cells: int) -> list[Content]:
    """Net, tax, gross and 大写; on a second line where they do not fit on one."""
    parts = [
        (say("合计"), money(invoice.net, none=say("未知"))),
        (say("税额"), money(invoice.tax, none=say("未知"))),
        *([(say("其他"), money(invoice.other))] if invoice.other else []),
        (say("价税合计"), money(invoice.gross, none=say("未知"))),
    ]
    pieces: list[str | tuple[str, str]] = []
    used = 0
    for label, value in parts:
        pieces += ["  " if not pieces else "   ", (label, "dim"), " ", (value, "bold" if label == "价税合计" else "")]
        used += width(label) + width(value) + 4
    if used + width(invoice.gross_words) + 3 <= cells:
        return [content(*pieces, "   ", invoice.gross_words)]
    return [content(*pieces), *(content("  ", part) for part in wrap(invoice.gross_words, cells - 4))]


def remark_lines(invoice: Invoice, cells: int, rows: int) -> list[Content]:
    """The remark in at most ``rows`` lines; more is in the preview."""
    text = " ".join(invoice.remark.split())
    label = named(say("备注"))
    room = max(cells - 5 - width(label), 20)
    if not text:
        return [content("  ", (label, "dim"), "  ", (say("无"), "dim"))]
    wrapped = wrap(text, room)
    if len(wrapped) > rows:
        wrapped = [*wrapped[: rows - 1], fit(wrapped[rows - 1] + "…" * 2, room)]
    return [
        content("  ", (label if i == 0 else " " * width(label), "dim"), "  ", part) for i, part in enumerate(wrapped)
    ]


def doubt_lines(invoice: Invoice, cells: int, most: int, *, weights: frozenset[Weight] = _TOLD) -> list[Content]:
    """What contradicts what, in red; what is missing, in yellow: sentences with their values, a row or two each."""
    rows: list[Content] = []
    for doubt in (d for d in doubts_of(invoice) if d.weight in weights):
        contradicts = doubt.weight is Weight.CONTRADICTION
        mark, style = ("✗", "bad") if contradicts else ("!", "warn")
        for nth, part in enumerate(wrap(in_words(doubt.message), cells - 6)):
            rows.append(content("  ", (mark if nth == 0 else " ", style), " ", (part, style)))
    return rows if len(rows) <= most else [*rows[: most - 1], content("    ", (say("… 其余按 F7 看"), "warn"))]


def files_line(stored: StoredInvoice) -> Content:
    """Which originals are kept, what their seals say, and whether they agree."""
    if not stored.documents:
        return content("  ", (named(say("原件")), "dim"), "  ", (say("没有文件"), "warn"))
    media = listed(sorted({d.media.upper() for d in stored.documents}))
    states = {d.seal.state for d in stored.documents}
    if SealState.ALTERED in states:
        seal: str = say("✗ 有文件被改动过")
        style = "bad"
    else:
        order = (SealState.INTACT, SealState.TEST, SealState.UNVERIFIED, SealState.NONE)
        state = next(s for s in order if s in states)
        seal = next(d.seal.note for d in stored.documents if d.seal.state is state)
        style = ""
    agree = (say("各文件一致"), "") if not stored.conflicts else (say("! 文件之间有出入"), "warn")
    count = len(stored.documents)
    return content(
        "  ",
        (named(say("原件")), "dim"),
        say("  {media} 共 {count} 份   ", media=media, count=count),
        (seal, style),
        "   ",
        agree if count > 1 else "",
    )
