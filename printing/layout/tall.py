"""A face grown to a whole sheet: the item area becomes longer, everything below it moves down."""

from dataclasses import replace
from functools import lru_cache

from printing.layout.model import Caption, Layout, Point, Put, Stroke


@lru_cache(maxsize=64)
def tall(layout: Layout, height: float) -> Layout:
    """Return ``layout`` with a page of ``height`` mm. The same object for the same layout, so compiled parts are kept."""
    more = height - layout.size[1]
    fold = layout.table.bottom
    return replace(
        layout,
        size=(layout.size[0], height),
        strokes=tuple(_stroke(stroke, fold, more) for stroke in layout.strokes),
        captions=tuple(_caption(caption, fold, more) for caption in layout.captions),
        puts=tuple(_put(put, fold, more) for put in layout.puts),
        cross=(layout.cross[0], _down(layout.cross[1], fold, more), layout.cross[2]) if layout.cross else None,
        table=replace(
            layout.table,
            bottom=fold + more,
            sum_y=layout.table.sum_y + more,
        ),
    )


def _down(y: float, fold: float, more: float) -> float:
    return y + more if y >= fold else y


def _point(point: Point | None, fold: float, more: float) -> Point | None:
    return (point[0], _down(point[1], fold, more)) if point else None


def _stroke(stroke: Stroke, fold: float, more: float) -> Stroke:
    return replace(stroke, y1=_down(stroke.y1, fold, more), y2=_down(stroke.y2, fold, more))


def _caption(caption: Caption, fold: float, more: float) -> Caption:
    return replace(caption, at=(caption.at[0], _down(caption.at[1], fold, more)))


def _put(put: Put, fold: float, more: float) -> Put:
    return replace(put, at=_point(put.at, fold, more), label_at=_point(put.label_at, fold, more))
