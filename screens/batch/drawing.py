"""A batch's model drawn: what stands above its lines, and the two rows below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.said import say
from fapiao.usecases.batch.check import Standing
from screens.batch.cells import head, sentence
from screens.batch.head import progress_lines, question_lines, reason_line, state_line, unknown_line
from screens.widgets.cells import wrap
from screens.widgets.lines import content

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.batch import BatchLine
    from screens.batch.model import BatchModel


def top(model: BatchModel, printer: tuple[str, bool], cells: int) -> tuple[Content, Content, Content]:
    """Return how the batch stands, its reasons, and the heads of the columns."""
    columns = content(("  " + head(cells - 2), "dim"))
    if model.batch is None:
        return content(say("  新的一批"), (say("   从第一张起就保存为草稿"), "dim")), content(""), columns
    standings = model.standings
    reasons = reason_line(model.batch, model.offered, asks=bool(standings[Standing.REASON]))
    return state_line(model.batch, model.lines, standings, printer, cells), reasons, columns


def facts(model: BatchModel, selected: BatchLine | None, cells: int) -> list[Content | str]:
    """Return progress while it runs, then what is asked, else the selected line: two rows in all."""
    if model.progress is not None:
        return [*progress_lines(model.progress, cells)]
    if model.unknown is not None:
        return [*unknown_line(model.unknown)]
    if model.asked:
        return [*question_lines(len(model.asked), model.unseen_by_others, model.place, cells)]
    known = sentence(selected, model.checked.get(selected.full_no)) if selected else ""
    rows = wrap(known or (model.batch.note if model.batch else ""), cells - 4)[:2]
    return [*(content("  ", text) for text in rows), *[""] * (2 - len(rows))]
