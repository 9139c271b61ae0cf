"""Several invoices in one XML: the elements of one name that carry a number each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats.xml.names import plain

if TYPE_CHECKING:
    from data.formats.xml.node import Node

_NUMBERS = frozenset(
    {
        "invoicenumber",
        "eiid",
        "invoiceno",
        "fphm",
        "qdfphm",
        "sdfphm",
        "numberofinvoice",
        "uniquecodeofinvoice",
        "electronicinvoicerailwayeticketnumber",
        "electronicinvoiceairtransportreceiptnumber",
    }
)
"""Plain names of the elements that carry an invoice's number, in all dialects."""
MOST = 2000
"""Invoices of one XML; a platform's monthly file has fewer."""


def invoices_in(root: Node) -> list[Node]:
    """Return the elements that are an invoice each; the root alone where it is one, or where they cannot be told apart."""
    node = root
    while True:
        carrying = [child for child in node.children if _carries(child)]
        if len(carrying) == 1 and carrying[0].children:
            node = carrying[0]
            continue
        alike = len({plain(child.name) for child in carrying}) == 1
        if len(carrying) > 1 and alike and all(child.children for child in carrying):
            return carrying[:MOST]
        return [root]


def _carries(node: Node) -> bool:
    return any(plain(n.name) in _NUMBERS and not n.children and n.text.strip() for n in node.walk())
