"""Papers and the tries to make them, in the store."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.sql.print_states import keep_print_state
from data.sql.records import records, tallies
from data.sql.reprint_rows import changeable, columns_of, reprints_where
from data.sql.tables import ATTEMPT, INVOICE, REPRINT, SCAN
from data.sql.waiting import count_waiting, waiting
from fapiao.errors import NotFound, Refused, StoreError
from fapiao.reprint import Attempt, AttemptState, Reprint
from fapiao.said import say
from fapiao.stored import Scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.ports.papers import Reprints
    from fapiao.stored import Record, RecordFilter, Tally, Waiting

_R, _A, _S = REPRINT.c, ATTEMPT.c, SCAN.c


class SqlReprints:
    """Implements :class:`fapiao.store.Reprints`."""

    def __init__(self, connection: Connection, epoch: int) -> None:
        self._connection = connection
        self._epoch = epoch

    def of_invoice(self, full_no: str) -> tuple[Reprint, ...]:
        """Return all reprints of an invoice by copy number."""
        return reprints_where(self._connection, INVOICE.c.full_no == full_no)

    def get(self, reprint_id: int) -> Reprint | None:
        """Return one reprint with its attempts."""
        return next(iter(reprints_where(self._connection, _R.id == reprint_id)), None)

    def by_key(self, key: str) -> tuple[Reprint, ...]:
        """Return the reprints made under an idempotency key."""
        return reprints_where(self._connection, _R.key == key) if key else ()

    def by_attempt(self, uuid: str) -> Reprint | None:
        """Return the reprint whose attempt has that uuid."""
        owner = select(_A.reprint_id).where(_A.uuid == uuid).scalar_subquery()
        return next(iter(reprints_where(self._connection, _R.id == owner)), None)

    def add(self, reprint: Reprint) -> Reprint:
        """Insert (id and serial are given here). Raises Refused if that copy number is taken, NotFound."""
        if reprint.is_test:
            return self._add_test(reprint)
        invoice_id = self._connection.execute(select(INVOICE.c.id).where(INVOICE.c.full_no == reprint.full_no)).scalar()
        if invoice_id is None:
            raise NotFound(say("没有发票 {full_no}", full_no=reprint.full_no), say("请先导入该发票的文件"))
        number = max(self._connection.execute(select(func.max(_R.id))).scalar() or 0, 0) + 1
        made = replace(reprint, id=number, serial=f"{self._epoch}-{number:06d}")
        try:
            with self._connection.begin_nested():
                self._insert(made, invoice_id)
        except IntegrityError:
            raise Refused(
                say("第 {copy_no} 次已被占用", copy_no=reprint.copy_no),
                say("另一台终端刚刚补打了这张发票，请重新查看"),
                rule="copy_no",
            ) from None
        return made

    def _add_test(self, reprint: Reprint) -> Reprint:
        number = min(self._connection.execute(select(func.min(_R.id))).scalar() or 0, 0) - 1
        made = replace(reprint, id=number, serial=f"{self._epoch}-T{-number:05d}")
        self._insert(made, None)
        return made

    def _insert(self, reprint: Reprint, invoice_id: int | None) -> None:
        values = changeable(reprint) | {
            "id": reprint.id,
            "invoice_id": invoice_id,
            "copy_no": reprint.copy_no,
            "serial": reprint.serial,
            "at": reprint.at,
            "kind": reprint.kind.value,
            "title": reprint.title,
        }
        self._connection.execute(insert(REPRINT), values)

    def update(self, reprint: Reprint) -> None:
        """Write the changeable fields."""
        self._connection.execute(update(REPRINT).where(_R.id == reprint.id), changeable(reprint))

    def add_attempt(self, reprint_id: int, attempt: Attempt) -> Attempt:
        """Insert an attempt. Raises StoreError if its uuid is taken."""
        try:
            with self._connection.begin_nested():
                made = self._connection.execute(
                    insert(ATTEMPT).returning(_A.id), columns_of(attempt) | {"reprint_id": reprint_id}
                ).scalar_one()
        except IntegrityError:
            raise StoreError(
                say("打印任务 {uuid} 已存在或没有所属记录", uuid=attempt.uuid), say("请重新打印")
            ) from None
        self._keep(reprint_id)
        return replace(attempt, id=int(made), reprint_id=reprint_id)

    def move_attempt(self, attempt: Attempt, expected: AttemptState) -> bool:
        """Write the attempt if it still is in ``expected``; False if somebody moved it meanwhile."""
        moved = self._connection.execute(
            update(ATTEMPT).where(_A.uuid == attempt.uuid, _A.state == expected.value), columns_of(attempt)
        ).rowcount
        if moved:
            owner = self._connection.execute(select(_A.reprint_id).where(_A.uuid == attempt.uuid)).scalar_one()
            self._keep(owner)
        return bool(moved)

    def in_states(self, states: Sequence[AttemptState]) -> tuple[tuple[Reprint, Attempt], ...]:
        """Return the last attempts that are in one of ``states``, oldest first."""
        wanted = [state.value for state in states]
        some = reprints_where(self._connection, _R.id.in_(select(_A.reprint_id).where(_A.state.in_(wanted))))
        last = ((r, r.attempts[-1]) for r in some)
        return tuple(sorted((p for p in last if p[1].state in states), key=lambda p: p[1].id))

    def waiting(self, operator: str, cursor: str, limit: int, *, places: bool) -> tuple[Sequence[Reprint], str]:
        """Return a page of the papers that wait for a person, and the next cursor."""
        return waiting(self._connection, operator, cursor, limit, places=places)

    def count_waiting(self, operator: str, most: int, *, places: bool) -> Waiting:
        """Count them, each kind up to ``most``."""
        return count_waiting(self._connection, operator, most, places=places)

    def records(self, where: RecordFilter) -> list[Record]:
        """Return history rows, newest first."""
        return records(self._connection, where)

    def tallies(self, where: RecordFilter) -> list[Tally]:
        """Count and add up what the history holds."""
        return tallies(self._connection, where)

    def scans_of(self, reprint_id: int) -> tuple[Scan, ...]:
        """Return what was attached to a record, oldest first."""
        rows = self._connection.execute(select(SCAN).where(_S.reprint_id == reprint_id).order_by(_S.id))
        return tuple(Scan(row.sha256, row.kind, row.name, row.size, row.operator, row.at) for row in rows)

    def add_scan(self, reprint_id: int, scan: Scan) -> bool:
        """Attach a scan; False if this record has exactly that file."""
        if any(known.sha256 == scan.sha256 for known in self.scans_of(reprint_id)):
            return False
        self._connection.execute(insert(SCAN), asdict(scan) | {"reprint_id": reprint_id})
        return True

    def _keep(self, reprint_id: int) -> None:
        invoice_id = self._connection.execute(select(_R.invoice_id).where(_R.id == reprint_id)).scalar_one()
        if invoice_id is not None:
            keep_print_state(self._connection, invoice_id)


if TYPE_CHECKING:
    _: type[Reprints] = SqlReprints
