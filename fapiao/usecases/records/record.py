"""One record as it stands now: the paper with what the list shows of its invoice; a test page by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import NotFound
from fapiao.people import Permission
from fapiao.said import say
from fapiao.stored import Record, RecordFilter
from fapiao.usecases.records.history import records

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services


def read_record(services: Services, session: Session, reprint_id: int) -> Record:
    """Return the record of a paper, or of a test page, which has no invoice. Raises NotFound, NotPermitted."""
    session.operator.require(Permission.FIND)
    with services.store.reading() as unit:
        reprint = unit.reprints.get(reprint_id)
        if reprint is not None and reprint.is_test:
            return Record(reprint, number="", code="", kind=reprint.kind.value, buyer="", gross=None)
        rows = unit.reprints.records(RecordFilter(full_no=reprint.full_no)) if reprint else []
    found = next((row for row in rows if row.reprint.id == reprint_id), None)
    if found is None:
        raise NotFound(say("没有这条记录"), say("请从记录列表里选"))
    return found


def last_printed(services: Services, session: Session) -> str:
    """Return the full number of the invoice that this desk printed last. Raises NotFound."""
    mine = records(services, session, RecordFilter(desk=services.desk, limit=1))
    if not mine:
        raise NotFound(say("本台还没有打印过"), say("请扫码或输入号码"))
    return mine[0].reprint.full_no
