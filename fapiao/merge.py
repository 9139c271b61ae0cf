"""One invoice from several files: which fact wins, and where they disagree.

Precedence XML > OFD data > PDF text > QR (docs/command-line.md). Unknown facts are filled from the next source; known
facts that differ are listed, one sentence each, and shown on the verify screen.
"""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import from_words, money
from fapiao.invoice import Invoice, Media, Party
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMPARED = {
    "kind": say("票种"),
    "issued_on": say("开票日期"),
    "net": say("金额"),
    "tax": say("税额"),
    "gross": say("价税合计"),
    "check_code": say("校验码"),
    "red_of": say("被红冲发票号码"),
}
_RANK = {media: rank for rank, media in enumerate(Media)}
_PARTIES = {
    "buyer": {"name": say("购买方名称"), "tax_id": say("购买方税号")},
    "seller": {"name": say("销售方名称"), "tax_id": say("销售方税号")},
}
_IDENTITY = frozenset({"number", "code"})
_FLAGS = frozenset({"voucher_forbidden", "voided"})


def merge(sources: Iterable[tuple[Media, Invoice]]) -> tuple[Invoice, tuple[str, ...]]:
    """Return the merged invoice and the conflicts. All sources must have the same identity."""
    ordered = sorted(sources, key=lambda pair: _RANK[pair[0]])
    merged = ordered[0][1]
    conflicts: list[str] = []
    for index, (media, other) in enumerate(ordered):
        for first, earlier in ordered[:index]:
            conflicts += [s for s in _conflicts(earlier, other, first, media) if s not in conflicts]
        merged = _fill(merged, other)
    return merged, tuple(conflicts)


def _fill(known: Invoice, other: Invoice) -> Invoice:
    """Take from ``other`` what ``known`` does not say."""
    changes: dict[str, object] = {}
    for item in fields(Invoice):
        name = item.name
        mine, theirs = getattr(known, name), getattr(other, name)
        if name in _IDENTITY or mine == theirs:
            continue
        if name in _FLAGS:
            changes[name] = mine or theirs
        elif isinstance(mine, Party):
            changes[name] = _fill_party(mine, theirs)
        elif mine in (None, "", ()):
            changes[name] = theirs
    return replace(known, **changes)  # type: ignore[arg-type]  # names and types come from the same dataclass


def _fill_party(known: Party, other: Party) -> Party:
    return Party(*(getattr(known, f.name) or getattr(other, f.name) for f in fields(Party)))


def _conflicts(a: Invoice, b: Invoice, first: Media, second: Media) -> list[str]:
    def differ(label: str, x: object, y: object) -> str:
        names = {"first": first.upper(), "second": second.upper()}
        return say("{label}：{first} 为 {x}，{second} 为 {y}", label=label, x=x, y=y, **names)

    found = [
        differ(label, _shown(x), _shown(y))
        for name, label in _COMPARED.items()
        if (x := getattr(a, name)) not in (None, "") and (y := getattr(b, name)) not in (None, "") and x != y
    ]
    for side, labels in _PARTIES.items():
        x, y = getattr(a, side), getattr(b, side)
        for name, label in labels.items():
            p, q = getattr(x, name), getattr(y, name)
            if p and q and _bare(p) != _bare(q):
                found.append(differ(label, p, q))
    if a.gross_words and b.gross_words and from_words(a.gross_words) != from_words(b.gross_words):
        found.append(differ(say("大写"), a.gross_words, b.gross_words))
    if a.lines is not None and b.lines is not None and len(a.lines) != len(b.lines):
        found.append(differ(say("明细行数"), len(a.lines), len(b.lines)))
    return found


def _bare(text: str) -> str:
    return "".join(text.split())


def _shown(value: object) -> str:
    return money(value) if isinstance(value, Decimal) else str(value)
