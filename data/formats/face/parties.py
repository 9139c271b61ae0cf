"""Buyer and seller on a face: side by side on a 数电票, one above the other on older ones, in boxes on others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.formats.values import party
from fapiao.invoice import Party

if TYPE_CHECKING:
    from data.formats.face.rows import Found, Page
    from data.formats.face.runs import Run

_TAX_ID = re.compile(r"[0-9A-Za-z]{15,20}")
_WITHIN = 30.0
"""Millimetres below a name within which the facts of the same party stand."""


def parties_of(page: Page) -> tuple[Party, Party]:
    """Return (buyer, seller); empty where the face does not say."""
    buyer = next((f for f in page.labels if f.name == "buyer_name"), None)
    seller = next((f for f in page.labels if f.name == "seller_name"), None)
    names = [f for f in page.labels if f.name == "name"]
    names.sort(key=lambda f: (round(f.label.middle / 3), f.label.x0))
    if buyer is None and seller is None:
        buyer, seller = _by_caption(page, names)
    elif buyer is None and names:
        buyer = names[0]
    elif seller is None and len(names) > 0:
        seller = names[-1]
    heads = [f for f in (buyer, seller, *names) if f is not None]
    return _party(page, buyer, heads), _party(page, seller, heads)


def _by_caption(page: Page, names: list[Found]) -> tuple[Found | None, Found | None]:
    """Return the names of both; where one stands alone, the caption beside it says whose it is."""
    if len(names) > 1:
        return names[0], names[1]
    if not names:
        return None, None
    own = names[0]
    sellers = page.captions.get("seller", [])
    if sellers and any(r.y0 - 4 <= own.label.middle + 8 and abs(r.x1 - own.label.x0) < 10 for r in sellers):
        top = min(r.y0 for r in sellers)
        if own.label.y1 > top - 6 and not any(
            abs(r.middle - own.label.middle) < 8 for r in page.captions.get("buyer", [])
        ):
            return None, own
    return own, None


def _party(page: Page, name: Found | None, heads: list[Found]) -> Party:
    if name is None:
        return Party()
    area = _area(page, name, heads)
    tax = next((f for f in area if f.name == "tax_id"), None)
    return party(
        _whole_name(page, name, tax),
        _tax_id(tax.bare) if tax else "",
        _behind(area, "address"),
        _behind(area, "bank"),
    )


def _area(page: Page, name: Found, heads: list[Found]) -> list[Found]:
    """Return the labels below a name, in its column, before the next name."""
    label = name.label
    left = label.x0 - 12.0
    right = min((h.label.x0 - 3 for h in heads if _is_right(h.label, label)), default=float("inf"))
    below = min((h.label.y0 - 1 for h in heads if _is_below(h.label, label)), default=float("inf"))
    until = min(below, label.y1 + _WITHIN)
    return [f for f in page.labels if left <= f.label.x0 < right and label.y0 - 1 <= f.label.y0 < until]


def _is_right(other: Run, label: Run) -> bool:
    return other.x0 > label.x1 and abs(other.middle - label.middle) < 4


def _is_below(other: Run, label: Run) -> bool:
    return other.y0 > label.y1 and abs(other.x0 - label.x0) < 25


def _whole_name(page: Page, name: Found, tax: Found | None) -> str:
    """Return the name with the lines that go on below or above it, before the line of the tax id."""
    text = "".join(run.text.strip() for run in name.value)
    if tax is None or tax.label.y0 - name.label.y1 < 1.0:
        return text
    left = name.value[0].x0 if name.value else name.label.x1
    taken = {(round(run.x0, 1), round(run.y0, 1)) for run in name.value}
    more = [
        run
        for run in page.runs
        if abs(run.x0 - left) < 3.0
        and name.label.y0 - 4 < run.y0
        and run.y1 < tax.label.y0 + 0.5
        and (round(run.x0, 1), round(run.y0, 1)) not in taken
        and not any(f.label.x0 <= run.x0 <= f.label.x1 and abs(f.label.y0 - run.y0) < 1 for f in page.labels)
        and ":" not in run.text
        and "：" not in run.text
    ]
    above = "".join(r.text.strip() for r in more if r.middle < name.label.middle - 1)
    below = "".join(r.text.strip() for r in sorted(more, key=lambda r: r.y0) if r.middle > name.label.middle - 1)
    return above + text + below


def _tax_id(bare: str) -> str:
    text = re.sub(r"[^0-9A-Za-z]", "", bare)
    match = _TAX_ID.match(text)
    return match[0] if match else text


def _behind(area: list[Found], name: str) -> str:
    return next((f.text for f in area if f.name == name), "")
