"""The item table of a layout file, checked."""

from fapiao.said import say
from printing.layout.model import Column, ItemTable, Style
from printing.layout.section import ALIGNS, Section

LINE_KEYS = frozenset({"name", "spec", "unit", "quantity", "price", "amount", "rate", "tax", "index"})
"""Parts of a line that a column may show; ``index`` counts the lines."""


def item_table(section: Section, styles: dict[str, Style], page_width: float) -> ItemTable:
    """Return the table; columns beyond ``page_width`` mm are refused."""
    variants = section.section("variant", {})
    names = list(variants.table) if section.flag("has_variants", default=True) else []
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
        variants={name: _columns(variants, name, page_width) for name in names},
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
            align=item.one_of("align", ALIGNS, "left"),
        )
        if column.x < 0 or column.x + column.w > page_width:
            raise item.wrong("x", say("列超出版面"))
        if column.key not in LINE_KEYS and not column.key.startswith("extra:"):
            raise item.wrong("key", say("没有“{key}”", key=column.key))
        item.done()
        columns.append(column)
    return tuple(columns)
