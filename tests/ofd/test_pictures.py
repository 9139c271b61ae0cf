"""Pictures of every format where their matrix puts them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from ofdfile import a_jbig2, a_square, an_ofd

RED, BLUE, BLACK, WHITE = (255, 0, 0), (0, 0, 255), (0, 0, 0), (255, 255, 255)


def png(colour, size=(8, 8), mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def image(attributes="", boundary="20 10 40 20", resource="7", ctm='CTM="40 0 0 20 0 0"'):
    return f'<ImageObject ID="4" Boundary="{boundary}" {ctm} ResourceID="{resource}" {attributes}/>'


def media(number="7", name="a.png"):
    return (
        f'<MultiMedias><MultiMedia ID="{number}" Type="Image"><MediaFile>{name}</MediaFile></MultiMedia></MultiMedias>'
    )


def test_a_picture_fills_its_matrix(look):
    seen = look(an_ofd(image(), resources=media(), files={"Doc_0/Res/a.png": png(RED)}))

    assert (seen.at(40, 20), seen.ink()) == (RED, pytest.approx((20, 10, 60, 30), abs=0.15))


def test_a_picture_without_a_matrix_fills_its_boundary(look):
    seen = look(an_ofd(image(ctm=""), resources=media(), files={"Doc_0/Res/a.png": png(RED)}))

    assert seen.ink() == pytest.approx((20, 10, 60, 30), abs=0.15)


def test_the_top_of_a_picture_is_up(look):
    picture = Image.new("RGB", (2, 2), RED)
    picture.putpixel((0, 0), BLUE)
    out = io.BytesIO()
    picture.save(out, "PNG")

    seen = look(an_ofd(image(), resources=media(), files={"Doc_0/Res/a.png": out.getvalue()}))

    assert (seen.at(24, 12), seen.at(24, 28), seen.at(56, 12)) == (BLUE, RED, RED)


@pytest.mark.parametrize("place", ["Doc_0/Res/A.PNG", "Doc_0/a.png", "Res/a.png", "a.png"])
def test_a_picture_is_found_wherever_writers_put_it(look, place):
    assert not look(an_ofd(image(), resources=media(), files={place: png(RED)})).blank


@pytest.mark.parametrize("kind", ["JPEG", "BMP", "GIF"])
def test_other_formats(look, kind):
    out = io.BytesIO()
    Image.new("RGB", (16, 16), RED).save(out, kind)

    r, g, b = look(an_ofd(image(), resources=media(), files={"Doc_0/Res/a.png": out.getvalue()})).at(40, 20)

    assert (r > 240, g < 20, b < 20) == (True, True, True)


def test_what_is_transparent_in_a_picture_shows_the_page(look):
    data = an_ofd(
        a_square("0 0 255", boundary="20 10 20 20") + image(),
        resources=media(),
        files={"Doc_0/Res/a.png": png((255, 0, 0, 0), mode="RGBA")},
    )

    assert look(data).at(30, 20) == BLUE


def test_a_mask_hides_what_is_black_in_it(look):
    mask = Image.new("L", (2, 1), 255)
    mask.putpixel((0, 0), 0)
    out = io.BytesIO()
    mask.save(out, "PNG")
    data = an_ofd(
        image('ImageMask="77"'),
        resources=media() + media("77", "m.png"),
        files={"Doc_0/Res/a.png": png(RED, (2, 1)), "Doc_0/Res/m.png": out.getvalue()},
    )

    seen = look(data)

    assert (seen.at(25, 20), seen.at(55, 20)) == (WHITE, RED)


def test_a_jbig2_picture(look):
    black_left = Image.new("1", (40, 40), 255)
    black_left.paste(0, (0, 0, 20, 40))

    seen = look(an_ofd(image(), resources=media(name="a.jb2"), files={"Doc_0/Res/a.jb2": a_jbig2(black_left)}))

    assert (seen.at(30, 20), seen.at(50, 20)) == (BLACK, WHITE)
