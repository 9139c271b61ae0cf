"""A4 and form printers over IPP, straight to the printer or through a CUPS queue.

Two-phase hand-over: Create-Job gives a job without data and its uuid; SENDING is committed; only then Send-Document
carries the pages. Nothing is sent twice. CUPS reuses job ids after a crash, so a job is the same only by its uuid.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self

from fapiao.device import Delivery, DeviceStatus, Handover, Probe, Readiness, Ticket
from fapiao.errors import PrinterError, PrinterNotReady
from fapiao.paper import PrinterProfile
from fapiao.ports.faces import Artefact
from fapiao.reprint import Evidence
from fapiao.said import listed, say
from printing.devices.ipp import client as ippclient
from printing.devices.ipp import probe as ippprobe
from printing.devices.ipp import words as ippwords
from printing.devices.ipp.client import FIRST_ERROR, IppClient, IppUnreachable
from printing.devices.ipp.codec import Attribute, Group, Item, Tag, one
from printing.devices.ipp.job import HELD, PENDING, WANTED, JobFacts, Peer, delivery_of, job_name
from printing.devices.ipp.refusal import refusal_of, require_able, require_whole
from printing.devices.ipp.times import IppTimes

_TIMES = IppTimes()
_ASKED = (
    *("printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "operations-supported", "cups-version"),
    *("document-format-supported", "media-supported", "print-color-mode-supported", "sides-supported"),
    *("device-uri", "printer-type", "printer-make-and-model", "printer-firmware-string-version"),
)


class IppDevice:
    """One IPP printer or CUPS queue; ``url`` is ``ipp://host[:port]/path``."""

    def __init__(self, url: str, times: IppTimes = _TIMES, clock: Callable[[], float] = time.monotonic) -> None:
        """Connect to nothing yet. ``clock`` says how long something has been waited for."""
        self._clock = clock
        self._client = IppClient(url, times)
        self._times = times
        self._peer = Peer(cups=True)
        """Until asked, the one whose word is worth less."""
        self._asked = False
        self._colour_modes: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the connections."""
        self._client.__exit__(None, None, None)

    def status(self) -> DeviceStatus:
        """The printer's state; OFFLINE where it does not answer."""
        try:
            return ippwords.status_of(self._ask_printer())
        except PrinterError as error:
            return DeviceStatus(Readiness.OFFLINE, (error.message,))

    def probe(self, known: PrinterProfile) -> Probe:
        """Get-Printer-Attributes, read for what it can do. Raises PrinterNotReady where nobody answers."""
        try:
            return ippprobe.probed(self._ask_printer(), self._peer, known)
        except PrinterError as error:
            raise PrinterNotReady(error.message, error.cure) from error

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        """State, format, paper and settings, all asked before anything is made. Raises PrinterNotReady."""
        try:
            printer = self._ask_printer()
            status = ippwords.status_of(printer)
            if status.readiness in {Readiness.NOT_READY, Readiness.OFFLINE}:
                raise PrinterNotReady(
                    say("打印机未就绪：{reasons}", reasons=listed(status.reasons)), say("处理后再按回车，号码保留不变")
                )
            require_able(printer, artefact, ticket)
            answer = self._client.call(
                ippclient.VALIDATE_JOB,
                {
                    "job-name": one(Tag.NAME, job_name(ticket, artefact.pages)),
                    "document-format": one(Tag.MIME, artefact.mime),
                },
                self._template(ticket),
            )
            require_whole(answer)
        except PrinterNotReady:
            raise
        except PrinterError as error:
            raise PrinterNotReady(error.message, error.cure) from error
        return status

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        """Create-Job without data, and its uuid. Raises PrinterNotReady: an empty job can print nothing."""
        job_id = 0
        try:
            self._know_peer()
            answer = self._client.call(
                ippclient.CREATE_JOB,
                {"job-name": one(Tag.NAME, job_name(ticket, artefact.pages))},
                self._template(ticket),
            )
            job_id = answer.group(Tag.JOB).integer("job-id") or 0
            require_whole(answer)
            if not job_id:
                raise PrinterNotReady(say("打印机没有给出任务号"), say("换一台打印机，或经 CUPS 队列打印"))
            return Handover(job=self._look(job_id).uuid, job_id=job_id, ticket=ticket)
        except PrinterError as error:
            self._cancel(job_id)
            if isinstance(error, PrinterNotReady):
                raise
            raise PrinterNotReady(error.message, error.cure) from error

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        """Send-Document, then follow the job to its last state. ``watch`` is called at every poll. Never raises."""
        try:
            self._know_peer()
        except PrinterError as error:
            return self._give_up(handover, say("{message}，数据没有发出", message=error.message), empty=True)
        try:
            answer = self._client.call(
                ippclient.SEND_DOCUMENT,
                {
                    "job-id": one(Tag.INTEGER, handover.job_id),
                    "document-format": one(Tag.MIME, artefact.mime),
                    "last-document": one(Tag.BOOLEAN, value=True),
                },
                data=artefact.data,
            )
        except IppUnreachable as error:
            return self._give_up(handover, say("{message}，数据没有发出", message=error.message), empty=True)
        except PrinterError as error:
            return self._after_break(handover, artefact, watch, error)
        if answer.code == ippclient.NOT_FOUND:
            return Delivery(Evidence.NOTHING, clean_failure=True, note=say("打印机已放弃这个空任务"))
        if answer.code >= FIRST_ERROR:
            return self._give_up(handover, refusal_of(answer))
        return self._follow(handover, artefact.pages, watch)

    def abandon(self, handover: Handover) -> None:
        """Cancel the empty job; one that cannot be reached ends by itself (multiple-operation-time-out)."""
        self._cancel(handover.job_id)

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        """What became of the job with that uuid, or with that attempt in its name; None where nobody knows it."""
        try:
            self._ask_printer()
            found = self._find(job, attempt)
            if found is None:
                return None
            if found.awaits_document:
                return self._give_up(Handover(found.uuid, found.id), say("任务里没有收到数据"))
            if found.ended:
                return delivery_of(found, self._peer, found.pages)
            if self._is_kept(found):
                self._cancel(found.id)
        except PrinterError:
            return None
        return Delivery(self._peer.taken, unknown=True, note=say("任务还在打印机里，可能随后出纸"), raw=found.raw)

    def _know_peer(self) -> None:
        if not self._asked:
            self._ask_printer()

    def _ask_printer(self) -> Group:
        answer = self._client.call(
            ippclient.GET_PRINTER_ATTRIBUTES,
            {"requested-attributes": tuple(Item(Tag.KEYWORD, name) for name in _ASKED)},
        )
        if answer.code >= FIRST_ERROR:
            raise PrinterError(refusal_of(answer), say("请检查设备地址"))
        printer = answer.group(Tag.PRINTER)
        self._peer = Peer(ippclient.is_cups(printer), printer.text("device-uri"))
        self._asked = True
        self._colour_modes = printer.texts("print-color-mode-supported")
        return printer

    def _template(self, ticket: Ticket) -> dict[str, Attribute]:
        """One paper, one side, on the right medium: a printer's own default is often Letter, and both sides."""
        mode = "color" if ticket.colour else "monochrome"
        job = {
            "copies": one(Tag.INTEGER, 1),
            "sides": one(Tag.KEYWORD, "one-sided"),
            "media": one(Tag.KEYWORD, ticket.paper.media),
        }
        if mode in self._colour_modes:
            job["print-color-mode"] = one(Tag.KEYWORD, mode)
        return job

    def _look(self, job_id: int) -> JobFacts:
        answer = self._client.call(
            ippclient.GET_JOB_ATTRIBUTES,
            {
                "job-id": one(Tag.INTEGER, job_id),
                "requested-attributes": tuple(Item(Tag.KEYWORD, name) for name in WANTED),
            },
        )
        if answer.code >= FIRST_ERROR:
            raise PrinterError(say("打印机不再认识这个任务"), say("请到打印机旁查看"))
        return JobFacts.of(answer.group(Tag.JOB))

    def _find(self, job: str, attempt: str) -> JobFacts | None:
        answer = self._client.call(
            ippclient.GET_JOBS,
            {
                "which-jobs": one(Tag.KEYWORD, "all"),
                "requested-attributes": tuple(Item(Tag.KEYWORD, name) for name in WANTED),
            },
        )
        jobs = [JobFacts.of(group) for group in answer.all(Tag.JOB)]
        by_uuid = (each for each in jobs if job and each.uuid == job)
        by_name = (each for each in jobs if attempt and attempt in each.name)
        return next(by_uuid, None) or next(by_name, None)

    def _follow(self, handover: Handover, pages: int, watch: Callable[[str], None]) -> Delivery:
        end = self._clock() + self._times.finish
        raw = ""
        note: str = say("打印机迟迟没有完成")
        while self._clock() < end:
            try:
                job = self._look(handover.job_id)
                if handover.job and job.uuid != handover.job:
                    self._withdraw(handover.job)
                    return self._unknown(say("打印服务重启过，任务号已是别的任务"), job.raw)
                if job.ended:
                    return delivery_of(job, self._peer, pages)
                raw = job.raw
                watch(self._progress(job))
            except PrinterError as error:
                if self._peer.cups:
                    self._withdraw(handover.job)
                    return self._unknown(say("与打印服务的连接中断"), raw)
                note = error.message
                watch(say("{message}，正在重连", message=error.message))
            time.sleep(self._times.poll)
        return self._give_up(handover, note)

    def _progress(self, job: JobFacts) -> str:
        reasons = ippwords.waiting(job.reasons)
        if not reasons:
            reasons = ippwords.waiting(self._ask_printer().texts("printer-state-reasons"))
        if reasons:
            return say("{reasons}（不会重发，处理后自动继续）", reasons=listed(ippwords.words(reasons)))
        return say("任务在打印机里排队") if job.state <= HELD else say("正在打印")

    def _after_break(
        self, handover: Handover, artefact: Artefact, watch: Callable[[str], None], error: PrinterError
    ) -> Delivery:
        """The answer to Send-Document did not come: the job itself tells whether the document arrived."""
        if self._peer.cups:
            self._withdraw(handover.job)
            return self._unknown(error.message)
        try:
            job = self._look(handover.job_id)
        except PrinterError:
            return self._unknown(error.message)
        if job.awaits_document:
            return self._give_up(handover, say("{message}，数据没有送到", message=error.message))
        return self._follow(handover, artefact.pages, watch)

    def _give_up(self, handover: Handover, note: str, *, empty: bool = False) -> Delivery:
        """Cancel, and look whether that proves anything; ``empty``: no byte of the document ever left us."""
        self._cancel_own(handover)
        end = self._clock() + self._times.cancel
        while True:
            try:
                job = self._look(handover.job_id)
            except PrinterError:
                break
            if handover.job and job.uuid != handover.job:
                break
            if job.ended:
                found = delivery_of(job, self._peer, job.pages)
                clean_failure = found.clean_failure or empty
                if clean_failure:
                    return Delivery(Evidence.NOTHING, clean_failure=True, note=note, raw=job.raw)
                return found if not found.unknown else self._unknown(note, job.raw)
            if self._clock() > end:
                break
            time.sleep(min(self._times.poll, self._times.cancel / 5))
        if empty:
            return Delivery(Evidence.NOTHING, clean_failure=True, note=note)
        return self._unknown(note)

    def _cancel_own(self, handover: Handover) -> None:
        """Cancel the job, unless its number is another one's by now: a cupsd that died counts anew (docs/printers.md)."""
        try:
            own = not handover.job or self._look(handover.job_id).uuid == handover.job
        except PrinterError:
            return
        if own:
            self._cancel(handover.job_id)

    def _cancel(self, job_id: int) -> None:
        if job_id:
            try:
                self._client.call(ippclient.CANCEL_JOB, {"job-id": one(Tag.INTEGER, job_id)})
            except PrinterError:
                # Whoever cancels looks at the job afterwards; an empty job ends by itself.
                return

    def _is_kept(self, job: JobFacts) -> bool:
        """Whether a queue that was stopped in the middle keeps a begun job, to print it once more at its next start."""
        return self._peer.cups and job.started and job.state in {PENDING, HELD}

    def _withdraw(self, job: str) -> None:
        """Cancel an interrupted job as soon as its queue answers again: apple/cups 3810, the same paper twice."""
        end = self._clock() + self._times.back
        while job and self._clock() < end:
            try:
                found = self._find(job, "")
            except PrinterError:
                time.sleep(self._times.poll)
                continue
            if found is not None and not found.ended:
                self._cancel(found.id)
            return

    def _unknown(self, note: str, raw: str = "") -> Delivery:
        return Delivery(
            self._peer.taken, unknown=True, note=say("{note}，可能已出纸，请到打印机旁查看", note=note), raw=raw
        )
