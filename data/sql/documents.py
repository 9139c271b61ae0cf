"""Bytes by their SHA-256: original files and the papers that were made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from data.sql.tables import DOCUMENT
from fapiao.errors import StoreError
from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.ports.invoices import Documents


class SqlDocuments:
    """Implements :class:`fapiao.store.Documents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, data: bytes) -> str:
        """Keep bytes; the same bytes are kept once."""
        name = hashlib.sha256(data).hexdigest()
        known = self._connection.execute(select(DOCUMENT.c.size).where(DOCUMENT.c.sha256 == name)).scalar()
        if known is None:
            self._connection.execute(insert(DOCUMENT), {"sha256": name, "size": len(data), "data": data})
        return name

    def get(self, sha256: str) -> bytes | None:
        """Return bytes. Raises StoreError if they no longer hash to their name."""
        found = self._connection.execute(select(DOCUMENT.c.data).where(DOCUMENT.c.sha256 == sha256)).scalar()
        if found is None:
            return None
        data = bytes(found)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(
                say("保存的文件 {sha256} 已损坏", sha256=sha256[:12]), say("请用备份恢复（fapiao backup restore）")
            )
        return data


if TYPE_CHECKING:
    _: type[Documents] = SqlDocuments
