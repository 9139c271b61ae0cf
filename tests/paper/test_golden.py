"""Every face on every paper looks as a person approved it, drawn by pdfium and by poppler.

The approved pictures lie in ``approved/``: 60 dpi, grey. After a wanted change, look at each page and run this file with
``APPROVE=1``.
"""

from __future__ import annotations

import io
import os
import subprocess
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from everyface import FACES, STOCK
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob
from printing.layout.display import Code
from printing.layout.lay import lay

APPROVED = Path(__file__).parent / "approved"
DPI = 60
TILE = 6
"""Pixels along the edge of a tile: 2.5 mm, half the height of a row."""
PDFIUM, POPPLER = 8, 48
"""How much the mean grey of a tile may differ. A line of text that is gone differs by 60 and more."""
CASES = [(name, Paper.A4_UPPER) for name in FACES] + [(name, Paper.FORM) for name in STOCK]
CASES += [(name, paper) for name in ("digital", "electronic", "rail") for paper in (Paper.A4_LOWER, Paper.A5)]


def by_pdfium(data):
    return [page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in pypdfium2.PdfDocument(data)]


def by_poppler(data):
    pictures = subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-"], input=data, capture_output=True, check=True
    ).stdout
    stream, found = io.BytesIO(pictures), []
    while stream.tell() < len(pictures):
        header = stream.readline() + stream.readline()
        width, height = map(int, header.split()[1:3])
        stream.readline()
        found.append(Image.frombytes("L", (width, height), stream.read(width * height)))
    return found


def names_of(name, paper, count):
    return [f"{name}-{paper.value}-{n}.png" for n in range(1, count + 1)]


def tiles(picture):
    return picture.resize((-(-picture.width // TILE), -(-picture.height // TILE)), Image.Resampling.BOX)


def worst(picture, approved):
    """Return by how much the tile that differs most does."""
    size = min(picture.width, approved.width), min(picture.height, approved.height)
    assert abs(picture.width - approved.width) + abs(picture.height - approved.height) <= 2
    one, other = (tiles(each.crop((0, 0, *size))) for each in (picture, approved))
    return ImageChops.difference(one, other).getextrema()[1]


def symbol_of(laid):
    """Return the QR symbol's place in pixels; where its modules are as large as a pixel, no two programs agree."""
    found = [item for item in laid.page.own if isinstance(item, Code)]
    if not found:
        return (0, 0, 0, 0)
    x, y, size = laid.placement.x + found[0].x, laid.placement.y + found[0].y, found[0].size
    return tuple(round(edge * DPI / 25.4) for edge in (x - 1, y - 1, x + size + 1, y + size + 1))


def blanked(picture, box):
    without = picture.copy()
    without.paste(255, box)
    return without


def approve(picture, file):
    APPROVED.mkdir(exist_ok=True)
    picture.point(lambda grey: (grey + 8) // 17 * 17).save(file, optimize=True)


@pytest.mark.needs("poppler")
@pytest.mark.parametrize(("name", "paper"), CASES)
def test_the_page_looks_as_approved(renderer, mark, name, paper):
    job = FaceJob(FACES[name], paper, mark)
    data = renderer.render(job).data
    drawn = by_pdfium(data)
    files = [APPROVED / file for file in names_of(name, paper, len(drawn))]
    if os.environ.get("APPROVE"):
        for picture, file in zip(drawn, files, strict=True):
            approve(picture, file)

    approved = [Image.open(file).convert("L") for file in files]
    pairs = [pair for pictures in (drawn, by_poppler(data)) for pair in zip(pictures, approved, strict=True)]

    limits = [PDFIUM] * len(files) + [POPPLER] * len(files)
    symbols = [symbol_of(laid) for laid in lay(job)] * 2
    found = [worst(*map(partial(blanked, box=box), pair)) for pair, box in zip(pairs, symbols, strict=True)]
    assert [(w, limit) for w, limit in zip(found, limits, strict=True) if w > limit] == []


def test_no_approved_picture_is_left_over():
    wanted = {f"{name}-{paper.value}" for name, paper in CASES}

    assert {file.stem.rsplit("-", 1)[0] for file in APPROVED.glob("*.png")} == wanted


def test_a_text_that_is_gone_is_seen():
    page = Image.open(APPROVED / "digital-a4-upper-1.png").convert("L")
    without = page.copy()
    without.paste(255, (25, 75, 130, 88))

    assert worst(without, page) > POPPLER
