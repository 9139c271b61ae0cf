"""Layout files -> :class:`~printing.layout.model.Layout`, merged over their base and checked. Raises BadInput."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from fapiao.errors import BadInput
from fapiao.invoice import Kind
from printing.fonts.chain import CHAINS
from printing.layout.fields import SOURCES
from printing.layout.model import (
    Caption,
    Cell,
    Column,
    Field,
    ItemTable,
    Layout,
    Put,
    Qr,
    Roll,
    Stroke,
    Style,
)
from printing.layout.section import Section, Table

FACES = ("digital", "electronic")
"""The layouts that ship, by file name."""

_ALIGNS = {"left": "left", "right": "right", "center": "center"}
_LINE_KEYS = frozenset({"name", "spec", "unit", "quantity", "price", "amount", "rate", "tax"})
_FONTS = {name: name for name in CHAINS}
_SMALLEST_QR = 20.0


def merge(base: Table, over: Table) -> Table:
    """Return ``over`` merged over ``base``: tables merge, scalars and arrays replace."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return merged


def _raw(name: str) -> Table:
    try:
        table = tomllib.loads(files("printing.layout").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"版式文件 {name}.toml 读不了：{error}", "请恢复自带的版式文件") from error
    base = table.get("layout", {}).pop("base", "")
    return merge(_raw(base), table) if base else table


@cache
def layout(name: str) -> Layout:
    """Return the shipped layout ``name``."""
    return parse(f"{name}.toml", _raw(name))


@cache
def for_kind(kind: Kind) -> Layout:
    """Return the face on which invoices of ``kind`` are typeset."""
    return next(found for found in map(layout, FACES) if kind.value in found.kinds)


def parse(file: str, table: Table) -> Layout:
    """Check ``table`` and return the layout; ``file`` is named in complaints."""
    root = Section(file, "", table)
    head = root.section("layout")
    page = root.section("page")
    size = page.point("size")
    styles = {name: _style(root.section("style").section(name)) for name in root.section("style").table}
    fields = {name: _field(name, root.section("field").section(name)) for name in root.section("field").table}
    lines = root.sections("line")
    cross = root.section("cross")
    found = Layout(
        id=head.text("id"),
        kinds=tuple(head.items("kinds")),
        size=size,
        styles=styles,
        fields=fields,
        strokes=tuple(stroke for line in lines for stroke in _strokes(line)),
        captions=tuple(caption for block in root.sections("text") for caption in _captions(block, styles)),
        puts=tuple(_put(put, fields, styles) for put in root.sections("put")),
        cross=(*cross.point("at"), cross.number("size")),
        qr=_qr(root.section("qr")),
        table=_table(root.section("table"), styles, size[0]),
        roll=_roll(root.section("roll"), fields),
        preview=_preview(root.section("preview"), fields),
    )
    for section in (root, head, page, cross):
        section.done()
    return found


def _style(section: Section) -> Style:
    style = Style(section.one_of("font", _FONTS), section.numbers("sizes"), section.text("color", "#000000"))
    section.done()
    return style


def _field(name: str, section: Section) -> Field:
    source = section.text("source")
    if source not in SOURCES:
        raise section.wrong("source", f"没有“{source}”")
    field = Field(
        name=name,
        source=source,
        label=section.text("label", ""),
        short=section.text("short", ""),
        optional=section.flag("optional", default=False),
    )
    section.done()
    return field


def _strokes(section: Section) -> list[Stroke]:
    width, colour = section.number("width"), section.text("color", "#000000")
    level = [Stroke(x1, y, x2, y, width, colour) for y, x1, x2 in _triples(section, "h")]
    upright = [Stroke(x, y1, x, y2, width, colour) for x, y1, y2 in _triples(section, "v")]
    section.done()
    return level + upright


def _triples(section: Section, key: str) -> list[tuple[float, float, float]]:
    rows = section.items(key, [])
    if any(not isinstance(row, list) or len(row) != 3 for row in rows):
        raise section.wrong(key, "每条线应为三个数")
    return [(float(a), float(b), float(c)) for a, b, c in rows]


def _captions(section: Section, styles: dict[str, Style]) -> list[Caption]:
    style = section.one_of("style", styles)
    captions = []
    for item in section.sections("items"):
        captions.append(
            Caption(
                at=item.point("at"),
                text=item.text("text"),
                style=style,
                align=item.one_of("align", _ALIGNS, "left"),
                vertical=item.number("vertical", 0.0),
            )
        )
        item.done()
    section.done()
    return captions


def _put(section: Section, fields: dict[str, Field], styles: dict[str, Style]) -> Put:
    field: Field = section.one_of("field", fields)
    labelled = section.flag("label", default=bool(field.label))
    align = section.one_of("align", _ALIGNS, "left")
    at = section.point("at") if "at" in section.table else None
    label_at = section.point("label_at") if labelled else None
    if at is None and label_at is None:
        raise section.wrong("at", "缺少")
    width = section.number("width", 0.0)
    x = at[0] if at else 0.0
    put = Put(
        field=field,
        style=section.one_of("style", styles, "value"),
        at=at,
        label_at=label_at,
        label_style=section.one_of("label_style", styles, "label"),
        right=x + width if align == "left" and width else section.number("right", x + width),
        height=section.number("height", 4.6),
        align=align,
        last_only=section.flag("last", default=False),
        wrap=section.flag("wrap", default=False),
    )
    section.done()
    return put


def _qr(section: Section) -> Qr:
    qr = Qr(section.point("at"), section.number("size"))
    if qr.size < _SMALLEST_QR:
        raise section.wrong("size", "二维码不得小于 20 mm")
    section.done()
    return qr


def _table(section: Section, styles: dict[str, Style], page_width: float) -> ItemTable:
    variants = section.section("variant", {})
    table = ItemTable(
        head_y=section.number("head_y"),
        y=section.number("y"),
        bottom=section.number("bottom"),
        row=section.number("row"),
        sum_y=section.number("sum_y"),
        sum_at=section.number("sum_at"),
        x=section.number("x"),
        w=section.number("w"),
        head_style=section.one_of("head_style", styles),
        style=section.one_of("style", styles),
        sum_style=section.one_of("sum_style", styles),
        note_style=section.one_of("note_style", styles),
        columns=_columns(section, "columns", page_width),
        variants={name: _columns(variants, name, page_width) for name in variants.table},
    )
    section.done()
    return table


def _columns(section: Section, key: str, page_width: float) -> tuple[Column, ...]:
    columns = []
    for item in section.sections(key):
        column = Column(
            head=item.text("head"),
            key=item.text("key"),
            x=item.number("x"),
            w=item.number("w"),
            align=item.one_of("align", _ALIGNS, "left"),
        )
        if column.x < 0 or column.x + column.w > page_width:
            raise item.wrong("x", "列超出版面")
        if column.key not in _LINE_KEYS and not column.key.startswith("extra:"):
            raise item.wrong("key", f"没有“{column.key}”")
        item.done()
        columns.append(column)
    return tuple(columns)


def _roll(section: Section, fields: dict[str, Field]) -> Roll:
    items = section.section("items")
    widths: dict[int, tuple[Cell, ...]] = {}
    for line in items.table:
        rows: list[Any] = items.items(line)
        cells = tuple(Cell(key, head, cells, align) for key, head, cells, align in rows)
        if not line.isdigit() or sum(cell.cells for cell in cells) != int(line):
            raise items.wrong(line, "列宽之和不等于行宽")
        if any(cell.key not in _LINE_KEYS for cell in cells):
            raise items.wrong(line, "不认识的列")
        widths[int(line)] = cells
    flow = tuple(section.items("flow"))
    _known(section, "flow", [entry.lstrip("=") for entry in flow], fields, {"-", "@items", "@tables", "#qr"})
    section.done()
    return Roll(flow, widths)


def _preview(section: Section, fields: dict[str, Field]) -> tuple[tuple[str, ...], ...]:
    rows = tuple(tuple(row) for row in section.items("rows"))
    _known(section, "rows", [name for row in rows for name in row], fields, {"-", "@items", "@tables"})
    section.done()
    return rows


def _known(section: Section, key: str, names: list[str], fields: dict[str, Field], words: set[str]) -> None:
    for name in names:
        if name not in fields and name not in words:
            raise section.wrong(key, f"没有“{name}”")
