"""Make a batch: put invoices in, take them out, say how and why they are printed. A draft stays until it is started."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from fapiao.batch import MOST_LINES, Batch, BatchState, Unfound
from fapiao.errors import BadInput, NotFound, Refused
from fapiao.people import Permission
from fapiao.said import Said, say
from fapiao.text import clean
from fapiao.usecases.printers.choose import printer_with
from fapiao.usecases.printers.desk_settings import check_settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.batch import BatchLine
    from fapiao.paper import PrintSettings
    from fapiao.people import Session
    from fapiao.ports.store import Unit
    from fapiao.reprint import Reason
    from fapiao.services import Services

_NOTE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding."""

    batch: Batch
    lines: int
    """Lines of the batch now."""
    added: int
    known: tuple[str, ...] = ()
    """Full numbers that were in it already."""
    left_out: int = 0
    """Invoices for which the batch has no room."""
    unfound: int = 0
    """Lines that are no invoice here."""

    @property
    def sentence(self) -> str:
        """The same for operators."""
        words = [say("加入 {added} 张", added=self.added)] if self.added else []
        if self.unfound:
            words.append(say("{unfound} 张找不到", unfound=self.unfound))
        if self.known:
            words.append(
                say("{number} 已在这一批里", number=self.known[0][-4:])
                if len(self.known) == 1
                else say("{count} 张已在这一批里", count=len(self.known))
            )
        if self.left_out:
            words.append(say("一批最多 {most} 张，{left_out} 张没有加入", most=MOST_LINES, left_out=self.left_out))
        return say("{words}；草稿共 {lines} 张", words=_told(words) or say("没有加入"), lines=self.lines)


def _told(words: list[Said]) -> Said | None:
    return reduce(lambda first, rest: say("{first}，{rest}", first=first, rest=rest), words) if words else None


def add_invoices(
    services: Services,
    session: Session,
    full_nos: Sequence[str | Unfound],
    batch_id: int | None = None,
    *,
    fresh: bool = False,
) -> Added:
    """Add invoices in order to that draft, else to the person's newest, else to a new one with the desk's settings.

    ``fresh`` = a new one in any case. The same invoice twice is told and not added. Raises Refused for what is no draft
    of this person, NotFound.
    """
    session.operator.require(Permission.REPRINT)
    settings = replace(load_settings(services), copies=1, remark="", stamp=False)
    with services.store.writing() as unit:
        known = None if fresh else _own_draft(unit, session, batch_id)
        draft = known or _new(services, session, unit, settings)
        added = _put(unit, draft, full_nos)
        unit.commit()
    return added


def make_batch(
    services: Services,
    session: Session,
    full_nos: Sequence[str | Unfound],
    settings: PrintSettings,
    reason: Reason | None = None,
    applicant: str = "",
) -> Added:
    """Make a draft of its own with those invoices and settings. Raises NotFound, BadInput."""
    session.operator.require(Permission.REPRINT)
    with services.store.writing() as unit:
        made = _new(services, session, unit, _checked(unit, settings))
        batch = replace(made, reason=reason, applicant=clean(applicant, limit=_NOTE_LIMIT))
        unit.batches.move(batch, made.token)
        added = _put(unit, batch, full_nos)
        unit.commit()
    return added


def _put(unit: Unit, batch: Batch, full_nos: Sequence[str | Unfound]) -> Added:
    """Add in order; what was not found becomes a line beside those that were, never a batch by itself."""
    count = len(unit.batches.lines(batch.id))
    added, known, left_out, unfound = 0, [], 0, 0
    if not count and all(isinstance(each, Unfound) for each in full_nos):
        first = next((each.why for each in full_nos if isinstance(each, Unfound)), "")
        nothing = say("没有可加入的发票")
        raise BadInput(
            say("{nothing}：{why}", nothing=nothing, why=first) if first else nothing,
            say("请扫码、输入号码，或在查找里勾选"),
        )
    for full_no in full_nos:
        if count + added + unfound >= MOST_LINES:
            left_out += 1
        elif isinstance(full_no, Unfound):
            unit.batches.add_unfound(batch.id, full_no)
            unfound += 1
        elif unit.batches.add_line(batch.id, full_no) is None:
            known.append(full_no)
        else:
            added += 1
    return Added(batch, count + added + unfound, added, tuple(known), left_out, unfound)


def take_out(services: Services, session: Session, batch_id: int, seqs: Sequence[int]) -> int:
    """Take lines out of a draft and return how many are left; without any it is forgotten."""
    with services.store.writing() as unit:
        batch = require_draft(batch_of(unit, batch_id), session)
        for seq in sorted(set(seqs), reverse=True):
            if not unit.batches.remove_line(batch.id, seq):
                raise NotFound(say("这一批没有第 {seq} 张", seq=seq), say("请看行首的序号"))
        left = len(unit.batches.lines(batch.id))
        if not left:
            unit.batches.discard(batch.id)
        unit.commit()
    return left


def change_batch(
    services: Services,
    session: Session,
    batch_id: int,
    *,
    settings: PrintSettings | None = None,
    reason: Reason | None = None,
    reason_note: str = "",
    applicant: str = "",
) -> Batch:
    """Change how, or why, the papers still to be made are printed; not while it is running. What is empty stays."""
    session.operator.require(Permission.REPRINT)
    with services.store.writing() as unit:
        batch = batch_of(unit, batch_id)
        if batch.state is BatchState.DRAFT:
            require_draft(batch, session)
        if batch.state is BatchState.RUNNING:
            raise Refused(say("这一批正在打印，不能改"), say("先按 Esc 停下"), rule="batch")
        kept = replace(
            batch,
            settings=_checked(unit, settings) if settings else batch.settings,
            reason=reason or batch.reason,
            reason_note=clean(reason_note, limit=_NOTE_LIMIT) or batch.reason_note,
            applicant=clean(applicant, limit=_NOTE_LIMIT) or batch.applicant,
            changed_at=services.now(),
        )
        unit.batches.move(kept, batch.token)
        unit.commit()
    return kept


def batch_of(unit: Unit, batch_id: int) -> Batch:
    """Return the batch with that id. Raises NotFound."""
    batch = unit.batches.get(batch_id)
    if batch is None:
        raise NotFound(say("没有第 {batch_id} 批", batch_id=batch_id), say("用 fapiao batch list 查看，或在首页按 2"))
    return batch


def require_draft(batch: Batch, session: Session) -> Batch:
    """Return ``batch``. Raises Refused unless it is a draft of this person."""
    if batch.state is not BatchState.DRAFT:
        raise Refused(say("第 {batch_id} 批已经开始，不能增减", batch_id=batch.id), say("请另做一批"), rule="batch")
    if batch.operator != session.operator.name:
        raise Refused(
            say("第 {batch_id} 批是 {operator} 的草稿", batch_id=batch.id, operator=batch.operator),
            say("请由本人开始，或另做一批"),
            rule="batch",
        )
    return batch


def open_lines(services: Services, session: Session, batch_id: int) -> tuple[Batch, tuple[BatchLine, ...]]:
    """Return a batch with its lines as they stand now. Raises NotFound."""
    session.operator.require(Permission.FIND)
    with services.store.reading() as unit:
        return batch_of(unit, batch_id), unit.batches.lines(batch_id)


def _own_draft(unit: Unit, session: Session, batch_id: int | None) -> Batch | None:
    if batch_id is None:
        return unit.batches.draft_of(session.operator.name)
    return require_draft(batch_of(unit, batch_id), session)


def _new(services: Services, session: Session, unit: Unit, settings: PrintSettings) -> Batch:
    now = services.now()
    return unit.batches.add(
        Batch(0, BatchState.DRAFT, session.operator.name, services.desk, now, settings, changed_at=now)
    )


def _checked(unit: Unit, settings: PrintSettings) -> PrintSettings:
    checked = replace(check_settings(settings), copies=1)
    printer_with(unit, checked.printer, checked.paper)
    return checked
