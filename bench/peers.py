"""The same pages by fpdf2 and by typst: development requirements to measure beside, never part of the product."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bench.naive import HEIGHT, picture_by_table
from printing import qr
from printing.fonts import faces
from printing.layout.display import Code, Item, Rule, Text

Document = Callable[[list[list[Item]]], bytes]


def peers() -> Iterator[tuple[str, Document]]:
    """Yield name and document maker of each peer that is there, and say which is not."""
    for name, module, make in (("fpdf2", "fpdf", _by_fpdf2), ("typst", "typst", _by_typst)):
        if find_spec(module) is None:
            print(f"{name} is not installed: its row is left out", file=sys.stderr)
        else:
            yield name, make


def _by_fpdf2(pages: list[list[Item]]) -> bytes:
    pdf: Any = import_module("fpdf").FPDF(unit="mm", format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.add_font("song", fname=faces.path("song"))
    for items in pages:
        pdf.add_page()
        for item in items:
            if isinstance(item, Text):
                pdf.set_font("song", size=item.size)
                pdf.text(item.x, item.y, item.text)
            elif isinstance(item, Rule):
                pdf.set_line_width(item.width)
                pdf.line(item.x1, item.y1, item.x2, item.y2)
            elif isinstance(item, Code):
                picture = picture_by_table(item.payload)
                pdf.image(picture, item.x, item.y, item.size, item.size)
    return bytes(pdf.output())


def _by_typst(pages: list[list[Item]]) -> bytes:
    source = [
        f'#set page(width: 210mm, height: {HEIGHT}mm, margin: 0mm)\n#set text(font: "Fapiao Song", bottom-edge: "baseline")'
    ]
    for number, items in enumerate(pages):
        source += ["#pagebreak()"] * bool(number) + [_in_typst(item) for item in items]
    fonts = faces.path("song").rsplit("/", 1)[0]
    made: bytes = import_module("typst").compile("\n".join(source).encode(), font_paths=[fonts])
    return made


def _in_typst(item: Item) -> str:
    if isinstance(item, Text):
        text = item.text.replace("\\", "\\\\").replace('"', '\\"')
        return f'#place(dx: {item.x:.3f}mm, dy: {item.y - 3:.3f}mm, box(height: 3mm, align(bottom, text(size: {item.size}pt, "{text}"))))'
    if isinstance(item, Rule):
        return (
            f"#place(line(start: ({item.x1}mm, {item.y1}mm), end: ({item.x2}mm, {item.y2}mm), "
            f"stroke: {item.width}mm + black))"
        )
    if isinstance(item, Code):
        return _symbol_in_typst(item)
    return ""


def _symbol_in_typst(item: Code) -> str:
    """Return the symbol as one path; a mark of its own for every module would take as long as all the texts."""
    rows = qr.modules(item.payload)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {len(rows)} {len(rows)}'><path d='{path}'/></svg>"
    return f'#place(dx: {item.x:.3f}mm, dy: {item.y:.3f}mm, image(bytes("{drawing}"), format: "svg", width: {item.size}mm))'
