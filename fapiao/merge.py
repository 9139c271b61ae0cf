"""One invoice from several files: which fact wins, what may come together at all, and where they differ.

Files come together where the issuer's facts agree: number, day, seller, gross, buyer's id (docs/doubts.md). Of those, what
does not contradict itself comes first, then XML > OFD > PDF > QR (docs/command-line.md); unknown facts are filled from
the next file, and what else differs is one sentence for each file.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import from_words, money
from fapiao.doubts.all import contradicts_itself
from fapiao.doubts.clashes import LABELS, is_misread
from fapiao.invoice import Invoice, Media, Party, SealState
from fapiao.said import in_turn, say
from fapiao.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COMPARED = ("kind", "issued_on", "net", "tax", "gross", "check_code", "red_of")
_RANK = {media: rank for rank, media in enumerate(Media)}
_IDENTITY = frozenset({"number", "code"})
_FLAGS = frozenset({"voucher_forbidden", "voided"})
_OWN = frozenset({"kind", "kind_guessed", "clashes", "sources"})
"""Facts about one file's reading: they come with what they are about, never alone."""
_ISSUER = frozenset({"full_no", "issued_on", "gross", "seller.tax_id", "seller.name", "buyer.tax_id"})
"""Facts of the issuer: where two files differ in one, they are not files of one invoice, whatever their number."""
_SUMS = frozenset({"net", "tax"})


@dataclass(frozen=True, slots=True)
class Source:
    """What one file told of an invoice; ``name`` is the file's, as people know it."""

    media: Media
    facts: Invoice
    name: str = ""
    seal: SealState = SealState.NONE

    @property
    def shown(self) -> str:
        """The file's name with what it is; what it is alone where it has no name."""
        return say("{name}（{media}）", name=self.name, media=self.media.upper()) if self.name else self.media.upper()


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact told in two ways: ``field`` is its name in :data:`fapiao.doubts.clashes.LABELS`."""

    field: str
    first: str
    second: str


def merge(sources: Iterable[Source]) -> tuple[Invoice, tuple[str, ...]]:
    """Return the merged invoice and the conflicts, one sentence for each file that differs from the best one."""
    ordered = sorted(sources, key=_merit)
    best = ordered[0]
    merged = best.facts
    conflicts: dict[str, None] = {}
    for nth, other in enumerate(ordered[1:], 1):
        told: set[str] = set()
        for earlier in ordered[:nth]:
            found = [d for d in differences(earlier.facts, other.facts) if d.field not in told]
            if found:
                told |= {d.field for d in found}
                conflicts[sentence(earlier, other, found)] = None
        merged = filled(merged, other.facts)
    return merged, tuple(conflicts)


def opposing(known: Invoice, new: Invoice, *, off_page: bool = False) -> list[Difference]:
    """Return the differences for which two files are not of one invoice; empty where they may come together.

    Net and tax count too where each file makes sense by itself: with one gross, they cannot both be true. ``off_page`` =
    one was read off a page, where a tax id that none can have is a misreading.
    """
    counted = _ISSUER if contradicts_itself(known) or contradicts_itself(new) else _ISSUER | _SUMS
    found = differences(known, new)
    ids = known.seller.tax_id and new.seller.tax_id
    return [
        d
        for d in found
        if d.field in counted
        and not (d.field == "seller.name" and (ids or _within(d)))
        and not (off_page and is_misread(d.field, d.first, d.second))
    ]


def sentence(first: Source, second: Source, found: Sequence[Difference]) -> str:
    """Say in one sentence which two files differ, and in which values."""
    told = [say("{label} {x}／{y}", label=LABELS[d.field], x=d.first, y=d.second) for d in found]
    return say("{first} 与 {second} 不一致：{told}", first=first.shown, second=second.shown, told=in_turn(told))


def differences(a: Invoice, b: Invoice) -> list[Difference]:
    """Return the facts that both tell, and differently, in the order of :data:`fapiao.doubts.clashes.LABELS`."""
    found = [Difference("full_no", a.full_no, b.full_no)] if a.full_no != b.full_no else []
    for name in _COMPARED:
        x, y = getattr(a, name), getattr(b, name)
        guessed = name == "kind" and (a.kind_guessed or b.kind_guessed)
        if x not in (None, "") and y not in (None, "") and x != y and not guessed:
            found.append(Difference(name, _shown(x), _shown(y)))
    for side in ("buyer", "seller"):
        x, y = getattr(a, side), getattr(b, side)
        for name in ("name", "tax_id"):
            p, q = getattr(x, name), getattr(y, name)
            if p and q and fold(p) != fold(q):
                found.append(Difference(f"{side}.{name}", p, q))
    if a.gross_words and b.gross_words and from_words(a.gross_words) != from_words(b.gross_words):
        found.append(Difference("gross_words", a.gross_words, b.gross_words))
    if a.lines is not None and b.lines is not None and len(a.lines) != len(b.lines):
        found.append(Difference("lines", str(len(a.lines)), str(len(b.lines))))
    return sorted(found, key=lambda d: list(LABELS).index(d.field))


def _merit(source: Source) -> tuple[bool, bool, int]:
    """A file that makes sense before one that does not, an unaltered one before an altered one, data before pages."""
    return contradicts_itself(source.facts), source.seal is SealState.ALTERED, _RANK[source.media]


def filled(known: Invoice, other: Invoice) -> Invoice:
    """Return ``known`` with what ``other`` tells beside it; the clashes of a file come with what is taken from it."""
    changes: dict[str, object] = {}
    for item in fields(Invoice):
        name = item.name
        mine, theirs = getattr(known, name), getattr(other, name)
        if name in _IDENTITY or name in _OWN or mine == theirs:
            continue
        if name in _FLAGS:
            changes[name] = mine or theirs
        elif isinstance(mine, Party):
            changes[name] = _fill_party(mine, theirs)
        elif mine in (None, "", ()):
            changes[name] = theirs
    taken = {name for name, value in changes.items() if value != getattr(known, name)} - _FLAGS
    if known.kind_guessed and not other.kind_guessed:
        changes |= {"kind": other.kind, "kind_guessed": False}
    if taken:
        changes["clashes"] = tuple(dict.fromkeys((*known.clashes, *other.clashes)))
    if changes.get("issued_on") is not None:
        changes["sources"] = tuple(each for each in known.sources if each[0] != LABELS["issued_on"])
    return replace(known, **changes)  # type: ignore[arg-type]  # names and types come from the same dataclass


def _fill_party(known: Party, other: Party) -> Party:
    return Party(*(getattr(known, f.name) or getattr(other, f.name) for f in fields(Party)))


def _within(difference: Difference) -> bool:
    """A name that was cut off is no other name."""
    first, second = fold(difference.first), fold(difference.second)
    return first in second or second in first


def _shown(value: object) -> str:
    return money(value) if isinstance(value, Decimal) else getattr(value, "short", str(value))
