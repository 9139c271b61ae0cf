"""A page with two crossed rulers in millimetres, whose zero lies in the middle of the sheet.

No tool is needed to read it: fold the sheet in half both ways, and where the crease crosses a ruler stands how far the
print has to move. What it says is the correction itself, so a crease right of the zero is read as plus.
"""

from collections.abc import Callable, Iterator

from fapiao.paper import Paper
from fapiao.said import say
from printing.layout.compile import aligned, baseline
from printing.layout.display import Item, Rule, Text, moved
from printing.layout.fit import fit
from printing.layout.model import Point, Style
from printing.layout.sheets import sheet
from printing.pdf.pages import Drawing, drawn

TITLE = "对齐测试页 · 不是发票"
_LINES = (
    "一、左右对折，压出折痕。",
    "　　折痕在横尺上的数，就是“向右”。",
    "二、上下对折，压出折痕。",
    "　　折痕在竖尺上的数，就是“向下”。",
    "三、把两个数输入对齐向导，再打一张：",
    "　　两道折痕都应落在 0 上。",
)
_BLACK = "#000000"
_WORDS, _FIGURES, _FOOT = Style("song", (9,)), Style("song", (7,)), Style("song", (7.5, 7, 6.5, 6, 5.5, 5))
_TITLE = Style("song", (12,))
_LEFT, _TOP, _PITCH, _EDGE = 18.0, 12.0, 5.0, 12.0
_LONGEST = 80
_TICKS = ((10, 4.0), (5, 2.5), (1, 1.5))
"""Every so many millimetres a tick of that length."""


def ruler(paper: Paper, offset: Point, foot: str) -> bytes:
    """Return the page for ``paper`` as PDF, moved right and down by ``offset`` mm; ``foot`` says which page it is.

    Raises FaceError for a paper that no page layout serves, and MissingGlyph.
    """
    size = sheet(paper).size
    found = [moved(item, *offset) for item in _items(size, foot)]

    def draw(begin: Callable[[str], Drawing]) -> bytes:
        drawing = begin(TITLE)
        drawing.begin_page(size)
        drawing.items(found)
        drawing.end_page()
        return drawing.finish()

    return drawn(draw)


def _items(size: Point, foot: str) -> Iterator[Item]:
    x, y = size[0] / 2, size[1] / 2
    across, down = (min(_LONGEST, int((half - _EDGE - 3) // 10) * 10) for half in (x, y))
    yield Rule(x - across, y, x + across, y, 0.2, _BLACK)
    yield Rule(x, y - down, x, y + down, 0.2, _BLACK)
    for mm in range(-across, across + 1):
        yield Rule(x + mm, y, x + mm, y + _tick(mm), 0.1, _BLACK)
        if mm % 10 == 0 and mm:
            yield _figure(x + mm, y + 4.4, mm, "center")
    for mm in range(-down, down + 1):
        yield Rule(x, y + mm, x + _tick(mm), y + mm, 0.1, _BLACK)
        if mm % 10 == 0 and mm:
            yield _figure(x + 4.6, y + mm - 1.2, mm, "left")
    yield Text(x + across - 8, baseline(y - 5, 9), "向右 →", _WORDS.font, 9)
    yield Text(x - 14, baseline(y + down - 4, 9), "向下 ↓", _WORDS.font, 9)
    yield Text(_LEFT, baseline(_TOP, 12), TITLE, _TITLE.font, _TITLE.size)
    for n, line in enumerate(_LINES):
        yield Text(_LEFT, baseline(_TOP + 7 + n * _PITCH, 9), line, _WORDS.font, 9)
    fitted = fit(foot, _FOOT.font, _FOOT.sizes, size[0] - 2 * _LEFT, 6, say("页脚"))
    first = baseline(size[1] - _EDGE, fitted.size)
    for n, line in enumerate(fitted.lines):
        yield Text(_LEFT, first + n * fitted.pitch, line, _FOOT.font, fitted.size)


def _tick(mm: int) -> float:
    return next(length for step, length in _TICKS if mm % step == 0)


def _figure(x: float, y: float, mm: int, align: str) -> Text:
    text = f"{mm:+d}"
    return Text(aligned(x, text, _FIGURES, align), baseline(y, _FIGURES.size), text, _FIGURES.font, _FIGURES.size)
