"""A list on A4: a title, columns, rows that break where a cell is too narrow, a foot and page numbers on every page."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from fapiao.paper import Paper
from fapiao.ports.faces import ListColumn
from fapiao.said import say
from printing.layout.compile import baseline
from printing.layout.display import MM_PER_POINT, Item, Rule, Text
from printing.layout.fit import Fitted, fit
from printing.layout.sheets import sheet
from printing.pdf.pages import Drawing, drawn

_LEFT, _TOP, _BOTTOM = 15.0, 15.0, 15.0
_TITLE, _HEAD, _CELL, _FOOT = 13.0, 8.5, (8.5, 8, 7.5, 7), (7.5, 7, 6.5, 6)
_GAP, _PITCH = 2.0, 2.0
"""mm between two columns, and between two rows."""
_GREY = "#999999"
_MOST_LINES = 12
"""Lines of one cell; what a printer says is shorter."""

_Row = tuple[float, list[Fitted]]


def listed(
    title: str, lines: Sequence[str], columns: Sequence[ListColumn], rows: Sequence[Sequence[str]], foot: str
) -> tuple[bytes, int]:
    """Return the pages as PDF and how many they are. Raises MissingGlyph, FaceError for a cell that fits nowhere."""
    size = sheet(Paper.A4_UPPER).size
    room = size[0] - 2 * _LEFT - _GAP * (len(columns) - 1)
    widths = [room * column.share / sum(c.share for c in columns) for column in columns]
    pages = list(_pages(size[1], len(lines), [_fitted(row, columns, widths) for row in rows]))

    def draw(begin: Callable[[str], Drawing]) -> bytes:
        drawing = begin(title)
        for number, page in enumerate(pages, 1):
            drawing.begin_page(size)
            drawing.items([*_head(size[0], title, lines, columns, widths), *_body(size[0], len(lines), page, widths)])
            drawing.items(list(_foot(size, f"{foot} · 第 {number} 页，共 {len(pages)} 页")))
            drawing.end_page()
        return drawing.finish()

    return drawn(draw), len(pages)


def _fitted(row: Sequence[str], columns: Sequence[ListColumn], widths: Sequence[float]) -> _Row:
    most = _MOST_LINES * _CELL[0] * MM_PER_POINT
    cells = [
        fit(text, "song", _CELL, width, most, column.head)
        for text, column, width in zip(row, columns, widths, strict=True)
    ]
    return max(cell.height for cell in cells) + _PITCH, cells


def _first_row(lines: int) -> float:
    """Return the height at which the rows begin under a title and ``lines`` lines."""
    return _TOP + 8 + 5 * lines + 8


def _pages(height: float, lines: int, rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows of each page; an empty list has one."""
    room = height - _BOTTOM - 8 - _first_row(lines)
    page: list[_Row] = []
    used = 0.0
    for row in rows:
        if page and used + row[0] > room:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += row[0]
    yield page


def _head(
    width: float, title: str, lines: Sequence[str], columns: Sequence[ListColumn], widths: Sequence[float]
) -> Iterator[Item]:
    yield Text(_LEFT, baseline(_TOP, _TITLE), title, "kai", _TITLE)
    for n, line in enumerate(lines):
        yield Text(_LEFT, baseline(_TOP + 8 + 5 * n, _HEAD), line, "song", _HEAD)
    top = _first_row(len(lines)) - 6
    for x, column in zip(_edges(widths), columns, strict=True):
        yield Text(x, baseline(top, _HEAD), column.head, "kai", _HEAD)
    yield Rule(_LEFT, top + 4.5, width - _LEFT, top + 4.5, 0.2, "#000000")


def _body(width: float, lines: int, page: Sequence[_Row], widths: Sequence[float]) -> Iterator[Item]:
    y = _first_row(lines)
    for height, cells in page:
        for x, cell in zip(_edges(widths), cells, strict=True):
            first = baseline(y, cell.size)
            for n, line in enumerate(cell.lines):
                yield Text(x, first + n * cell.pitch, line, "song", cell.size)
        y += height
        yield Rule(_LEFT, y - _PITCH / 2, width - _LEFT, y - _PITCH / 2, 0.05, _GREY)


def _foot(size: tuple[float, float], text: str) -> Iterator[Item]:
    fitted = fit(text, "song", _FOOT, size[0] - 2 * _LEFT, 6, say("页脚"))
    first = baseline(size[1] - _BOTTOM - 4, fitted.size)
    for n, line in enumerate(fitted.lines):
        yield Text(_LEFT, first + n * fitted.pitch, line, "song", fitted.size)


def _edges(widths: Sequence[float]) -> list[float]:
    """Return where each column begins."""
    return [_LEFT + before for before in accumulate((width + _GAP for width in widths[:-1]), initial=0.0)]
