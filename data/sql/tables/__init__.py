"""The store's tables, in files by idea: invoices, papers, batches, people, records.

Models are SQLModel classes; lists are read through their Core tables, named here once.
"""

from __future__ import annotations

from sqlmodel import SQLModel

from data.sql.tables import batches, invoices, papers, people, records

__all__ = ["batches", "invoices", "papers", "people", "records"]

METADATA = SQLModel.metadata
PARTY = METADATA.tables["party"]
PARTY_GRAM = METADATA.tables["party_gram"]
INVOICE = METADATA.tables["invoice"]
INVOICE_FACTS = METADATA.tables["invoice_facts"]
INVOICE_FILE = METADATA.tables["invoice_file"]
DOCUMENT = METADATA.tables["document"]
REPRINT = METADATA.tables["reprint"]
ATTEMPT = METADATA.tables["attempt"]
SCAN = METADATA.tables["scan"]
BATCH = METADATA.tables["batch"]
BATCH_LINE = METADATA.tables["batch_line"]
LEASE = METADATA.tables["lease"]
PRINTER = METADATA.tables["printer"]
PERSON = METADATA.tables["person"]
POLICY = METADATA.tables["policy"]
SETTING = METADATA.tables["setting"]
LEDGER = METADATA.tables["ledger"]
STORE_FACT = METADATA.tables["store_fact"]
