"""What a printer is told and what it answers: status, ticket, handover, delivery."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.paper import Paper, PrinterProfile
    from fapiao.reprint import Evidence


class Readiness(StrEnum):
    """A printer's state in one word."""

    READY = "ready"
    LOW = "low"
    NOT_READY = "not_ready"
    OFFLINE = "offline"
    UNASKABLE = "unaskable"

    @property
    def label(self) -> str:
        """The word on screens."""
        return {
            "ready": say("就绪"),
            "low": say("纸将尽"),
            "not_ready": say("未就绪"),
            "offline": say("离线"),
            "unaskable": say("不能查询"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """A status poll's answer; ``reasons`` in words, ``raw`` as the printer said it."""

    readiness: Readiness
    reasons: tuple[str, ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a device is told of the attempt: goes into job names and file names, never into print data."""

    attempt: str
    """Attempt uuid."""
    title: str
    """Human job name: number and copy, no personal data."""
    number: str
    copy_no: int
    operator: str
    paper: Paper
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Handover:
    """What :meth:`Device.begin` arranged before any print data: an IPP job's uuid and id, an open connection."""

    job: str = ""
    """What every attempt of this job is found by afterwards: the IPP job-uuid, a folder's file; empty elsewhere."""
    job_id: int = 0
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is known after sending."""

    evidence: Evidence
    clean_failure: bool = False
    """Proof that nothing can come out."""
    unknown: bool = False
    """Interrupted after the first byte, or no answer."""
    note: str = ""
    """In words, for the operator."""
    raw: str = ""
    path: str = ""
    """Where a file device put the artefact."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a printer said of itself when it was asked once, without print data."""

    profile: PrinterProfile
    """The profile known before, with what was found in it."""
    notes: tuple[str, ...] = ()
    """In words, for whoever asked."""
