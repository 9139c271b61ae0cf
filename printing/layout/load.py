"""The layout files that ship, found by name or kind, merged over their base. Raises BadInput."""

import tomllib
from functools import cache
from importlib.resources import files

from fapiao.errors import BadInput
from fapiao.invoice import Kind
from fapiao.said import say
from printing.layout.model import Layout
from printing.layout.parse import parse
from printing.layout.section import Table

FACES = ("digital", "electronic", "paper", "roll", "rail", "air")
"""The faces that ship, by file name; each says for which kinds it stands."""
FORM, GOODS = "form", "goods"
"""Values for pre-printed stock, and the list of goods that follows a face (销货清单)."""


def merge(base: Table, over: Table) -> Table:
    """Return ``over`` merged over ``base``: tables merge, scalars and arrays replace."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return merged


@cache
def raw(name: str) -> Table:
    """Return the table of the shipped layout ``name``, merged over its base; not to be changed."""
    try:
        table = tomllib.loads(files("printing.layout").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadInput(
            say("版式文件 {name}.toml 读不了：{error}", name=name, error=str(error)), say("请恢复自带的版式文件")
        ) from error
    return base_of(table)


def base_of(table: Table) -> Table:
    """Return ``table`` merged over the base that it names."""
    head = dict(table["layout"]) if isinstance(table.get("layout"), dict) else {}
    base = head.pop("base", "")
    if not base:
        return table
    if base not in (*FACES, FORM, GOODS):
        raise BadInput(say("没有版式“{base}”", base=base), say("请改正 layout.base"))
    return merge(raw(base), {**table, "layout": head})


@cache
def layout(name: str) -> Layout:
    """Return the shipped layout ``name``."""
    return parse(f"{name}.toml", raw(name))


@cache
def for_kind(kind: Kind) -> Layout:
    """Return the face on which invoices of ``kind`` are typeset."""
    return layout(name_for_kind(kind))


@cache
def name_for_kind(kind: Kind) -> str:
    """Return the name of the layout of ``kind``."""
    return next(name for name in FACES if kind.value in layout(name).kinds)
