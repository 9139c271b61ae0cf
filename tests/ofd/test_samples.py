"""Every sample OFD is drawn whole: its size, its fields, its QR symbol, its seal, alike in two renderers."""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from printing.ofd.face import draw, face

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
EXPECTED = {
    Path(facts["file"]).stem: facts
    for facts in json.loads((SAMPLES / "expected.json").read_text())["files"]
    if facts["file"].startswith("ofd/")
}
NAMES = sorted(EXPECTED)
LIST = "2020-电子普票-100行销货清单"
ALTERED = "2020-电子普票-已篡改"
MM = 72 / 25.4
SEALS = dict.fromkeys(NAMES, (90, 8, 30, 20)) | {"2022-电子普票-财政部XBRL": (87, 4, 34, 26)}
"""Where each file's stamp stands: x, y, width, height."""


@functools.cache
def drawn(name):
    return draw((SAMPLES / "ofd" / f"{name}.ofd").read_bytes())


def page(name, number=0):
    return pypdfium2.PdfDocument(drawn(name).pdf)[number]


def text_of(name, number=0):
    return page(name, number).get_textpage().get_text_bounded()


def squeezed(text):
    return "".join(text.split())


def fields(name):
    facts = EXPECTED[name]
    year, month, day = facts["date"].split("-")
    return {
        "number": facts["number"],
        "code": facts["code"],
        "date": f"{year}年{month}月{day}日",
        "buyer": facts["buyer"]["name"],
        "buyer tax id": facts["buyer"]["tax_id"],
        "seller": facts["seller"]["name"],
        "seller tax id": facts["seller"]["tax_id"],
        "words": facts["gross_cn"],
        "issuer": facts["drawer"],
        "check code": facts["check_code"],
        "machine": facts.get("machine_no", ""),
        "remark": squeezed(facts.get("remark", "")),
    }


def test_every_sample_is_expected():
    assert sorted(path.stem for path in (SAMPLES / "ofd").iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_sample_is_left_out(name):
    assert (drawn(name).unknown, drawn(name).pages) == ((), EXPECTED[name].get("pages", 1))


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_have_the_size_of_the_file(name):
    sizes = [(210, 140)] + [(210, 297)] * (drawn(name).pages - 1)

    found = [page(name, n).get_size() for n in range(drawn(name).pages)]

    assert [(w / MM, h / MM) for w, h in found] == [pytest.approx(size, abs=0.01) for size in sizes]


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_are_read_from_the_page(name):
    text = squeezed(text_of(name))

    assert {label: value for label, value in fields(name).items() if value not in text} == {}


@pytest.mark.parametrize("name", [name for name in NAMES if name != ALTERED])
def test_the_amounts_are_read_from_the_page_without_a_gap(name):
    text = text_of(name)

    amounts = [EXPECTED[name][key] for key in ("net", "tax", "gross")]
    assert [a for a in amounts if not re.search(rf"(?<![\d.]){re.escape(a)}(?![\d.])", text)] == []


def test_an_altered_page_shows_what_the_page_says_and_not_the_data():
    text = squeezed(text_of(ALTERED))

    assert ("¥918.00" in text, "¥318.00" in text) == (True, False)


def test_all_lines_of_a_list_are_on_its_pages():
    rows = [row for n in range(1, 5) for row in re.findall(r"(?m)^(\d+) \*餐饮服务\*餐费", text_of(LIST, n))]

    assert rows == [str(n) for n in range(1, 101)]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("name", [name for name in NAMES if EXPECTED[name]["qr"]])
def test_the_symbol_decodes_as_pdfium_draws_it(name, dpi):
    picture = page(name).render(scale=dpi / 72).to_pil()

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [EXPECTED[name]["qr"]]


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("name", [name for name in NAMES if EXPECTED[name]["qr"]])
def test_the_symbol_decodes_as_poppler_draws_it(name, by_poppler):
    picture = by_poppler(drawn(name).pdf, 203)[0]

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [EXPECTED[name]["qr"]]


def red_pixels(picture, box, scale):
    x, y, width, height = (round(edge * scale) for edge in box)
    pixels = picture.crop((x, y, x + width, y + height)).convert("RGB").getcolors(1 << 24)
    return sum(count for count, (r, g, b) in pixels if r > 180 and g < 90 and b < 90)


@pytest.mark.parametrize("name", NAMES)
def test_the_seal_stands_where_the_file_puts_it(name):
    picture = page(name).render(scale=10 * 25.4 / 72).to_pil().convert("RGB")

    x, y, width, height = SEALS[name]
    inside = red_pixels(picture, SEALS[name], 10)
    around = red_pixels(picture, (x - 5, y - 3, width + 10, height + 6), 10)
    assert (inside > 3000, around - inside) == (True, 0)


@pytest.mark.parametrize("name", NAMES)
def test_the_title_under_the_seal_stays_readable(name):
    picture = page(name).render(scale=10 * 25.4 / 72).to_pil().convert("RGB")

    x, y, width, height = (edge * 10 for edge in SEALS[name])
    dark = sum(
        count
        for count, (r, g, b) in picture.crop((x, y, x + width, y + height)).getcolors(1 << 24)
        if 90 < r < 175 and g < 110 and b < 60
    )
    assert dark > 1500


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("name", NAMES)
def test_two_renderers_agree(name, by_poppler):
    pictures = by_poppler(drawn(name).pdf, 200)

    # One pixel for two millimetres: where a renderer puts the edge of a stroke no longer matters, what it left out does.
    worst = 0
    for number, other in enumerate(pictures):
        ours = page(name, number).render(scale=200 / 72).to_pil()
        size = tuple(round(edge / MM / 2) for edge in page(name, number).get_size())
        ours, theirs = (p.convert("L").resize(size, Image.Resampling.BOX) for p in (ours, other))
        worst = max(worst, ImageChops.difference(ours, theirs).getextrema()[1])
    assert (len(pictures), worst < 30) == (drawn(name).pages, True)


def test_the_circled_cross_of_2024_is_open(look, samples):
    seen = look((samples / "ofd" / "2024-数电专票.ofd").read_bytes())

    # Inside the circle, beside both strokes of the cross.
    assert [seen.at(57.95 + 2.49 + dx, 97 + 2.49 + dy) for dx, dy in ((1.3, 0), (-1.3, 0), (0, 1.3), (0, -1.3))] == [
        (255, 255, 255)
    ] * 4


def test_the_count_of_downloads_stands_upright_beside_the_frame(samples):
    found = page("2024-数电专票")
    search = found.get_textpage()
    index, _ = search.search("下载次数").get_next()

    centres = [
        ((b[0] + b[2]) / 2 / MM, 140 - (b[1] + b[3]) / 2 / MM) for b in map(search.get_charbox, range(index, index + 4))
    ]

    assert all(206.4 < x < 209.8 for x, _ in centres)
    assert [y for _, y in centres] == sorted(y for _, y in centres)
    assert centres[3][1] - centres[0][1] == pytest.approx(3 * 3.175, abs=0.3)


def test_text_that_lies_beside_the_page_is_left_out():
    assert squeezed(text_of("2024-数电专票")).count("样例开票员") == 1


@pytest.mark.parametrize("name", NAMES)
def test_vertical_captions_stand_above_each_other(name):
    search = page(name).get_textpage()
    xs = []
    for words in ("购", "买", "方"):
        index, _ = search.search(words).get_next()
        left, bottom, right, top = search.get_charbox(index)
        xs.append(((left + right) / 2 / MM, 140 - (bottom + top) / 2 / MM))

    assert max(x for x, _ in xs) - min(x for x, _ in xs) < 0.4
    assert [y for _, y in xs] == sorted(y for _, y in xs)


def test_the_same_file_gives_the_same_bytes_in_every_process():
    code = (
        "import sys, hashlib; from printing.ofd.face import face;"
        "print(hashlib.sha256(face(open(sys.argv[1], 'rb').read())).hexdigest())"
    )
    file = SAMPLES / "ofd" / "2024-数电专票-同01.ofd"

    hashes = {
        subprocess.run(
            [sys.executable, "-c", before + code, str(file)],
            check=True,
            capture_output=True,
            timeout=300,
            cwd=SAMPLES.parent.parent,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed, before in (("1", ""), ("2", "import printing.pdf.pages;"))
    }

    assert len(hashes) == 1
    assert face(file.read_bytes())
