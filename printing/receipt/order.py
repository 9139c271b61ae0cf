"""The order of a receipt: an invoice's fields as printed lines, shared by the ESC/POS composer and the preview."""

from dataclasses import dataclass, replace

from fapiao.invoice import Invoice, Line, Table
from fapiao.ports.faces import FaceJob
from fapiao.said import say
from fapiao.stamp import Stamp
from printing.cells.lay import aligned, cells, centred, justified, packed, printable, wrap
from printing.fonts import chain
from printing.layout.applied import face_for
from printing.layout.fields import LINE_LABELS, line_text, value
from printing.layout.marks import Marks, marks
from printing.layout.model import Cell, Field, Layout
from printing.layout.place import placed_columns
from printing.layout.rows import left_over

_MONEY = frozenset({"net", "tax", "other", "gross"})
_STRONG = frozenset({"title", "gross"})
_BESIDE = ("spec", "unit", "rate", "tax")
"""Parts of a line that stand between its name and its figures."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line, at most as wide as the paper (half as wide where ``wide``)."""

    text: str
    tall: bool = False
    wide: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol with the stored payload."""

    payload: str


@dataclass(frozen=True, slots=True)
class Stamped:
    """The site stamp, under the foot."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of the paper."""


Part = Printed | Symbol | Stamped | Cut


def parts(job: FaceJob, columns: int) -> list[Part]:
    """Return the receipt of ``job`` on lines of ``columns`` cells. Raises MissingGlyph for what no font can draw."""
    layout = face_for(job.invoice.kind, job.overlay)
    words = marks(job, typeset=True)
    found: list[Part] = [*_training(words, columns)]
    for entry in layout.roll.flow:
        found += _entry(entry, job.invoice, layout, columns)
    found += _foot(words, columns)
    found += [*_training(words, columns), Cut()]
    checked: list[Part] = []
    for part in _without_double_rules(found):
        if isinstance(part, Printed):
            chain.check(part.text, "kai", part.field)
            checked.append(replace(part, text=printable(part.text)))
        else:
            checked.append(part)
    return checked


def _without_double_rules(found: list[Part]) -> list[Part]:
    """Drop a rule that follows a rule, where all fields between them were empty."""

    def is_rule(part: Part) -> bool:
        return isinstance(part, Printed) and part.field == "rule"

    return [p for n, p in enumerate(found) if not (n and is_rule(p) and is_rule(found[n - 1]))]


def _rule(columns: int, character: str = "-") -> Printed:
    return Printed(character * columns, field="rule")


def _training(words: Marks, columns: int) -> list[Part]:
    if not words.training:
        return []
    return [Printed(centred(words.training, columns // 2), tall=True, wide=True, field="mark")]


def _entry(entry: str, invoice: Invoice, layout: Layout, columns: int) -> list[Part]:
    if entry == "-":
        return [_rule(columns)]
    if entry == "@items":
        return list(_items(invoice, layout, columns))
    if entry == "@tables":
        placed = placed_columns(layout)
        return [line for table in invoice.tables for line in _table(left_over(table, placed), columns)]
    if entry == "#qr":
        return [Symbol(invoice.qr)] if invoice.qr else []
    field = layout.fields[entry.lstrip("=")]
    text = value(invoice, field.source)
    if not text and (field.optional or entry.startswith("=")):
        return []
    tall = field.name in _STRONG
    if entry.startswith("="):
        return [Printed(centred(line, columns), tall=tall, field=field.name) for line in wrap(text, columns)]
    return [Printed(line, tall=tall, field=field.name) for line in _labelled(field, text, columns)]


def _labelled(field: Field, text: str, columns: int) -> list[str]:
    caption = field.caption.replace("（大写）", "大写：")
    if field.name in _MONEY:
        return justified(caption, text, columns)
    if "\n" in text:
        return [*wrap(caption, columns), *wrap(text, columns)]
    return wrap(caption + text, columns)


def _items(invoice: Invoice, layout: Layout, columns: int) -> list[Part]:
    if not invoice.lines:
        return []
    known = sorted(layout.roll.items)
    table = layout.roll.items[max((n for n in known if n <= columns), default=known[0])]
    heads = "".join(aligned(c.head, c.cells, c.align) for c in table).rstrip()
    found: list[Part] = [Printed(heads, field="caption")] if cells(heads) <= columns else []
    for line in invoice.lines:
        found += _item(line, table, columns)
    return found


def _item(line: Line, table: tuple[Cell, ...], columns: int) -> list[Part]:
    shown = {column.key for column in table}
    facts = [
        f"{LINE_LABELS[key]} {line_text(line, key)}" for key in _BESIDE if key not in shown and line_text(line, key)
    ]
    facts += [f"{label}：{value}" for label, value in line.extras if value]
    found = [Printed(text, field=say("项目名称")) for text in wrap(line.name, columns)]
    found += [Printed(text, field=say("项目")) for text in packed(facts, columns)]
    figures = [(column, line_text(line, column.key)) for column in table]
    fits = sum(column.cells for column in table) <= columns
    if fits and all(cells(text) < column.cells for column, text in figures):
        row = "".join(aligned(text, column.cells, column.align) for column, text in figures)
        return [*found, Printed(row.rstrip(), field=say("金额"))]
    # A figure wider than its column: each with its caption, the amount on a line of its own.
    rest = [f"{column.head} {text}" for column, text in figures if text and column.key != "amount"]
    found += [Printed(text, field=say("项目")) for text in packed(rest, columns)]
    found += [Printed(text, field=say("金额")) for text in justified("金额", line_text(line, "amount"), columns)]
    return list(found)


def _table(table: Table, columns: int) -> list[Part]:
    found: list[Part] = [Printed(text, field=say("附表")) for text in wrap(table.title, columns)] if table.title else []
    for row in table.rows:
        pieces = [f"{head}：{value}" for head, value in zip(table.columns, row, strict=False) if value]
        found += [Printed(text, field=say("附表")) for text in packed(pieces, columns)]
    return found


def _foot(words: Marks, columns: int) -> list[Part]:
    found: list[Part] = [_rule(columns, "=")]
    found += [Printed(centred(text, columns), field="notice") for text in words.notices]
    if words.copy:
        found += [Printed(centred(text, columns), tall=True, field="mark") for text in wrap(words.copy, columns)]
    serial, code, *rest = words.foot
    found += [Printed(text, tall=True, field="mark") for text in packed((serial, code), columns)]
    found += [Printed(text, field="mark") for text in packed(rest, columns)]
    if words.remark:
        found += [Printed(text, field=say("附加说明")) for text in wrap(words.remark, columns)]
    if words.stamp:
        found.append(Stamped(words.stamp))
    if words.slip:
        found.append(Symbol(words.slip))
    return found
