"""One lease per physical printer: holder, fencing token, expiry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, insert, select, update

from data.sql.tables import LEASE
from fapiao.stored import Lease

if TYPE_CHECKING:
    from datetime import datetime

    from fapiao.ports.papers import Leases

_L = LEASE.c


class SqlLeases:
    """Implements :class:`fapiao.store.Leases`; writing units wait for each other, so reading and writing is one step."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, machine: str, holder: str, now: datetime, expires: datetime) -> Lease | None:
        """Take a free or expired lease with the next token; None while another holder has it."""
        known = self._connection.execute(select(LEASE).where(_L.machine == machine)).first()
        if known is None:
            lease = Lease(machine, holder, 1, expires)
            self._connection.execute(
                insert(LEASE), {"machine": machine, "holder": holder, "token": 1, "expires": expires}
            )
            return lease
        if known.holder and known.holder != holder and known.expires > now:
            return None
        lease = Lease(machine, holder, known.token + 1, expires)
        self._connection.execute(
            update(LEASE).where(_L.machine == machine),
            {"holder": holder, "token": lease.token, "expires": expires},
        )
        return lease

    def push(self, lease: Lease, expires: datetime) -> bool:
        """Move the expiry if the token is still the newest; False if the lease was lost."""
        moved = self._connection.execute(update(LEASE).where(*_ours(lease)), {"expires": expires})
        return bool(moved.rowcount)

    def holds(self, lease: Lease, now: datetime) -> bool:
        """Tell whether the lease is still ours and not expired."""
        expires = self._connection.execute(select(_L.expires).where(*_ours(lease))).scalar()
        return expires is not None and expires > now

    def release(self, lease: Lease) -> None:
        """Give it up; the token stays."""
        self._connection.execute(update(LEASE).where(*_ours(lease)), {"holder": ""})

    def is_live(self, machine: str, token: int, now: datetime) -> bool:
        """Tell whether ``token`` is the machine's newest and its lease neither released nor expired."""
        known = self._connection.execute(select(LEASE).where(_L.machine == machine)).first()
        return known is not None and known.token == token and bool(known.holder) and known.expires > now

    def is_taken(self, machine: str, now: datetime) -> bool:
        """Tell whether anybody holds the machine's lease now."""
        known = self._connection.execute(select(LEASE).where(_L.machine == machine)).first()
        return known is not None and bool(known.holder) and known.expires > now


def _ours(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return (_L.machine == lease.machine, _L.token == lease.token, _L.holder == lease.holder)


if TYPE_CHECKING:
    _: type[Leases] = SqlLeases
