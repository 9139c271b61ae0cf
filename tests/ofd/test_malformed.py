"""Damaged, hostile and odd packages: an UnreadableFile in words, never another error, never much work."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fapiao.errors import FaceError, UnreadableFile
from ofd.limits import MEMBERS
from ofdfile import SAMPLES, a_part, a_path, a_square, a_text, an_ofd, members_of, packed, unpacked
from printing.fonts.faces import path as font_file
from printing.ofd import limits
from printing.ofd.face import draw
from printing.ofd.limits import PAGES, PIXELS

FILES = sorted((SAMPLES / "ofd").glob("*.ofd"))
SMALL = SAMPLES / "ofd" / "2020-电子普票-已签章完整.ofd"
BAD = sorted(path for path in (SAMPLES / "bad").glob("*.ofd"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_bad_samples_are_refused(path):
    with pytest.raises(UnreadableFile):
        draw(path.read_bytes())


def missing(name):
    members = members_of(a_square())
    del members[name]
    return packed(members)


def replaced(name, data):
    return packed(members_of(a_square()) | {name: data})


CONTENT = "Doc_0/Pages/Page_0/Content.xml"
PAGE = '<Page BaseLoc="Pages/Page_0/Content.xml"/>'
MANY_PAGES = f"<Pages>{PAGE * (PAGES + 1)}</Pages>"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"%PDF-1.7",
        packed({}),
        packed({"OFD.xml": b""}),
        packed({"OFD.xml": a_part("OFD", "")}),
        missing("Doc_0/Document.xml"),
        missing("Doc_0/Res.xml"),
        missing(CONTENT),
        replaced(CONTENT, b"<Page>"),
        replaced(CONTENT, b""),
        replaced(CONTENT, b'<!DOCTYPE a [<!ENTITY b "c">]><Page>&b;</Page>'),
        replaced(CONTENT, b"<a>" * 200 + b"</a>" * 200),
        replaced(CONTENT, b"\xff\xfe\x00"),
        replaced("Doc_0/Document.xml", a_part("Document", "<Pages/>")),
        replaced("Doc_0/Document.xml", a_part("Document", MANY_PAGES)),
        an_ofd(size="0 0 0 10"),
        an_ofd(size="0 0 9999 10"),
        an_ofd(size="0 0 10"),
        an_ofd(size="nan nan nan nan"),
        an_ofd(a_text("票", code='X="x" Y="0"')),
        an_ofd(a_text("票票", code='X="0" Y="0" DeltaX="g"')),
        an_ofd(a_path("M 0")),
        an_ofd(a_path("M 0 0 L 1 1", 'CTM="1 0 0"')),
        an_ofd(a_path("M 0 0 L 1 1", 'LineWidth="thick"')),
        an_ofd(a_square("a b c")),
        an_ofd(a_square(boundary="1 2 3")),
        packed(members_of(a_square()) | {"../evil": b""}),
        packed(members_of(a_square()) | {"/etc/passwd": b""}),
        packed(members_of(a_square()) | {"C:/evil": b""}),
        packed({f"m{n}": b"" for n in range(MEMBERS + 1)}),
    ],
)  # fmt: skip
def test_what_is_no_usable_ofd_is_refused(data):
    with pytest.raises(UnreadableFile) as caught:
        draw(data)

    assert caught.value.cure


def test_two_members_of_one_name_are_refused():
    data = packed(members_of() | {"OFD.xmm": b"<OFD/>"}).replace(b"OFD.xmm", b"OFD.xml")

    with pytest.raises(UnreadableFile, match="重名"):
        draw(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members_of().items():
            archive.writestr(name, data)

    with pytest.raises(UnreadableFile):
        draw(out.getvalue())


def nested(levels, each):
    """Composites that draw the one below ``each`` times."""
    use = '<CompositeObject ID="1" Boundary="0 0 10 10" ResourceID="{}"/>'
    units = "".join(
        f'<CompositeGraphicUnit ID="u{n}"><Content>{use.format(f"u{n + 1}") * each}</Content></CompositeGraphicUnit>'
        for n in range(levels)
    )
    last = f'<CompositeGraphicUnit ID="u{levels}"><Content>{a_square()}</Content></CompositeGraphicUnit>'
    return an_ofd(use.format("u0"), resources=f"<CompositeGraphicUnits>{units}{last}</CompositeGraphicUnits>")


@pytest.mark.parametrize(("levels", "each"), [(5, 40), (30, 1)])
def test_composites_that_multiply_or_sink_are_refused(levels, each, monkeypatch):
    monkeypatch.setattr(limits, "OBJECTS", 3000)

    with pytest.raises(UnreadableFile):
        draw(nested(levels, each))


def test_a_composite_that_draws_itself_is_refused():
    use = '<CompositeObject ID="1" Boundary="0 0 10 10" ResourceID="u"/>'
    unit = f'<CompositeGraphicUnits><CompositeGraphicUnit ID="u"><Content>{use}</Content></CompositeGraphicUnit></CompositeGraphicUnits>'

    with pytest.raises(UnreadableFile):
        draw(an_ofd(use, resources=unit))


def test_a_run_of_a_million_distances_is_as_long_as_its_text():
    assert draw(an_ofd(a_text("票票", code='X="0" Y="5" DeltaX="g 1000000 3"'))).pages == 1


def test_a_picture_of_too_many_pixels_is_refused():
    side = int(PIXELS**0.5) + 10
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    resources = '<MultiMedias><MultiMedia ID="7"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias>'

    with pytest.raises(UnreadableFile, match="图像"):
        draw(
            an_ofd(
                '<ImageObject Boundary="0 0 9 9" ResourceID="7"/>',
                resources=resources,
                files={"Doc_0/Res/a.png": out.getvalue()},
            )
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_cut_off_anywhere_is_refused(path):
    data = path.read_bytes()

    for end in range(0, len(data) - 1, max(1, len(data) // 40)):
        with pytest.raises(UnreadableFile):
            draw(data[:end])


def drawn_or_refused(data):
    """Draw, and let only the program's own errors through as an answer."""
    try:
        return draw(data)
    except (UnreadableFile, FaceError):
        return None


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 8))
def test_bytes_changed_in_the_zip(seed, count):
    chance = random.Random(seed)
    data = bytearray(SMALL.read_bytes())
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)

    drawn_or_refused(bytes(data))


@settings(max_examples=120)
@given(st.integers(0, 2**32), st.sampled_from(FILES[1:]), st.integers(1, 12))
def test_bytes_changed_in_the_members(seed, path, count):
    chance = random.Random(seed)
    members = unpacked(path.read_bytes())
    for _ in range(count):
        name = chance.choice(sorted(members))
        data = bytearray(members[name])
        if data:
            data[chance.randrange(len(data))] = chance.choice(b"0 9-.<>/\"'AXgC\x00\xff")
        members[name] = bytes(data)

    drawn_or_refused(packed(members))


@settings(max_examples=120)
@given(st.integers(0, 2**32), st.sampled_from(FILES[1:]))
def test_attributes_changed_in_the_members(seed, path):
    """Values of one attribute put into another keep the XML whole, so that the drawing has to bear them."""
    chance = random.Random(seed)
    members = unpacked(path.read_bytes())
    odd = [
        b"",
        b"-1",
        b"0",
        b"1e6",
        b"1e-9",
        b"999999",
        b"g 3",
        b"true",
        b"#",
        b"0 0 0 0",
        b"1 0 0 1 0 0",
        b"6948",
        b"Round",
    ]
    for _ in range(chance.randrange(1, 8)):
        name = chance.choice([n for n in sorted(members) if n.endswith("Content.xml") or "Res.xml" in n])
        parts = members[name].split(b'"')
        at = chance.randrange(len(parts) // 2) * 2 + 1
        parts[at] = chance.choice([*odd, chance.choice(parts[1::2])])
        members[name] = b'"'.join(parts)

    drawn_or_refused(packed(members))


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_bytes_changed_in_an_embedded_font(seed):
    chance = random.Random(seed)
    font = bytearray(Path(font_file("mono")).read_bytes())
    for _ in range(chance.randrange(1, 30)):
        font[chance.randrange(chance.choice([400, len(font)]))] = chance.randrange(256)
    resources = '<Fonts><Font ID="70" FontName="x"><FontFile>f.ttf</FontFile></Font></Fonts>'

    drawn_or_refused(
        an_ofd(a_text("AB91", 'Font="70" Size="9"'), resources=resources, files={"Doc_0/Res/f.ttf": bytes(font)})
    )
