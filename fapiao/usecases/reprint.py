"""A paper from wish to outcome: the one use case that screens, batch and command line share (design.md section 2).

1. Intent committed (``intent.py``). 2. Outside any transaction: render, read the page back and compare, lease the
printer, pre-flight; then SENDING committed, guarded by the lease; only then the first byte. 3. Outcome and its ledger
entry committed. Every way out leaves a state that says what happened.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.eligibility import Operation, chosen_face, original_face
from fapiao.errors import FaceError, FapiaoError, PrinterBusy, PrinterError, StoreError, UnreadableFile
from fapiao.face import compare, compare_copy
from fapiao.invoice import Media
from fapiao.ledger import Draft
from fapiao.paper import FaceChoice
from fapiao.ports import Delivery, FaceJob, Mark, Ticket
from fapiao.reprint import Attempt, AttemptState, Evidence, Outcome, Reason, Reprint, may_follow
from fapiao.slip import slip_of
from fapiao.text import clean
from fapiao.usecases.desk_settings import check_settings
from fapiao.usecases.intent import Intent, authorise, require_unblocked
from fapiao.usecases.layouts import overlay_of
from fapiao.usecases.order import PaperResult
from fapiao.usecases.recover import holder_of, state_of
from fapiao.usecases.take_lease import take_lease

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.people import Session
    from fapiao.ports import Artefact, Device, Handover
    from fapiao.services import Services
    from fapiao.store import Lease
    from fapiao.usecases.order import Order

_NOTE_LIMIT = 60
"""Characters of a reason's note and of an applicant."""
_UNKNOWN = AttemptState.UNKNOWN
_PURPOSES = {Reason.AUDIT: "仅供审计", Reason.LITIGATION: "仅供诉讼"}


def reprint(
    services: Services, session: Session, order: Order, watch: Callable[[str], None] = lambda _: None
) -> list[PaperResult]:
    """Make the papers of ``order``: one Reprint per copy, each with its number; stop at the first that failed.

    ``watch`` gets words for the screen; one that raises is not asked again, for a screen may be gone. Raises Refused,
    PrinterBlocked, NotFound or BadInput before anything was recorded; everything after the intent is told in the
    result. Fewer results than copies = a further copy was refused, which ``watch`` was told.
    """
    tell = _patient(watch)
    order = replace(
        order,
        settings=check_settings(order.settings),
        reason_note=clean(order.reason_note, limit=_NOTE_LIMIT),
        applicant=clean(order.applicant, limit=_NOTE_LIMIT),
    )
    results: list[PaperResult] = []
    for index in range(max(order.settings.copies, 1)):
        try:
            result = _one(services, session, order, index, tell)
        except FapiaoError as error:
            if not results:
                raise
            tell(f"第 {index + 1} 份没有打：{error}")
            break
        results.append(result)
        if result.outcome in {Outcome.FAILED_CLEAN, Outcome.UNKNOWN, Outcome.OPEN}:
            break
    return results


def _patient(watch: Callable[[str], None]) -> Callable[[str], None]:
    """Return ``watch`` made harmless: a screen that closed never turns a paper into an unknown outcome."""

    def tell(words: str) -> None:
        try:
            watch(words)
        except Exception:  # noqa: BLE001 - whoever watched is gone; the paper goes on
            return

    return tell


def _one(services: Services, session: Session, order: Order, index: int, watch: Callable[[str], None]) -> PaperResult:
    intent = authorise(services, session, order, index)
    if isinstance(intent, Reprint):
        watch("这一次已经登记过，显示原来的结果")
        return PaperResult(intent, intent.attempts[-1])
    watch(f"已登记 第 {intent.reprint.copy_no} 次")
    return _Run(services, session, order, intent, watch).run()


def as_fapiao(error: Exception) -> FapiaoError:
    """Return ``error`` as one a person can read; a defect of the program is named as such."""
    if isinstance(error, FapiaoError):
        return error
    return FapiaoError(f"程序内部错误（{type(error).__name__}）", "请把日志交给管理员")


class _Run:
    """One attempt after its intent. ``attempt`` always mirrors what the store holds."""

    def __init__(
        self,
        services: Services,
        session: Session,
        order: Order,
        intent: Intent,
        watch: Callable[[str], None],
    ) -> None:
        self._services = services
        self._session = session
        self._order = order
        self._intent = intent
        self._watch = watch
        self._attempt: Attempt = intent.attempt
        self._lease: Lease | None = None

    def run(self) -> PaperResult:
        """Carry the attempt to its end."""
        try:
            artefact = self._render()
            self._watch("已排版并核对")
            self._lease = take_lease(self._services, self._intent.printer, holder_of(self._attempt), self._watch)
            with self._services.devices.open(self._intent.printer) as device:
                delivery = self._print(device, artefact, self._lease)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the record has to say so
            if self._attempt.state is not AttemptState.SENDING:
                return self._failed_clean(as_fapiao(error))
            delivery = Delivery(Evidence.NOTHING, unknown=True, note=f"发送中出错：{as_fapiao(error)}")
        finally:
            if self._attempt.state is not AttemptState.SENDING:
                self._release()
        try:
            return self._conclude(delivery)
        finally:
            self._release()

    def _render(self) -> Artefact:
        job, artefact = self._drawn(self._face_job())
        self._check_face(job, artefact)
        with self._services.store.writing() as unit:
            unit.documents.put(artefact.data)
            moved = replace(self._attempt, state=AttemptState.RENDERED, sha256=artefact.sha256)
            _require_moved(unit.reprints.move_attempt(moved, AttemptState.AUTHORISED))
            unit.commit()
        self._attempt = moved
        return artefact

    def _drawn(self, job: FaceJob) -> tuple[FaceJob, Artefact]:
        """Render; an OFD that cannot be drawn whole is typeset from data instead, where the policy allows that freely."""
        try:
            return job, self._services.renderer.render(job)
        except (FaceError, UnreadableFile) as error:
            may = self._intent.policy["face.typeset"] == "allow" and job.invoice.is_complete
            if job.original is None or job.original_media is not Media.OFD or not may:
                raise
            self._watch(f"OFD 原件画不完整（{error.message}），改用数据排版")
        typeset = replace(job, original=None)
        return typeset, self._services.renderer.render(typeset)

    def _check_face(self, job: FaceJob, artefact: Artefact) -> None:
        """Read the paper back: a typeset face must say what the data say; a copy, what its original says too."""
        if job.paper.is_roll:
            compare(job.invoice, self._services.renderer.read_roll(artefact))
            return
        page = self._services.readers.read_page(artefact.data)
        if job.original is None:
            compare(job.invoice, page)
            return
        stored = job.original if job.original_media is Media.PDF else self._services.renderer.original_pdf(job)
        original = self._services.readers.read_page(stored)
        compare(job.invoice, original)
        compare_copy(original, page)

    def _face_job(self) -> FaceJob:
        stored, settings = self._intent.stored, self._order.settings
        original, document = None, original_face(stored)
        wants_original = chosen_face(stored, self._order.wish()) is FaceChoice.ORIGINAL
        with self._services.store.reading() as unit:
            overlay = overlay_of(unit, settings.printer, settings.paper)
            if document and wants_original:
                original = unit.documents.get(document.sha256)
        if wants_original and original is None:
            raise FaceError("原件文件已不在库中", "请重新导入该发票的版式文件")
        return FaceJob(
            invoice=stored.invoice,
            paper=settings.paper,
            mark=self._mark(),
            profile=self._intent.printer.profile,
            original=original,
            original_media=document.media if document else Media.PDF,
            remark=settings.remark,
            dx_mm=settings.dx_mm,
            dy_mm=settings.dy_mm,
            scaling=settings.scaling,
            rotate=settings.rotate,
            stamp=self._intent.stamp,
            overlay=overlay,
        )

    def _mark(self) -> Mark:
        reprint, policy = self._intent.reprint, self._intent.policy
        purpose = _PURPOSES.get(reprint.reason, "") if reprint.reason and self._intent.stored.reimbursed else ""
        return Mark(
            serial=reprint.serial,
            code=self._attempt.code,
            copy_no=reprint.copy_no,
            at=self._services.now(),
            operator=self._session.operator.display,
            desk=self._services.desk,
            again=self._intent.operation is Operation.AGAIN or reprint.copy_no > 1,
            enabled=policy.is_on("mark.enabled"),
            text=policy["mark.text"],
            purpose=purpose,
            training=self._services.store.training,
            slip=slip_of(reprint, self._services.keys.ledger_key()[1]).text,
        )

    def _print(self, device: Device, artefact: Artefact, lease: Lease) -> Delivery:
        ticket = self._ticket()
        device.preflight(artefact, ticket)
        handover = device.begin(ticket, artefact)
        try:
            self._commit_sending(handover, lease)
        except Exception:
            device.abandon(handover)
            raise
        self._watch(f"正在送往 {self._intent.printer.name}")
        return device.send(handover, artefact, lambda words: self._on_progress(words, lease))

    def _ticket(self) -> Ticket:
        reprint = self._intent.reprint
        number = self._intent.stored.invoice.number
        return Ticket(
            attempt=self._attempt.uuid,
            title=f"{reprint.full_no} 第{reprint.copy_no}次",
            number=number,
            copy_no=reprint.copy_no,
            operator=self._session.operator.name,
            paper=self._order.settings.paper,
            colour=self._order.settings.colour,
        )

    def _commit_sending(self, handover: Handover, lease: Lease) -> None:
        with self._services.store.writing() as unit:
            now = self._services.now()
            if not unit.leases.holds(lease, now):
                raise PrinterBusy("打印机已被另一台接管", "请再按一次 Enter")
            require_unblocked(unit, self._intent.printer)
            moved = replace(self._attempt, state=AttemptState.SENDING, job=handover.job, token=lease.token, sent_at=now)
            _require_moved(unit.reprints.move_attempt(moved, AttemptState.RENDERED))
            unit.commit()
        self._attempt = moved

    def _on_progress(self, words: str, lease: Lease) -> None:
        self._watch(words)
        expires = self._services.now() + timedelta(seconds=self._services.patience.lease_seconds)
        try:
            with self._services.store.writing() as unit:
                unit.leases.push(lease, expires)
                unit.commit()
        except StoreError:
            self._watch("记录暂时写不进去，打印仍在继续")

    def _conclude(self, delivery: Delivery) -> PaperResult:
        state = state_of(delivery)
        evidence = Evidence.NOTHING if state is AttemptState.FAILED_CLEAN else delivery.evidence
        ended = replace(
            self._attempt, state=state, evidence=evidence, note=delivery.note, ended_at=self._services.now()
        )
        error = PrinterError(delivery.note or "打印机拒绝了这份作业", "没有出纸；排除后再按 Enter，次数不变")
        try:
            self._write_outcome(ended)
        except Exception as defect:  # noqa: BLE001 - the paper may be there; what is not recorded is not known
            failure = as_fapiao(defect)
            unknown = replace(self._attempt, state=AttemptState.UNKNOWN, note=failure.message)
            return PaperResult(self._with(unknown), unknown, failure)
        return PaperResult(
            self._with(ended), ended, error if state is AttemptState.FAILED_CLEAN else None, delivery.path
        )

    def _failed_clean(self, error: FapiaoError) -> PaperResult:
        """Record that nothing left us; the number stays with this reprint for the next try."""
        ended = replace(
            self._attempt, state=AttemptState.FAILED_CLEAN, note=error.message, ended_at=self._services.now()
        )
        try:
            self._write_outcome(ended)
        except StoreError:
            return PaperResult(self._with(self._attempt), replace(ended, state=AttemptState.CANCELLED), error)
        return PaperResult(self._with(ended), ended, error)

    def _write_outcome(self, ended: Attempt) -> None:
        with self._services.store.writing() as unit:
            moved = unit.reprints.move_attempt(ended, self._attempt.state)
            if not moved and self._attempt.state is AttemptState.SENDING and may_follow(_UNKNOWN, ended.state):
                # Another desk gave this attempt up as unknown when its lease ran out; a late answer corrects that.
                moved = unit.reprints.move_attempt(ended, _UNKNOWN)
            _require_moved(moved)
            body = {
                "reprint": self._intent.reprint.serial,
                "attempt": ended.uuid,
                "state": ended.state.value,
                "evidence": int(ended.evidence),
                "sha256": ended.sha256,
            }
            draft = Draft("reprint.outcome", self._session.actor, self._services.desk, f"{ended.uuid}:outcome", body)
            self._services.record(unit, draft)
            if self._lease is not None:
                unit.leases.release(self._lease)
            unit.commit()
        self._lease = None

    def _release(self) -> None:
        """Give the printer up, where the outcome did not do it: it could not be written."""
        if self._lease is None:
            return
        try:
            with self._services.store.writing() as unit:
                unit.leases.release(self._lease)
                unit.commit()
        except StoreError:
            self._watch("打印机占用未能释放，到期后自动解除")

    def _with(self, attempt: Attempt) -> Reprint:
        kept = self._intent.reprint
        return replace(kept, attempts=(*kept.attempts[:-1], attempt))


def _require_moved(moved: bool) -> None:  # noqa: FBT001 - the store's answer, passed straight on
    if not moved:
        raise StoreError("这次打印的状态已被别处改动", "请到记录里查看")
