"""Drawn pages as pictures, measured in millimetres."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from printing.ofd.face import draw

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PER_MM = 10


class Look:
    """One page as pdfium shows it, 10 pixels a millimetre."""

    def __init__(self, pdf: bytes, page: int = 0) -> None:
        self._page = pypdfium2.PdfDocument(pdf)[page]
        self.picture: Image.Image = self._page.render(scale=PER_MM * 25.4 / 72).to_pil().convert("RGB")
        self.text: str = self._page.get_textpage().get_text_bounded()

    def at(self, x: float, y: float) -> tuple[int, int, int]:
        """Return the colour at a place in millimetres."""
        return self.picture.getpixel((round(x * PER_MM), round(y * PER_MM)))  # type: ignore[return-value]

    def ink(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of all that is not white, in millimetres."""
        grey = self.picture.convert("L").point(lambda v: 255 if v < 200 else 0)
        box = grey.getbbox()
        assert box is not None, "the page is blank"
        return tuple(edge / PER_MM for edge in box)  # type: ignore[return-value]

    @property
    def blank(self) -> bool:
        """True where nothing was drawn."""
        return self.picture.convert("L").getextrema() == (255, 255)


@pytest.fixture(scope="session")
def samples() -> Path:
    return SAMPLES


@pytest.fixture(scope="session")
def look() -> Callable[..., Look]:
    """Draw an OFD that holds nothing unknown; return what its page looks like."""

    def seen(data: bytes, page: int = 0) -> Look:
        drawn = draw(data)
        assert drawn.unknown == ()
        return Look(drawn.pdf, page)

    return seen


@pytest.fixture(scope="session")
def by_poppler(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Image.Image]]:
    """Render all pages of a PDF by poppler."""

    def rendered(pdf: bytes, dpi: int) -> list[Image.Image]:
        folder = tmp_path_factory.mktemp("poppler")
        (folder / "in.pdf").write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", folder / "in.pdf", folder / "p"], check=True, timeout=300)
        return [Image.open(page).convert("RGB") for page in sorted(folder.glob("p*.png"))]

    return rendered
