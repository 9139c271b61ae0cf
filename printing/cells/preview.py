"""The face in terminal cells: two columns drawn from the same fields as the page; rolls as they print.

Every line is plain text of at most the width asked for, never markup.
"""

from collections.abc import Sequence

from fapiao.invoice import Invoice, Table
from fapiao.ports.faces import FaceJob
from fapiao.stamp import Stamp
from fapiao.text import fit, width, wrap
from printing.layout.applied import face_for
from printing.layout.fields import LINE_LABELS, line_text, value
from printing.layout.marks import Marks, marks
from printing.layout.model import Field, Layout
from printing.layout.place import placed_columns
from printing.layout.rows import columns_for, left_over
from printing.receipt.order import Cut, Stamped, Symbol, parts

_LEAST = 40
_SYMBOL = ("┌────────┐", "│ 二维码 │", "└────────┘")
_FIGURES = {"quantity": 7, "price": 16, "amount": 12, "rate": 6, "tax": 11}
"""Widths of the figure columns of the item table; the name takes the rest."""
_LEAST_NAME = 14
"""Cells that a table leaves to the name, at the least."""
_ALIGNS = {"rate": "center"}
_RULE = "-"


def lines(job: FaceJob, columns: int) -> list[str]:
    """Return the preview of ``job`` in lines of at most ``columns`` cells."""
    if job.paper.is_roll:
        return _roll(job, columns)
    columns = max(columns, _LEAST)
    layout = face_for(job.invoice.kind, job.overlay)
    typeset = job.original is None
    words = marks(job, typeset=typeset)
    inner = columns - 4
    body: list[str] = []
    for row in layout.preview:
        body += _row(row, job.invoice, layout, inner)
    title = value(job.invoice, "title")
    framed = [f"│ {fit(line, inner)} │" if line != _RULE else f"├{'─' * (columns - 2)}┤" for line in _tidy(body)]
    return [
        *([fit(words.training, columns, align="center")] if words.training else []),
        fit(title, columns, align="center"),
        f"┌{'─' * (columns - 2)}┐",
        *framed,
        f"└{'─' * (columns - 2)}┘",
        *_outside(words, columns),
    ]


def _tidy(body: list[str]) -> list[str]:
    """Drop rules at the ends and rules that follow a rule."""
    kept = [line for n, line in enumerate(body) if line != _RULE or (n and body[n - 1] != _RULE)]
    while kept and kept[-1] == _RULE:
        kept.pop()
    return kept


def _row(names: Sequence[str], invoice: Invoice, layout: Layout, inner: int) -> list[str]:
    if names[0] == _RULE:
        return [_RULE]
    if names[0] == "@items" and not (invoice.lines or layout.table.columns):
        return []
    if names[0] == "@items":
        return [_RULE, *_items(invoice, layout, inner), _RULE]
    if names[0] == "@tables":
        placed = placed_columns(layout)
        return [line for table in invoice.tables for line in _table(left_over(table, placed), inner)]
    texts = [text for text in (_labelled(layout.fields[name], invoice) for name in names) if text]
    if not texts:
        return []
    if len(texts) == 1:
        return _wrapped(texts[0], inner)
    left = (inner - 2) // 2
    if width(texts[0]) + 2 + width(texts[1]) > inner and max(map(width, texts)) > left:
        return [line for text in texts for line in _wrapped(text, inner)]
    if max(map(width, texts)) > left:
        return [texts[0] + "  " + fit(texts[1], inner - 2 - width(texts[0]), align="right")]
    return [fit(texts[0], left) + "  " + texts[1]]


def _labelled(field: Field, invoice: Invoice) -> str:
    text = value(invoice, field.source)
    return f"{field.caption}{text}" if text or not field.optional else ""


def _wrapped(text: str, cells: int) -> list[str]:
    return [line.rstrip() for line in wrap(text, cells)]


def _items(invoice: Invoice, layout: Layout, inner: int) -> list[str]:
    widths = dict(_FIGURES)
    if inner < sum(widths.values()) - widths["price"] + _LEAST_NAME:
        return _stacked(invoice, layout, inner)
    if inner < sum(widths.values()) + 24:
        widths.pop("price")
    room = inner - sum(widths.values()) - len(widths)
    head = fit("项目名称", room) + "".join(" " + fit(LINE_LABELS[key], w, align="right") for key, w in widths.items())
    found = [head]
    shown = {column.key for column in columns_for(invoice, layout.table)}
    for line in invoice.lines or ():
        name = _wrapped(" ".join(part for part in (line.name, line.spec, line.unit) if part), room)
        figures = {key: line_text(line, key) if key in shown else "" for key in widths}
        beside = [key for key, text in figures.items() if width(text) > widths[key]]
        row = "".join(
            " " + fit("" if key in beside else figures[key], w, align=_ALIGNS.get(key, "right"))
            for key, w in widths.items()
        )
        found.append(fit(name[0], room) + row)
        found += name[1:]
        facts = [f"{LINE_LABELS[key]}：{figures[key]}" for key in beside]
        if "price" not in widths and line.price.source and "price" in shown:
            facts.append(f"单价：{line.price.source}")
        facts += [f"{label}：{value}" for label, value in line.extras if value]
        found += [f"  {text}" for text in _packed(facts, inner - 2)]
    if invoice.lines is None:
        found.append("（来源未给出明细）")
    return found


def _stacked(invoice: Invoice, layout: Layout, inner: int) -> list[str]:
    """Where a table would not leave the name room: the name on lines of its own, its figures below it."""
    shown = {column.key for column in columns_for(invoice, layout.table)}
    found: list[str] = []
    for line in invoice.lines or ():
        found += _wrapped(" ".join(part for part in (line.name, line.spec, line.unit) if part), inner)
        facts = [f"{LINE_LABELS[key]} {text}" for key in _FIGURES if key in shown and (text := line_text(line, key))]
        facts += [f"{label}：{value}" for label, value in line.extras if value]
        found += [f"  {text}" for text in _packed(facts, inner - 2)]
    return found or ["（来源未给出明细）"]


def _packed(pieces: Sequence[str], cells: int) -> list[str]:
    found: list[str] = []
    for piece in pieces:
        joined = f"{found[-1]}  {piece}" if found else piece
        if found and width(joined) <= cells:
            found[-1] = joined
        else:
            found += _wrapped(piece, cells)
    return found


def _table(table: Table, inner: int) -> list[str]:
    found = _wrapped(table.title, inner) if table.title else []
    for row in table.rows:
        found += _packed([f"{head}：{value}" for head, value in zip(table.columns, row, strict=False) if value], inner)
    return [*found, _RULE]


def _outside(words: Marks, columns: int) -> list[str]:
    found = _packed([*filter(None, (words.copy,)), " · ".join(words.foot)], columns)
    found += _packed(words.notices, columns)
    if words.stamp:
        found.append(_stamp(words.stamp))
    return found + (_wrapped(words.remark, columns) if words.remark else [])


def _stamp(stamp: Stamp) -> str:
    return f"［站点印章 {stamp.words}］"


def _roll(job: FaceJob, columns: int) -> list[str]:
    paper = job.profile.columns
    found: list[str] = []
    for part in parts(job, paper):
        if isinstance(part, Symbol):
            found += [fit(line, paper, align="center").rstrip() for line in _SYMBOL]
        elif isinstance(part, Stamped):
            found.append(fit(_stamp(part.stamp), paper, align="center").rstrip())
        elif isinstance(part, Cut):
            found.append("✂" + "┄" * (paper - 1))
        elif part.wide:
            found.append(fit(part.text.strip(), paper, align="center").rstrip())
        else:
            found.append(part.text)
    return [line for text in found for line in wrap(text, columns)]
