"""A receipt printer, whatever wire leads to it, with the status read back.

Before the first byte the printer must say that it is ready. Afterwards nothing is sent twice: out of paper, it holds
what it has and goes on by itself when paper is put in, so the connection is kept and the operator told. A printer that a
probe found silent is used blind, and what it did is for a person to say.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Self

from fapiao.device import Delivery, DeviceStatus, Handover, Probe, Readiness, Ticket
from fapiao.errors import PrinterError, PrinterNotReady
from fapiao.paper import PrinterProfile
from fapiao.ports.faces import Artefact
from fapiao.reprint import Evidence
from fapiao.said import listed, say
from printing.devices.escpos.link import EscposTimes, Link
from printing.devices.escpos.probe import probed
from printing.devices.escpos.status import LOW_PAPER, is_low, stops
from printing.devices.escpos.stream import Stream
from printing.devices.escpos.talk import EscposTalk

MIME = "application/vnd.escpos"
_TIMES = EscposTimes()
_PLAIN = PrinterProfile()
_BLIND = DeviceStatus(Readiness.UNASKABLE, (say("打印机不回答状态查询，按盲打使用"),))


class EscposDevice:
    """One receipt printer; ``connect`` opens the wire to it and raises PrinterNotReady where it cannot."""

    def __init__(
        self,
        connect: Callable[[], Link],
        profile: PrinterProfile = _PLAIN,
        times: EscposTimes = _TIMES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connect to nothing yet. ``profile`` says which answers may be waited for, ``clock`` how long it has been."""
        self._connect = connect
        self._clock = clock
        self._profile = profile
        self._times = times
        self._talk: EscposTalk | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the connection; what the printer has taken stays with it."""
        self._hang_up()

    def status(self) -> DeviceStatus:
        """``DLE EOT`` 1-4; OFFLINE where nobody answers. Sends no print data."""
        open_before = self._talk is not None
        try:
            return self._ask()
        except PrinterError as error:
            self._hang_up()
            return DeviceStatus(Readiness.OFFLINE, (error.message,))
        finally:
            if not open_before:
                self._hang_up()

    def probe(self, known: PrinterProfile) -> Probe:
        """Ask once for everything that it answers. Raises PrinterNotReady while it is stopped: then it is half silent."""
        self._hang_up()
        try:
            return probed(self._open(), known)
        except OSError as error:
            raise PrinterNotReady(say("探测时连接中断"), say("请检查打印机和连线，再探测一次")) from error
        finally:
            self._hang_up()

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        """Connect and ask; the connection stays open for the paper. Raises PrinterNotReady."""
        if artefact.mime != MIME or not ticket.paper.is_roll:
            raise PrinterNotReady(say("小票打印机只能打印卷纸版式"), say("按 F4 换纸张或打印机"))
        try:
            status = self._ask()
        except PrinterNotReady:
            self._hang_up()
            raise
        if status.readiness is Readiness.NOT_READY:
            self._hang_up()
            raise PrinterNotReady(
                say("打印机未就绪：{reasons}", reasons=listed(status.reasons)), say("处理后再按回车，号码保留不变")
            )
        return status

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        """Nothing to arrange but the connection. Raises PrinterNotReady where it is gone."""
        if self._talk is None:
            self.preflight(artefact, ticket)
        return Handover(ticket=ticket)

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        """Send, wait for the barrier, ask once more. Never raises."""
        talk = self._talk
        if talk is None:
            return Delivery(Evidence.NOTHING, clean_failure=True, note=say("与打印机没有连接，数据没有发出"))
        link = talk.link
        before = link.sent
        counts = self._profile.probed and self._profile.completion_id and link.two_way
        try:
            stream = Stream(talk, self._times, self._profile, watch)
            return stream.run(artefact, _token(handover) if counts else b"")
        except (OSError, ValueError) as error:
            if link.sent == before:
                return Delivery(
                    Evidence.NOTHING, clean_failure=True, note=say("连接已断开，数据没有发出"), raw=repr(error)
                )
            left = say("已发出 {sent} 字节", sent=link.sent - before)
            why = say("打印机没有回应") if isinstance(error, TimeoutError) else say("与打印机的连接中断")
            note = say("{why}（{left}），可能已出纸或稍后出纸，请到打印机旁查看", why=why, left=left)
            return Delivery(_evidence_of(link), unknown=True, note=note, raw=repr(error))
        finally:
            self._hang_up()

    def abandon(self, handover: Handover) -> None:
        """Close the connection; no print data has left."""
        del handover
        self._hang_up()

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        """A receipt printer cannot be asked about the past."""
        del job, attempt
        return None

    def _open(self) -> EscposTalk:
        self._talk = self._talk or EscposTalk(self._connect(), self._times, self._clock)
        return self._talk

    def _ask(self) -> DeviceStatus:
        talk = self._open()
        if not (self._profile.status and talk.link.two_way):
            return _BLIND
        try:
            answers, _ = talk.ask()
        except OSError as error:
            raise PrinterNotReady(
                say("打印机没有回答状态查询"), say("可能正被别的程序占用；稍候再试，或检查打印机")
            ) from error
        raw = answers.hex(" ")
        if found := stops(answers):
            return DeviceStatus(Readiness.NOT_READY, found, raw)
        if is_low(answers):
            return DeviceStatus(Readiness.LOW, (LOW_PAPER,), raw)
        return DeviceStatus(Readiness.READY, (), raw)

    def _hang_up(self) -> None:
        if self._talk is not None:
            self._talk.link.close()
            self._talk = None


def _evidence_of(link: Link) -> Evidence:
    """Return what the wire alone proves of a paper that was broken off."""
    try:
        return Evidence.RECEIVED if link.vouches and link.pending() == 0 else Evidence.TAKEN
    except OSError:
        return Evidence.TAKEN


def _token(handover: Handover) -> bytes:
    """Return four characters that the printer gives back when this paper is done, from the attempt and the moment."""
    attempt = handover.ticket.attempt if handover.ticket else ""
    digest = hashlib.sha256(f"{attempt} {time.monotonic_ns()}".encode()).hexdigest()
    return digest[:4].upper().encode()
