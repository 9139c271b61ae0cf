"""A shipped layout with a site overlay merged over it, compiled once per pair."""

from functools import lru_cache, partial

from fapiao.invoice import Kind
from printing.layout.lines import line_of
from printing.layout.load import for_kind, layout, merge, name_for_kind, raw
from printing.layout.model import Layout
from printing.layout.overlay import Overlay, overlay
from printing.layout.parse import parse
from printing.layout.section import Table


def face_for(kind: Kind, text: str) -> Layout:
    """Return the face of ``kind`` under the overlay ``text``. Raises BadInput for a bad overlay."""
    return for_kind(kind) if not text else applied(name_for_kind(kind), text)


@lru_cache(maxsize=64)
def applied(name: str, text: str) -> Layout:
    """Return the shipped layout ``name`` under the overlay ``text``. Raises BadInput naming file and line."""
    over = overlay(text) if text else Overlay()
    return merged(name, over)


def merged(name: str, over: Overlay) -> Layout:
    """Return the shipped layout ``name`` with ``over`` merged over it. Raises BadInput naming file and line."""
    if not over.applies_to(name):
        return layout(name)
    base = raw(name)
    return parse(over.file, merge(base, _fitting(over.table, base)), partial(line_of, over.text))


def _fitting(table: Table, base: Table) -> Table:
    """Return the part of an overlay that ``base`` knows, with each ``size`` as the sizes that are tried from it down."""
    fields = {name: part for name, part in table.get("field", {}).items() if name in base["field"]}
    styles = {
        name: _sized(part, base["style"][name]["sizes"])
        for name, part in table.get("style", {}).items()
        if name in base["style"]
    }
    return {"field": fields, "style": styles, **({"roll": table["roll"]} if "roll" in table else {})}


def _sized(part: Table, sizes: list[float]) -> Table:
    if "size" not in part:
        return part
    rest = {key: value for key, value in part.items() if key != "size"}
    return {**rest, "sizes": [part["size"], *(size for size in sizes if size < part["size"])]}
