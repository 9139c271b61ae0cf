"""Who runs a batch: one process at a time, across all desks. A dead one's claim is taken over.

The claim only keeps two desks out of each other's way. Should it ever fail, the keys of the lines still keep a paper
from being made twice.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.batch import Batch, BatchLine, BatchState, LineState, missing, tally
from fapiao.errors import PrinterBlocked, Refused
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.said import say
from fapiao.usecases.batch.draft import batch_of, require_draft
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.printers.choose import printer_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fapiao.people import Session
    from fapiao.ports.store import Unit
    from fapiao.services import Services

_AT_WORK: set[tuple[str, int, int]] = set()
"""Claims (holder, batch, token) that this process is working on; a claim of this process that is not here was left by a
run whose end could not be written, so this process may go on with it."""
SILENT_AFTER = timedelta(minutes=30)
"""A claim of a host that cannot be asked counts as given up once it has begun no line for that long."""


def claim(services: Services, session: Session, batch_id: int) -> tuple[Batch, list[BatchLine]]:
    """Take a batch for this process and return it with its missing lines, in order.

    Raises Refused while somebody runs it or where nothing is missing, PrinterBlocked while a paper's outcome is unknown,
    NotFound or BadInput for a printer that is not there.
    """
    session.operator.require(Permission.REPRINT)
    _settle_dead(services, batch_id)
    with services.store.writing() as unit:
        batch = batch_of(unit, batch_id)
        _require_free(services, batch)
        if batch.state is BatchState.DRAFT:
            require_draft(batch, session)
        printer_with(unit, batch.settings.printer, batch.settings.paper)
        lines = unit.batches.lines(batch_id)
        _require_settled(lines)
        todo = missing(lines)
        if not todo:
            raise Refused(
                say("第 {batch_id} 批没有缺的纸", batch_id=batch_id),
                _pending(lines) or say("要再打请另做一批，或按 F3 打单张"),
                rule="batch",
            )
        claimed = replace(
            batch,
            state=BatchState.RUNNING,
            holder=services.processes.me(),
            token=batch.token + 1,
            desk=services.desk,
            changed_at=services.now(),
            note="",
        )
        unit.batches.move(claimed, batch.token)
        body = {"batch": batch.id, "lines": len(lines), "missing": len(todo)}
        draft = Draft("batch.started", session.actor, services.desk, f"batch:{batch.id}:{claimed.token}:started", body)
        services.record(unit, draft)
        unit.commit()
        _AT_WORK.add(_key(claimed))
    return claimed, todo


def put_down(claimed: Batch) -> None:
    """Say that this process works on the claim no more, whether or not its end could be written."""
    _AT_WORK.discard(_key(claimed))


def _key(batch: Batch) -> tuple[str, int, int]:
    return batch.holder, batch.id, batch.token


def keep(services: Services, claimed: Batch, passed: Sequence[tuple[int, str]] = ()) -> bool:
    """Say that this process still runs the batch, and note the lines it passed over; False if it was taken away."""
    with services.store.writing() as unit:
        for seq, note in passed:
            unit.batches.note_line(claimed.id, seq, note)
        kept = unit.batches.move(replace(claimed, changed_at=services.now()), claimed.token)
        unit.commit()
    return kept


def release(services: Services, session: Session, claimed: Batch, note: str, *, finished: bool) -> Batch:
    """End the claim: finished where it went through all lines, else stopped, with why in one sentence.

    It is not finished while a line is being made elsewhere, or its paper is unknown although the printer may go on.
    """
    with services.store.writing() as unit:
        if finished:
            note = _pending(unit.batches.lines(claimed.id))
        state = BatchState.STOPPED if note else BatchState.FINISHED
        ended = replace(claimed, state=state, holder="", note=note, changed_at=services.now())
        if unit.batches.move(ended, claimed.token):
            record_end(services, session, unit, ended)
            unit.commit()
            return ended
        return batch_of(unit, claimed.id)


def close_batch(services: Services, session: Session, batch_id: int) -> Batch:
    """Give up the papers that are still missing: a stopped batch becomes finished."""
    session.operator.require(Permission.REPRINT)
    with services.store.writing() as unit:
        batch = batch_of(unit, batch_id)
        if as_it_stands(services, batch).state is not BatchState.STOPPED:
            raise Refused(
                say("第 {batch_id} 批不是停下的", batch_id=batch_id), say("只有停下的批可以结束"), rule="batch"
            )
        ended = replace(batch, state=BatchState.FINISHED, holder="", note=say("其余不打了"), changed_at=services.now())
        ended = replace(ended, token=batch.token + 1)
        unit.batches.move(ended, batch.token)
        record_end(services, session, unit, ended)
        unit.commit()
    return ended


def record_end(services: Services, session: Session, unit: Unit, ended: Batch) -> None:
    """Write the ledger entry of a batch that came to rest: its id and counts, in the caller's unit of work."""
    counts = tally(unit.batches.lines(ended.id))
    body = {
        "batch": ended.id,
        "lines": counts.lines,
        "good": counts.good,
        "missing": counts.missing,
        "unknown": counts.unknown,
        "not_found": counts.not_found,
    }
    key = f"batch:{ended.id}:{ended.token}:ended:{secrets.token_hex(4)}"
    if ended.state is BatchState.FINISHED:
        services.record(unit, Draft("batch.finished", session.actor, services.desk, key, body))
    else:
        services.record(unit, Draft("batch.stopped", session.actor, services.desk, key, body))


def is_held(services: Services, batch: Batch) -> bool:
    """Tell whether somebody runs the batch right now."""
    if batch.state is not BatchState.RUNNING:
        return False
    if batch.holder == services.processes.me():
        return _key(batch) in _AT_WORK
    alive = services.processes.is_alive(batch.holder)
    silent = services.now() - (batch.changed_at or batch.at) > SILENT_AFTER
    return alive is True or (alive is None and not silent)


def as_it_stands(services: Services, batch: Batch) -> Batch:
    """Return the batch as people should see it: one whose process died is stopped, whatever its row says."""
    if batch.state is not BatchState.RUNNING or is_held(services, batch):
        return batch
    return replace(batch, state=BatchState.STOPPED, note=say("打印中途断开"))


def _require_free(services: Services, batch: Batch) -> None:
    if is_held(services, batch):
        raise Refused(
            say("第 {batch_id} 批正在 {desk} 打印", batch_id=batch.id, desk=batch.desk),
            say("请等它停下，或到那台按 Esc 停下"),
            rule="batch",
        )


def _settle_dead(services: Services, batch_id: int) -> None:
    """Let what a dead desk left on the lines come to an end first: cancelled before the first byte, else unknown."""
    with services.store.reading() as unit:
        in_flight = any(line.state is LineState.IN_FLIGHT for line in unit.batches.lines(batch_id))
    if in_flight:
        recover(services)


def _require_settled(lines: Sequence[BatchLine]) -> None:
    for line in lines:
        paper = line.newest
        if line.state is LineState.UNKNOWN and paper is not None and paper.last is not None and not paper.override_by:
            raise PrinterBlocked(
                say(
                    "第 {seq} 张结果未知（第 {copy_no} 次，尾码 {code}）",
                    seq=line.seq,
                    copy_no=paper.copy_no,
                    code=paper.last.code,
                ),
                say("请看出纸口，先回答这一张；或请主管解除"),
            )


def _pending(lines: Sequence[BatchLine]) -> str:
    """Return which line has no outcome yet, in words; empty where all have."""
    waits = next((line for line in lines if line.state in {LineState.IN_FLIGHT, LineState.UNKNOWN}), None)
    return say("第 {seq} 张还没有结果", seq=waits.seq) if waits else ""
