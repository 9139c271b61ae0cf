"""Pages written straight into a PDF: what many pages share once, one stream a page, each font once a document."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from printing.layout.display import Item
from printing.layout.placement import Placement
from printing.layout.sheets import Sheet
from printing.pdf.file import PdfFile, deflated
from printing.pdf.font import add_font
from printing.pdf.operators import MM, Used, operators, resource, used
from printing.pdf.watermark import ALPHA, DEGREES, centre, words_at

FORM_BOX = (-100, -1300, 1300, 100)
"""Left, bottom, right, top of the shared parts, points from the top left corner of their face."""

_SHARED, _OWN = 9, 3
"""How hard zlib tries: at what is deflated once a process, and at every page."""


class _Frame(NamedTuple):
    stream: bytes
    glyphs: Used


class _Same:
    """Items that are compared by identity: comparing them one by one would take longer than drawing them."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.items = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.items is other.items

    def __hash__(self) -> int:
        return id(self.items)


@lru_cache(maxsize=128)
def _frame(same: _Same) -> _Frame:
    glyphs = used()
    return _Frame(deflated(operators(same.items, glyphs).encode("ascii"), _SHARED), glyphs)


class CompiledDrawing:
    """A PDF being drawn, in millimetres from the top left corner. Raises UnknownFontError where a font cannot be read."""

    def __init__(self, name: str) -> None:
        """Begin a document with the title ``name``."""
        self._title = name
        self._file = PdfFile()
        self._root, self._pages, self._resources = (self._file.reserve() for _ in range(3))
        self._kids: list[int] = []
        self._glyphs = used()
        self._frames: dict[_Same, tuple[str, int]] = {}
        self._size = (0.0, 0.0)
        self._content: list[str] = []

    def begin_page(self, size: tuple[float, float]) -> None:
        """Begin a page of ``size`` mm."""
        self._size = size
        self._content = [f"q 1 0 0 1 0 {size[1] * MM:.3f} cm"]

    @contextmanager
    def placed(self, placement: Placement) -> Iterator[None]:
        """Draw what follows where ``placement`` says."""
        scale = f"{placement.scale:.6g}"
        self._content.append(f"q {scale} 0 0 {scale} {placement.x * MM:.3f} {-placement.y * MM:.3f} cm")
        yield
        self._content.append("Q")

    def static(self, items: tuple[Item, ...]) -> None:
        """Draw parts that many pages share, compiled once a process and held once a document."""
        same = _Same(items)
        if same not in self._frames:
            frame = _frame(same)
            box = " ".join(map(str, FORM_BOX))
            entries = f"/Type /XObject /Subtype /Form /BBox [{box}] /Resources {self._resources} 0 R"
            self._frames[same] = f"frame{len(self._frames)}", self._file.add_stream(frame.stream, entries)
            for font, glyphs in frame.glyphs.items():
                self._glyphs[font] |= glyphs
        self._content.append(f"/{self._frames[same][0]} Do")

    def items(self, items: Sequence[Item]) -> None:
        """Draw ``items``. Raises MissingGlyph."""
        self._content.append(operators(items, self._glyphs))

    def watermark(self, words: str, target: Sheet) -> None:
        """Draw ``words`` large and pale across the face."""
        x, y = centre(target)
        turn = math.radians(DEGREES)
        cos, sin = f"{math.cos(turn):.6f}", f"{math.sin(turn):.6f}"
        self._content.append(f"q /pale gs {cos} {sin} -{sin} {cos} {x * MM:.3f} {-y * MM:.3f} cm")
        self._content += [operators([words_at(words)], self._glyphs), "Q"]

    def end_page(self) -> None:
        """Finish the page."""
        self._content.append("Q")
        stream = self._file.add_stream(deflated("\n".join(self._content).encode("ascii"), _OWN))
        width, height = (f"{part * MM:.4f}" for part in self._size)
        self._kids.append(
            self._file.add(
                f"<< /Type /Page /Parent {self._pages} 0 R /MediaBox [0 0 {width} {height}] "
                f"/Resources {self._resources} 0 R /Contents {stream} 0 R >>"
            )
        )

    def finish(self) -> bytes:
        """Return the document."""
        file = self._file
        fonts = {resource(name): add_font(file, name, glyphs) for name, glyphs in sorted(self._glyphs.items())}
        frames = dict(self._frames.values())
        file.put(
            self._resources,
            f"<< /Font << {_names(fonts)} >> /XObject << {_names(frames)} >> "
            f"/ExtGState << /pale << /Type /ExtGState /ca {ALPHA} >> >> >>",
        )
        kids = " ".join(f"{kid} 0 R" for kid in self._kids)
        file.put(self._pages, f"<< /Type /Pages /Count {len(self._kids)} /Kids [{kids}] >>")
        file.put(self._root, f"<< /Type /Catalog /Pages {self._pages} 0 R >>")
        return file.finish(self._root, self._title)


def _names(numbers: dict[str, int]) -> str:
    return " ".join(f"/{name} {number} 0 R" for name, number in numbers.items())
