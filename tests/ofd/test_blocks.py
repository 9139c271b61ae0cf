"""What holds objects: blocks, layers, templates, composites, annotations."""

from __future__ import annotations

import pytest

from ofdfile import a_page, a_part, a_square, an_ofd

RED, BLUE = (255, 0, 0), (0, 0, 255)


def test_an_invisible_object_is_not_drawn(look):
    assert look(an_ofd(a_square(attributes='Visible="false"'))).blank


def test_objects_in_a_block_are_drawn(look):
    assert look(an_ofd(f"<PageBlock>{a_square()}</PageBlock>")).at(20, 20) == RED


@pytest.mark.parametrize(("order", "colour"), [("Background", RED), ("Foreground", BLUE)])
def test_a_template_lies_under_or_over(look, order, colour):
    data = an_ofd(
        a_square(),
        common='<TemplatePage ID="40" BaseLoc="TPLS/Tpl_0/Content.xml"/>',
        page=f'<Template TemplateID="40" ZOrder="{order}"/>',
        files={"Doc_0/Tpls/Tpl_0/Content.xml": a_page(a_square("0 0 255"))},
    )

    assert look(data).at(20, 20) == colour


def test_layers_are_laid_by_their_type(look):
    layers = f'<Content><Layer Type="Foreground">{a_square("0 0 255")}</Layer><Layer Type="Background">{a_square()}</Layer></Content>'
    page = a_part("Page", f"<Area><PhysicalBox>0 0 100 60</PhysicalBox></Area>{layers}")

    assert look(an_ofd(files={"Doc_0/Pages/Page_0/Content.xml": page})).at(20, 20) == BLUE


def test_a_page_box_may_begin_elsewhere(look):
    assert look(an_ofd(a_square(), size="10 10 50 40")).ink() == pytest.approx((0, 0, 20, 20), abs=0.15)


UNIT = '<CompositeGraphicUnits><CompositeGraphicUnit ID="50" Width="20" Height="20"><Content>{}</Content></CompositeGraphicUnit></CompositeGraphicUnits>'


def test_a_composite_is_placed_and_transformed(look):
    unit = UNIT.format(a_square(boundary="0 0 20 20"))
    use = '<CompositeObject ID="3" Boundary="40 10 10 10" CTM="0.5 0 0 0.5 0 0" ResourceID="50"/>'

    assert look(an_ofd(use, resources=unit)).ink() == pytest.approx((40, 10, 50, 20), abs=0.15)


def test_the_opacity_of_a_composite_holds_for_its_parts(look):
    unit = UNIT.format(a_square("0 0 0", boundary="0 0 20 20"))
    use = '<CompositeObject ID="3" Boundary="10 10 20 20" Alpha="128" ResourceID="50"/>'

    assert look(an_ofd(use, resources=unit)).at(20, 20)[0] == pytest.approx(127, abs=3)


def annotated(body, attributes=""):
    return an_ofd(
        document="<Annotations>Annots/Annotations.xml</Annotations>",
        files={
            "Doc_0/Annots/Annotations.xml": a_part(
                "Annotations", '<Page PageID="9"><FileLoc>Page_0/Annotation.xml</FileLoc></Page>'
            ),
            "Doc_0/Annots/Page_0/Annotation.xml": a_part(
                "PageAnnot",
                f'<Annot Type="Watermark" {attributes}><Appearance Boundary="30 5 20 20">{body}</Appearance></Annot>',
            ),
        },
    )


def test_an_annotation_is_drawn_from_the_corner_of_its_appearance(look):
    assert look(annotated(a_square(boundary="2 3 20 20"))).ink() == pytest.approx((32, 8, 52, 28), abs=0.15)


@pytest.mark.parametrize("attributes", ['Visible="false"', 'Print="false"'])
def test_an_annotation_that_is_not_printed_is_left_out(look, attributes):
    assert look(annotated(a_square(boundary="2 3 20 20"), attributes)).blank
