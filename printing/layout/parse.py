"""The table of a layout file, checked -> :class:`~printing.layout.model.Layout`. Raises BadInput."""

from collections.abc import Callable
from dataclasses import replace

from fapiao.invoice import Kind
from fapiao.said import say
from printing.fonts.chain import CHAINS
from printing.layout.fields import is_source
from printing.layout.model import (
    Caption,
    Field,
    Layout,
    Put,
    Qr,
    Stroke,
    Style,
)
from printing.layout.parseflow import preview_rows, roll
from printing.layout.parsetable import item_table
from printing.layout.section import ALIGNS, Section, Table

_FONTS = {name: name for name in CHAINS}
_SMALLEST_QR = 20.0


def parse(file: str, table: Table, line_of: Callable[[str], int] | None = None) -> Layout:
    """Check ``table`` and return the layout; ``file`` and the line, where known, are named in complaints."""
    root = Section(file, "", table, line_of)
    head = root.section("layout")
    page = root.section("page")
    size = page.point("size")
    styles = {name: _style(root.section("style").section(name)) for name in root.section("style").table}
    fields = {name: _field(name, root.section("field").section(name)) for name in root.section("field").table}
    lines = root.sections("line")
    cross = root.section("cross")
    found = Layout(
        id=head.text("id"),
        kinds=_kinds(head),
        size=size,
        styles=styles,
        fields=fields,
        strokes=tuple(stroke for line in lines for stroke in _strokes(line)),
        captions=tuple(caption for block in root.sections("text") for caption in _captions(block, styles)),
        puts=tuple(put for section in root.sections("put") if (put := _put(section, fields, styles)) is not None),
        cross=_cross(cross),
        qr=_qr(root.section("qr")),
        table=item_table(root.section("table"), styles, size[0]),
        roll=roll(root.section("roll"), fields),
        preview=preview_rows(root.section("preview"), fields),
        has_goods_list=head.flag("goods_list", default=False),
    )
    for section in (root, head, page):
        section.done()
    return found


def _cross(section: Section) -> tuple[float, float, float] | None:
    at, size = section.point("at"), section.number("size")
    section.done()
    return (*at, size) if size else None


def _kinds(section: Section) -> tuple[str, ...]:
    kinds = section.texts("kinds")
    for kind in kinds:
        if kind not in {known.value for known in Kind}:
            raise section.wrong("kinds", say("没有“{kind}”", kind=kind))
    return kinds


def _style(section: Section) -> Style:
    style = Style(section.one_of("font", _FONTS), section.numbers("sizes"), section.colour("color"))
    section.done()
    return style


def _field(name: str, section: Section) -> Field:
    source = section.text("source")
    if not is_source(source):
        raise section.wrong("source", say("没有“{source}”", source=source))
    field = Field(
        name=name,
        source=source,
        label=section.text("label", ""),
        short=section.text("short", ""),
        optional=section.flag("optional", default=False),
        hide=section.flag("hide", default=False),
        shift=section.point("shift") if "shift" in section.table else (0.0, 0.0),
    )
    section.done()
    return field


def _strokes(section: Section) -> list[Stroke]:
    width, colour = section.number("width"), section.colour("color")
    level = [Stroke(x1, y, x2, y, width, colour) for y, x1, x2 in _triples(section, "h")]
    upright = [Stroke(x, y1, x, y2, width, colour) for x, y1, y2 in _triples(section, "v")]
    section.done()
    return level + upright


def _triples(section: Section, key: str) -> list[tuple[float, float, float]]:
    rows = section.items(key, [])
    if any(not isinstance(row, list) or len(row) != 3 or not all(map(_is_number, row)) for row in rows):
        raise section.wrong(key, say("每条线应为三个数"))
    return [(float(a), float(b), float(c)) for a, b, c in rows]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _captions(section: Section, styles: dict[str, Style]) -> list[Caption]:
    style = section.one_of("style", styles)
    captions = []
    for item in section.sections("items"):
        captions.append(
            Caption(
                at=item.point("at"),
                text=item.text("text"),
                style=style,
                align=item.one_of("align", ALIGNS, "left"),
                vertical=item.number("vertical", 0.0),
            )
        )
        item.done()
    section.done()
    return captions


def _put(section: Section, fields: dict[str, Field], styles: dict[str, Style]) -> Put | None:
    field: Field = section.one_of("field", fields)
    labelled = section.flag("label", default=bool(field.label))
    align = section.one_of("align", ALIGNS, "left")
    at = section.point("at") if "at" in section.table else None
    label_at = section.point("label_at") if labelled else None
    if at is None and label_at is None:
        raise section.wrong("at", say("缺少"))
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
    return None if field.hide else _shifted(put)


def _shifted(put: Put) -> Put:
    dx, dy = put.field.shift

    def moved(point: tuple[float, float] | None) -> tuple[float, float] | None:
        return (point[0] + dx, point[1] + dy) if point else None

    return replace(put, at=moved(put.at), label_at=moved(put.label_at), right=put.right + dx)


def _qr(section: Section) -> Qr:
    qr = Qr(section.point("at"), section.number("size"))
    if qr.size < _SMALLEST_QR:
        raise section.wrong("size", say("二维码不得小于 20 mm"))
    section.done()
    return qr
