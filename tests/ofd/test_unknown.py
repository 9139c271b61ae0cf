"""What is not drawn is said, and a face that would leave it out is refused."""

from __future__ import annotations

import pytest

from fapiao.errors import FaceError
from ofdfile import a_page, a_part, a_path, a_square, a_text, an_ofd, packed, unpacked
from printing.ofd.face import draw, face

IMAGE = '<ImageObject ID="4" Boundary="0 0 1 1" ResourceID="7"/>'


@pytest.mark.parametrize(
    ("objects", "words"),
    [
        ('<VideoObject ID="1"/>', ["图元 VideoObject"]),
        (a_square(attributes='Shadow="3"'), ["PathObject@Shadow"]),
        (a_square(extra="<Border/>"), ["PathObject/Border"]),
        (a_text("票", 'Font="1" Size="5" Underline="true"'), ["TextObject@Underline"]),
        (a_text("票", code='X="0" Y="5" Kerning="1"'), ["TextCode@Kerning"]),
        (a_text("票", 'Font="1" Size="5" CharDirection="45"'), ["CharDirection 45"]),
        (
            a_text("票", extra='<CGTransform CodeCount="2"><Glyphs>5</Glyphs></CGTransform>'),
            ["CGTransform（字数与字形数不同）"],
        ),
        (a_path("M 0 0 T 5 5"), ["路径命令 T"]),
        (a_path("M 0 0 L 5 5", 'Rule="Odd"'), ["填充规则 Odd"]),
        (a_path("M 0 0 L 5 5", 'Join="Beveled"'), ["Join Beveled"]),
        (a_square(attributes='BlendMode="Luminous"'), ["混合模式 Luminous"]),
        (a_path("M 0 0 L 5 5", 'Fill="true"', "<FillColor><Pattern/></FillColor>"), ["FillColor/Pattern"]),
        (a_path("M 0 0 L 5 5", "", "<StrokeColor><RadialShd/></StrokeColor>"), ["StrokeColor/RadialShd"]),
        (a_square(extra="<Clips><Clip><Area><Text/></Area></Clip></Clips>"), ["裁剪 Text"]),
        (IMAGE, ["图像 7（文件里没有）"]),
        ('<CompositeObject ID="4" Boundary="0 0 1 1" ResourceID="7"/>', ["复合图元 7（文件里没有）"]),
        ("<VideoObject/><VideoObject/><Chart/>", ["图元 VideoObject", "图元 Chart"]),
    ],
)
def test_an_unknown_construct_is_named(objects, words):
    assert draw(an_ofd(objects)).unknown == tuple(words)


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"page": '<Template TemplateID="77"/>'}, "模板 77（文件里没有）"),
        ({"page": "<Overlay/>"}, "页面元素 Overlay"),
        (
            {
                "page": '<Template TemplateID="4"/>',
                "common": '<TemplatePage ID="4" BaseLoc="t.xml"/>',
                "files": {"Doc_0/t.xml": a_page("<Chart/>")},
            },
            "图元 Chart",
        ),
        (
            {
                "layer": 'DrawParam="1"',
                "resources": '<DrawParams><DrawParam ID="1" Relative="2"/><DrawParam ID="2" Relative="1"/></DrawParams>',
            },
            "循环的绘制参数",
        ),
        (
            {"files": {"OFD.xml": a_part("OFD", "<DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody><DocBody/>")}},
            "多个文档",
        ),
    ],
)
def test_so_is_one_around_the_objects(parts, word):
    assert draw(an_ofd(a_square(), **parts)).unknown == (word,)


def test_foreign_attributes_actions_and_names_change_no_drawing():
    objects = a_square(attributes='Name="x" Tag="y" xmlns:v="urn:v" v:x="1"', extra="<Actions><Action/></Actions>")

    assert draw(an_ofd(objects)).unknown == ()


def test_a_face_with_unknown_parts_is_refused_and_says_which():
    with pytest.raises(FaceError, match="VideoObject") as caught:
        face(an_ofd("<VideoObject/>"))

    assert "重新排版" in caught.value.cure


def test_a_sample_whose_construct_is_altered_is_refused(samples):
    members = unpacked((samples / "ofd" / "2024-数电专票.ofd").read_bytes())
    page = "Doc_0/Pages/Page_0/Content.xml"
    members[page] = members[page].replace(b"ofd:PathObject", b"ofd:SplineObject")

    with pytest.raises(FaceError, match="图元 SplineObject"):
        face(packed(members))


def test_the_words_are_clean_short_and_few():
    objects = "".join(f"<X{n}{'y' * 200}/>" for n in range(100))

    words = draw(an_ofd(objects)).unknown

    assert (len(words), max(map(len, words))) == (40, 40)
