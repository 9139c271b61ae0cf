"""One paper: previewed, printed, answered."""

from __future__ import annotations

from fapiao.cases.bound import Room, ask, case
from fapiao.usecases.paper.check_face import check_face
from fapiao.usecases.paper.page_view import draw_pages, page_in_cells, page_png, shows_pages
from fapiao.usecases.paper.preview import face_in_cells, preview, sample_job, thumbnail
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.paper.settle import answer, last_place, override, set_place
from fapiao.usecases.paper.spare import spare_order


class PaperCases(Room):
    """What is done with one paper."""

    reprint = case(reprint)
    check_face = case(check_face)
    answer = case(answer)
    set_place = case(set_place)
    override = case(override)
    preview = case(preview)
    shows_pages = case(shows_pages)
    draw_pages = case(draw_pages)
    page_in_cells = ask(page_in_cells)
    page_png = ask(page_png)
    thumbnail = case(thumbnail)
    sample_job = case(sample_job)
    face_in_cells = ask(face_in_cells)
    spare_order = ask(spare_order)
    last_place = ask(last_place)
    recover = ask(recover)
