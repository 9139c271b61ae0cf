"""What a job's attributes are worth: from Get-Job-Attributes to a Delivery (docs/printers.md).

A printer counts its own sheets; CUPS counts what its filters made, so a queue never proves a paper and never proves
the absence of one once a job has been at the printer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fapiao.device import Delivery, Ticket
from fapiao.reprint import Evidence
from fapiao.said import say
from fapiao.text import clean
from printing.devices.ipp.codec import Group

PENDING, HELD, PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = 3, 4, 5, 6, 7, 8, 9
ENDED = frozenset({CANCELED, ABORTED, COMPLETED})

WANTED = (
    *("job-id", "job-uuid", "job-name", "job-state", "job-state-reasons", "job-state-message"),
    *("job-impressions-completed", "time-at-processing", "job-printer-state-message", "job-printer-state-reasons"),
)

_PRINTER_SCHEMES = ("ipp:", "ipps:", "dnssd:")
"""Backends of CUPS that follow a job to its end at the printer; others only know that bytes were sent."""


def job_name(ticket: Ticket, pages: int) -> str:
    """The name under which a job is found again: title, attempt, and how many pages make it whole."""
    return f"{clean(ticket.title, limit=60)} {ticket.attempt} {pages}p"


@dataclass(frozen=True, slots=True)
class Peer:
    """Who answers at the other end."""

    cups: bool = False
    backend: str = ""
    """The queue's own device, as CUPS names it."""

    @property
    def taken(self) -> Evidence:
        """What an accepted document is worth."""
        return Evidence.TAKEN if self.cups else Evidence.RECEIVED

    @property
    def completed(self) -> Evidence:
        """What a completed job is worth before its sheets are counted."""
        return Evidence.TAKEN if self.cups and not self.backend.startswith(_PRINTER_SCHEMES) else Evidence.PROCESSED


@dataclass(frozen=True, slots=True)
class JobFacts:
    """One look at one job."""

    id: int
    uuid: str
    name: str
    state: int
    reasons: tuple[str, ...]
    impressions: int | None
    started: bool
    """Whether it ever was in process; True where nobody says."""
    message: str

    @staticmethod
    def of(group: Group) -> JobFacts:
        """Read a job group; what is absent counts against proof."""
        at = group.attributes.get("time-at-processing")
        return JobFacts(
            id=group.integer("job-id") or 0,
            uuid=clean(group.text("job-uuid"), limit=80),
            name=group.text("job-name"),
            state=group.integer("job-state") or 0,
            reasons=group.texts("job-state-reasons") + group.texts("job-printer-state-reasons"),
            impressions=group.integer("job-impressions-completed"),
            started=at is None or any(item.value is not None for item in at),
            message=clean(group.text("job-printer-state-message") or group.text("job-state-message"), limit=200),
        )

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

    @property
    def awaits_document(self) -> bool:
        """Whether it was made and never given anything to print."""
        return bool({"job-data-insufficient", "job-incoming"} & set(self.reasons)) and self.state in {PENDING, HELD}

    @property
    def pages(self) -> int:
        """How many pages its name says it has; 0 where the name is not ours."""
        found = re.search(r" (\d{1,4})p$", self.name)
        return int(found[1]) if found else 0

    @property
    def raw(self) -> str:
        """As the printer said it, for the record."""
        said = f"job {self.id} state={self.state} impressions={self.impressions} {' '.join(self.reasons)}"
        return clean(said, limit=300)


def delivery_of(job: JobFacts, peer: Peer, pages: int) -> Delivery:
    """What an ended job proves."""
    if job.state == COMPLETED:
        return _completed(job, peer, pages)
    if _gave_nothing(job, peer):
        return Delivery(
            Evidence.NOTHING,
            clean_failure=True,
            note=say("打印机没有打出：{message}", message=job.message or say("任务被取消")),
            raw=job.raw,
        )
    note = say("任务中途停止，可能已出纸，请到打印机旁查看")
    return Delivery(
        peer.taken,
        unknown=True,
        note=say("{note}（{message}）", note=note, message=job.message) if job.message else note,
        raw=job.raw,
    )


def _completed(job: JobFacts, peer: Peer, pages: int) -> Delivery:
    if peer.cups:
        note = "" if peer.completed is Evidence.PROCESSED else say("队列只说明数据已发出，请查看纸张")
        return Delivery(peer.completed, note=note, raw=job.raw)
    if pages and job.impressions == pages:
        return Delivery(Evidence.PRINTED, raw=job.raw)
    counted = (
        say("没有计数")
        if not job.impressions
        else say("只数了 {impressions} 面，应为 {pages} 面", impressions=job.impressions, pages=pages)
    )
    return Delivery(
        Evidence.PROCESSED, note=say("打印机说已完成，但{counted}，请查看纸张", counted=counted), raw=job.raw
    )


def _gave_nothing(job: JobFacts, peer: Peer) -> bool:
    return not job.started if peer.cups else job.impressions == 0
