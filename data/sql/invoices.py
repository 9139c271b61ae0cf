"""Invoices and their files in the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, or_, select, update

from data.search import invoices as search
from data.sql.documents import SqlDocuments
from data.sql.invoice_json import dump, load
from data.sql.parties import Parties
from data.sql.print_states import print_state_of
from data.sql.tables import INVOICE, INVOICE_FACTS, INVOICE_FILE
from data.sql.tables.invoices import UNKNOWN_DATE
from fapiao.amounts import fen
from fapiao.doubts.all import weight_of
from fapiao.errors import NotFound
from fapiao.invoice import Invoice, Media, Seal, SealState, Status
from fapiao.merge import Source
from fapiao.reprint import PrintState
from fapiao.said import say
from fapiao.stored import Document, StoredInvoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from fapiao.ports.invoices import Invoices
    from fapiao.stored import Query, Row

_I, _X, _F = INVOICE.c, INVOICE_FACTS.c, INVOICE_FILE.c


class SqlInvoices:
    """Implements :class:`fapiao.store.Invoices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._parties = Parties(connection)

    def get(self, full_no: str) -> StoredInvoice | None:
        """Return the invoice with that number, or with that paper alias."""
        found = self._connection.execute(
            select(INVOICE, _X.facts, _X.conflicts)
            .join_from(INVOICE, INVOICE_FACTS)
            .where(or_(_I.full_no == full_no, _I.alias == full_no))
            .order_by(_I.full_no != full_no)
        ).first()
        if found is None or not full_no:
            return None
        red_by = self._connection.execute(select(_I.full_no).where(_I.red_of == found.full_no).order_by(_I.id))
        return StoredInvoice(
            id=found.id,
            invoice=load(found.facts),
            status=Status(found.status),
            reimbursed=found.reimbursed,
            documents=self._documents(found.id),
            conflicts=tuple(json.loads(found.conflicts)),
            red_by=tuple(red_by.scalars()),
            set_aside=found.set_aside,
        )

    def put(self, invoice: Invoice, conflicts: Sequence[str]) -> int:
        """Insert, or replace the facts of, the invoice with the same full number; return its id."""
        buyer, seller = self._parties.id_of(invoice.buyer), self._parties.id_of(invoice.seller)
        columns = _columns(invoice) | {"buyer_id": buyer, "seller_id": seller}
        facts = {"facts": dump(invoice), "conflicts": json.dumps(list(conflicts), ensure_ascii=False)}
        known = self._connection.execute(
            select(_I.id, _I.status, _I.buyer_id, _I.seller_id).where(_I.full_no == invoice.full_no)
        ).first()
        if known is None:
            made = self._connection.execute(insert(INVOICE).returning(_I.id), columns | _beginning(invoice))
            invoice_id = int(made.scalar_one())
            self._connection.execute(insert(INVOICE_FACTS), facts | {"invoice_id": invoice_id})
        else:
            invoice_id = int(known.id)
            columns["status"] = _next_status(Status(known.status), invoice).value
            self._connection.execute(update(INVOICE).where(_I.id == invoice_id), columns)
            self._connection.execute(update(INVOICE_FACTS).where(_X.invoice_id == invoice_id), facts)
            state, copies = print_state_of(self._connection, invoice_id, printed_before=invoice.kind.is_paper)
            self._connection.execute(
                update(INVOICE).where(_I.id == invoice_id), {"print_state": state.value, "copies": copies}
            )
            for party in {known.buyer_id, known.seller_id}:
                self._parties.recount(party)
        for party in {buyer, seller}:
            self._parties.saw(party, columns["issue_date"], invoice_id)
        return invoice_id

    def set_status(self, full_no: str, status: Status) -> None:
        """Change the status. Raises NotFound."""
        self._change(full_no, {"status": status.value})

    def set_reimbursed(self, full_no: str, *, reimbursed: bool) -> None:
        """Mark as reimbursed or not. Raises NotFound."""
        self._change(full_no, {"reimbursed": reimbursed})

    def set_aside(self, full_no: str, reason: str) -> None:
        """Set it aside for that reason; empty takes it back. Raises NotFound."""
        self._change(full_no, {"set_aside": reason})

    def reds_of(self, full_no: str) -> tuple[Invoice, ...]:
        """Return the red invoices that name ``full_no`` as the one they reverse."""
        found = self._connection.execute(
            select(_X.facts).join_from(INVOICE, INVOICE_FACTS).where(_I.red_of == full_no).order_by(_I.id)
        ).scalars()
        return tuple(load(facts) for facts in found)

    def sources_of(self, full_no: str) -> tuple[Source, ...]:
        """Return the facts as each stored file that counts told them."""
        found = self._connection.execute(
            select(_F.media, _F.facts, _F.name, _F.seal_state)
            .join_from(INVOICE_FILE, INVOICE, _F.invoice_id == _I.id)
            .where(_I.full_no == full_no, _F.facts.is_not(None), _F.parked == "")
            .order_by(_F.id)
        )
        return tuple(Source(Media(f.media), load(f.facts), f.name, SealState(f.seal_state)) for f in found)

    def park(self, full_no: str, sentences: Mapping[str, str]) -> None:
        """Let files of an invoice, by their SHA-256, count no more, each for the reason that its sentence says."""
        invoice_id = self._id_of(full_no)
        for sha256, sentence in sentences.items():
            self._connection.execute(
                update(INVOICE_FILE).where(_F.invoice_id == invoice_id, _F.sha256 == sha256).values(parked=sentence)
            )

    def add_document(self, full_no: str, document: Document, data: bytes, facts: Invoice | None) -> bool:
        """Keep an original file and what it told; False if this invoice already has exactly that file."""
        invoice_id = self._id_of(full_no)
        known = self._connection.execute(
            select(_F.id).where(_F.invoice_id == invoice_id, _F.sha256 == document.sha256)
        ).scalar()
        if known is not None:
            return False
        SqlDocuments(self._connection).put(data)
        self._connection.execute(
            insert(INVOICE_FILE),
            {
                "invoice_id": invoice_id,
                "sha256": document.sha256,
                "media": document.media.value,
                "name": document.name,
                "size": document.size,
                "seal_state": document.seal.state.value,
                "seal_signer": document.seal.signer,
                "seal_note": document.seal.note,
                "facts": None if facts is None else dump(facts),
                "added_at": datetime.now(UTC),
            },
        )
        return True

    def search(self, query: Query, *, limit: int, after: str = "") -> list[Row]:
        """Return a page of rows, newest first; ``after`` is the last row's cursor."""
        return search.search(self._connection, query, limit=limit, after=after)

    def count(self, query: Query, *, cap: int) -> int:
        """Return the number of matches, at most ``cap``."""
        return search.count(self._connection, query, cap=cap)

    def _documents(self, invoice_id: int) -> tuple[Document, ...]:
        found = self._connection.execute(select(INVOICE_FILE).where(_F.invoice_id == invoice_id).order_by(_F.id))
        return tuple(
            Document(
                sha256=f.sha256,
                media=Media(f.media),
                name=f.name,
                size=f.size,
                seal=Seal(SealState(f.seal_state), f.seal_signer, f.seal_note),
                parked=f.parked,
            )
            for f in found
        )

    def _id_of(self, full_no: str) -> int:
        found = self._connection.execute(select(_I.id).where(_I.full_no == full_no)).scalar()
        if found is None:
            raise NotFound(say("没有发票 {full_no}", full_no=full_no), say("请核对号码，或先导入该发票的文件"))
        return int(found)

    def _change(self, full_no: str, values: dict[str, Any]) -> None:
        self._connection.execute(update(INVOICE).where(_I.id == self._id_of(full_no)), values)


def _columns(invoice: Invoice) -> dict[str, Any]:
    full_no, weight = invoice.full_no, weight_of(invoice)
    return {
        "full_no": full_no,
        "rev_no": full_no[::-1],
        "number": invoice.number,
        "code": invoice.code,
        "alias": invoice.paper_code + invoice.paper_number,
        "kind": invoice.kind.value,
        "issue_date": invoice.issued_on or UNKNOWN_DATE,
        "amount_fen": _fen(invoice.gross),
        "net_fen": _fen(invoice.net),
        "tax_fen": _fen(invoice.tax),
        "other_fen": _fen(invoice.other),
        "red_of": invoice.red_of,
        "doubt": weight.value if weight else "",
    }


def _beginning(invoice: Invoice) -> dict[str, Any]:
    printed = PrintState.PRINTED if invoice.kind.is_paper else PrintState.UNPRINTED
    return {
        "status": _next_status(Status.NORMAL, invoice).value,
        "reimbursed": False,
        "print_state": printed.value,
        "copies": 0,
    }


def _next_status(known: Status, invoice: Invoice) -> Status:
    """Read the status from the facts, unless something else has already settled it."""
    if known is not Status.NORMAL:
        return known
    if invoice.voided:
        return Status.VOID
    return Status.RED if invoice.is_red else Status.NORMAL


def _fen(amount: Decimal | None) -> int | None:
    return None if amount is None else fen(amount)


if TYPE_CHECKING:
    _: type[Invoices] = SqlInvoices
