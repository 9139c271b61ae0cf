"""Receipt printers over TCP (port 9100), with the status read back.

Before the first byte the printer must say that it is ready. Afterwards nothing is sent twice: out of paper, it holds
what it has and goes on by itself when paper is put in, so the connection is kept and the operator told.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Self

from fapiao.errors import PrinterError, PrinterNotReady
from fapiao.paper import PrinterProfile
from fapiao.ports import Artefact, Delivery, DeviceStatus, Handover, Readiness, Ticket
from fapiao.reprint import Evidence
from printing.devices.escposlink import EscposLink, EscposTimes
from printing.devices.escposstatus import LOW_PAPER, is_low, stops
from printing.devices.escposstream import Stream

MIME = "application/vnd.escpos"
_TIMES = EscposTimes()
_PLAIN = PrinterProfile()


class EscposTcpDevice:
    """One receipt printer at ``host``:``port``."""

    def __init__(self, host: str, port: int, profile: PrinterProfile = _PLAIN, times: EscposTimes = _TIMES) -> None:
        """Connect to nothing yet. ``profile`` says whether completion may be asked for (``GS ( H``)."""
        self._host, self._port = host, port
        self._completion = profile.probed and profile.completion_id
        self._times = times
        self._link: EscposLink | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the connection; what the printer has taken stays with it."""
        self._hang_up()

    def status(self) -> DeviceStatus:
        """``DLE EOT`` 1-4; OFFLINE where nobody answers. Sends no print data."""
        open_before = self._link is not None
        try:
            return self._ask()
        except PrinterError as error:
            self._hang_up()
            return DeviceStatus(Readiness.OFFLINE, (error.message,))
        finally:
            if not open_before:
                self._hang_up()

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        """Connect and ask; the connection stays open for the paper. Raises PrinterNotReady."""
        if artefact.mime != MIME or not ticket.paper.is_roll:
            raise PrinterNotReady("小票打印机只能打印卷纸版式", "按 F4 换纸张或打印机")
        try:
            status = self._ask()
        except PrinterNotReady:
            self._hang_up()
            raise
        if status.readiness is Readiness.NOT_READY:
            self._hang_up()
            raise PrinterNotReady("打印机未就绪：" + "、".join(status.reasons), "处理后再按回车，号码保留不变")
        return status

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        """Nothing to arrange but the connection. Raises PrinterNotReady where it is gone."""
        if self._link is None:
            self.preflight(artefact, ticket)
        return Handover(ticket=ticket)

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        """Send, wait for the barrier, ask once more. Never raises."""
        link = self._link
        if link is None:
            return Delivery(Evidence.NOTHING, clean_failure=True, note="与打印机没有连接，数据没有发出")
        before = link.sent
        token = _token(handover) if self._completion else b""
        try:
            return Stream(link, self._times, watch).run(artefact, token)
        except (OSError, ValueError) as error:
            if link.sent == before:
                return Delivery(Evidence.NOTHING, clean_failure=True, note="连接已断开，数据没有发出", raw=repr(error))
            left = f"已发出 {link.sent - before} 字节"
            evidence = Evidence.RECEIVED if link.all_acknowledged() else Evidence.TAKEN
            why = "打印机没有回应" if isinstance(error, TimeoutError) else "与打印机的连接中断"
            note = f"{why}（{left}），可能已出纸或稍后出纸，请到打印机旁查看"
            return Delivery(evidence, unknown=True, note=note, raw=repr(error))
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

    def _ask(self) -> DeviceStatus:
        try:
            link = self._link = self._link or EscposLink(self._host, self._port, self._times)
        except OSError as error:
            raise PrinterNotReady("连接不上打印机", "请检查打印机电源、网线和地址") from error
        try:
            answers, _ = link.ask()
        except OSError as error:
            raise PrinterNotReady("打印机没有回答状态查询", "可能正被别的程序占用；稍候再试，或检查打印机") from error
        raw = answers.hex(" ")
        if found := stops(answers):
            return DeviceStatus(Readiness.NOT_READY, found, raw)
        if is_low(answers):
            return DeviceStatus(Readiness.LOW, (LOW_PAPER,), raw)
        return DeviceStatus(Readiness.READY, (), raw)

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def _token(handover: Handover) -> bytes:
    """Four characters that the printer gives back when this paper is done, from the attempt's uuid and the moment."""
    attempt = handover.ticket.attempt if handover.ticket else ""
    digest = hashlib.sha256(f"{attempt} {time.monotonic_ns()}".encode()).hexdigest()
    return digest[:4].upper().encode()
