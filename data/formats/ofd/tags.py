"""The custom tags of an OFD: names that point at text objects of the page (数电票 of 2024, and ``fp`` of 2020).

Rows of goods are repeated elements without a group, and a row without a specification simply has none, so columns do
not align by order: each object belongs to the row whose name stands beside or above it on the page.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.formats.kinds import is_guess, kind_of
from data.formats.values import block, day, digits, figure, line, money, party, rate, red_link, tax_figure
from fapiao.identity import check_identity
from fapiao.invoice import Invoice, Line
from fapiao.said import say
from ofd.package import folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.formats.ofd.text import OfdPage, Placed
    from ofd.node import Node
    from ofd.package import Package

_ROW = ("Item", "Specification", "MeasurementDimension", "Quantity", "Price", "Amount", "TaxScheme", "TaxAmount")
_TALLER = 1.0
"""Millimetres by which objects of one row differ in height."""


@dataclass(frozen=True, slots=True)
class _Tagged:
    """One tagged element: its text and where its first object stands (page index, y)."""

    name: str
    text: str
    place: tuple[int, float]


class TagReader:
    """Reads the tags of one document."""

    def __init__(self, package: Package, pages: Sequence[OfdPage]) -> None:
        self._package = package
        self._pages = pages
        self._found: dict[int, dict[str, Placed]] = {}

    def read(self, title: str, qr: str) -> Invoice | None:
        """Return the facts; None where no tag points at a number. Raises UnusableIdentity, UnusableAmount."""
        tagged = [t for tree in self._trees() for t in self._tagged(tree)]

        def get(name: str) -> str:
            return next((t.text for t in tagged if t.name == name and t.text.strip()), "")

        if not get("InvoiceNo").strip():
            return None
        identity = check_identity(get("InvoiceCode"), get("InvoiceNo"))
        remark = block(get("Note"))
        blue, confirmation = red_link(remark)
        buyer, seller = (
            party(get(f"{who}Name"), get(f"{who}TaxID"), get(f"{who}AddrTel"), get(f"{who}FinancialAccount"))
            for who in ("Buyer", "Seller")
        )
        return Invoice(
            number=identity.number,
            code=identity.code,
            kind=kind_of(identity.code, title, qr),
            kind_guessed=is_guess(identity.code, title, qr),
            issued_on=day(get("IssueDate")),
            gross=money(get("TaxInclusiveTotalAmount").strip().strip("¥￥"), say("价税合计")),
            net=money(get("TaxExclusiveTotalAmount").strip().strip("¥￥"), say("合计金额")),
            tax=money(get("TaxTotalAmount").strip().strip("¥￥"), say("合计税额")),
            buyer=buyer,
            seller=seller,
            lines=_lines([t for t in tagged if t.name in _ROW]),
            remark=remark,
            issuer=line(get("InvoiceClerk")),
            payee=line(get("Payee")),
            checker=line(get("Checker")),
            check_code=digits(get("InvoiceCheckCode")),
            machine_no=digits(get("MachineNo")),
            red_of=blue,
            red_confirmation=confirmation,
        )

    def _trees(self) -> list[Node]:
        found = []
        for path, document in self._package.documents():
            listing = self._package.find(document.get("CustomTags"), folder(path))
            tree = self._package.tree_if_whole(listing)
            for tag in tree.find_all("CustomTag") if tree else ():
                name = self._package.find(tag.get("FileLoc"), folder(listing or ""), folder(path))
                target = self._package.tree_if_whole(name)
                if target is not None:
                    found.append(target)
        return found

    def _tagged(self, tree: Node) -> list[_Tagged]:
        found = []
        for node in tree.walk():
            references = node.all("ObjectRef")
            if not references:
                continue
            hits = [hit for r in references if (hit := self._object(r))]
            if hits:
                index, placed = hits[0]
                found.append(_Tagged(node.name, "".join(p.run.text for _, p in hits), (index, placed.baseline)))
        return found

    def _object(self, reference: Node) -> tuple[int, Placed] | None:
        wanted, page_id = reference.text.strip(), reference.attribute("PageRef")
        pages = [p for p in self._pages if p.id == page_id] or list(self._pages)
        for page in pages:
            placed = self._objects(page).get(wanted)
            if placed is not None:
                return page.index, placed
        return None

    def _objects(self, page: OfdPage) -> dict[str, Placed]:
        if page.index not in self._found:
            found: dict[str, Placed] = {}
            for placed in page.placed:
                if placed.object_id and (placed.object_id not in found or found[placed.object_id].from_template):
                    found[placed.object_id] = placed
            self._found[page.index] = found
        return self._found[page.index]


def _lines(cells: list[_Tagged]) -> tuple[Line, ...] | None:
    """Return the rows: each begins with an Item and takes what stands from its height to that of the next Item."""
    starts = sorted(t.place for t in cells if t.name == "Item")
    if not starts:
        return None
    tops = [(page, top - _TALLER) for page, top in starts]
    rows: list[dict[str, str]] = [{} for _ in starts]
    for cell in cells:
        page, y = cell.place
        above = bisect_right(tops, (page, y))
        rows[max(above - 1, 0)].setdefault(cell.name, cell.text)
    return tuple(_line(row) for row in rows)


def _line(row: dict[str, str]) -> Line:
    return Line(
        name=line(row.get("Item", "")),
        spec=line(row.get("Specification", "")),
        unit=line(row.get("MeasurementDimension", ""), 60),
        quantity=figure(row.get("Quantity", "")),
        price=figure(row.get("Price", "")),
        amount=money(row.get("Amount", "").strip("¥￥"), say("行金额")),
        rate=rate(row.get("TaxScheme", "")),
        tax=tax_figure(row.get("TaxAmount", "")),
    )
