"""The parts of a layout file without coordinates, checked: the order of a receipt, the rows of the preview."""

from collections.abc import Sequence

from fapiao.said import say
from printing.layout.model import Cell, Field, Roll
from printing.layout.parsetable import LINE_KEYS
from printing.layout.section import ALIGNS, Section


def roll(section: Section, fields: dict[str, Field]) -> Roll:
    """Return order and columns of a receipt, without hidden fields."""
    items = section.section("items")
    widths: dict[int, tuple[Cell, ...]] = {}
    for line in items.table:
        cells = tuple(_cell(items, line, row) for row in items.items(line))
        if not line.isdigit() or sum(cell.cells for cell in cells) != int(line):
            raise items.wrong(line, say("列宽之和不等于行宽"))
        if any(cell.key not in LINE_KEYS for cell in cells):
            raise items.wrong(line, say("不认识的列"))
        widths[int(line)] = cells
    flow = section.texts("flow")
    _known(section, "flow", [entry.lstrip("=") for entry in flow], fields, {"-", "@items", "@tables", "#qr"})
    section.done()
    return Roll(tuple(entry for entry in flow if not _is_hidden(entry.lstrip("="), fields)), widths)


def _cell(items: Section, line: str, row: object) -> Cell:
    match row:
        case [str(key), str(head), int(cells), str(align)] if align in ALIGNS:
            return Cell(key, head, cells, align)
    raise items.wrong(line, say("每列应为 [键, 表头, 格数, 对齐]"))


def preview_rows(section: Section, fields: dict[str, Field]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the preview in cells, without hidden fields."""
    rows = tuple(tuple(row) for row in section.items("rows") if isinstance(row, list))
    _known(section, "rows", [name for row in rows for name in row], fields, {"-", "@items", "@tables"})
    section.done()
    shown = (tuple(name for name in row if not _is_hidden(name, fields)) for row in rows)
    return tuple(row for row in shown if row)


def _is_hidden(name: str, fields: dict[str, Field]) -> bool:
    return name in fields and fields[name].hide


def _known(section: Section, key: str, names: Sequence[object], fields: dict[str, Field], words: set[str]) -> None:
    for name in names:
        if not isinstance(name, str) or (name not in fields and name not in words):
            raise section.wrong(key, say("没有“{name}”", name=name))
