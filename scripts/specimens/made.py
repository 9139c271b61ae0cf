"""All specimens, one after the other: bytes, what they are, and what a reader must find in them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fapiao.invoice import Kind
from scripts.specimens import invented, tickets
from scripts.specimens.faces import sheets_of
from scripts.specimens.pdfs import STYLES, Style, pdf_of
from scripts.specimens.truth import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fapiao.invoice import Invoice

SEED = 20261124


@dataclass(frozen=True, slots=True)
class Specimen:
    """One file. ``facts`` is empty for what is no invoice."""

    format: str
    """``pdf``, ``ofd``, ``xml`` or ``other``, by which results are counted."""
    name: str
    data: bytes = field(repr=False)
    facts: dict[str, str]


def specimens(rounds: int = 1, seed: int = SEED) -> Iterator[Specimen]:
    """Yield every specimen, ``rounds`` times with other facts. The same seed gives the same bytes."""
    from scripts.specimens.ofds import ofd_specimens
    from scripts.specimens.others import other_specimens
    from scripts.specimens.xmls import xml_specimens

    for turn in range(rounds):
        yield from pdf_specimens(turn, seed)
        for form, makers in (("ofd", ofd_specimens), ("xml", xml_specimens)):
            for name, data, invoice in makers(random.Random(f"{form} {seed} {turn}")):
                yield Specimen(form, f"{name}-{turn}.{form}", data, facts_of(invoice))
    for name, data in other_specimens(random.Random(f"other {seed}")):
        yield Specimen("other", name, data, {})


def pdf_specimens(turn: int, seed: int, styles: Sequence[Style] = STYLES) -> Iterator[Specimen]:
    """Yield invoices of each kind in each style."""
    for style in styles:
        chance = random.Random(f"pdf {seed} {turn} {style.name}")
        for name, invoice in invoices(chance):
            yield _pdf(f"{style.name}-{name}-{turn}.pdf", pdf_of(sheets_of(invoice), style), invoice)
        for make in (tickets.rail, tickets.air, tickets.vehicle, tickets.used_vehicle):
            invoice, sheet = make(chance)
            yield _pdf(f"{style.name}-{make.__name__}-{turn}.pdf", pdf_of([sheet], style), invoice)


def _pdf(name: str, data: bytes, invoice: Invoice) -> Specimen:
    return Specimen("pdf", name, data, facts_of(replace(invoice, qr="")))


def invoices(chance: random.Random) -> Iterator[tuple[str, Invoice]]:
    """Yield one invoice of each kind and shape that a face is drawn for."""
    rows = invented.lines
    yield "special", invented.digital(chance, Kind.DIGITAL_SPECIAL, rows(chance, 2))
    yield "ordinary", invented.digital(chance, Kind.DIGITAL_ORDINARY, rows(chance, 1))
    yield "discount", invented.digital(chance, Kind.DIGITAL_ORDINARY, rows(chance, 2, discounts=True))
    yield "red", invented.digital(chance, Kind.DIGITAL_SPECIAL, rows(chance, 1), red=True)
    yield "travel", invented.travel(chance)
    yield "pages", invented.digital(chance, Kind.DIGITAL_SPECIAL, rows(chance, 17))
    yield "e-ordinary", invented.electronic(chance, Kind.E_ORDINARY, rows(chance, 2))
    yield "e-discount", invented.electronic(chance, Kind.E_ORDINARY, rows(chance, 1, discounts=True))
    yield "e-special", invented.electronic(chance, Kind.E_SPECIAL, rows(chance, 2))
    yield "toll", invented.electronic(chance, Kind.TOLL, invented.toll_rows(chance, 2))
    yield "paper", invented.electronic(chance, Kind.PAPER_ORDINARY, rows(chance, 1))
