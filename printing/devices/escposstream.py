"""One receipt on its way: chunks out, status in, a barrier at the end, and the evidence that comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable

from fapiao.ports import Artefact, Delivery
from fapiao.reprint import Evidence
from printing.devices.escposlink import EscposLink, EscposTimes
from printing.devices.escposstatus import Asb, Barrier, Printed, RealTime, Reply, stops

_INITIALISE = b"\x1b@"
_REPORT_ALL = b"\x1da\xff"
"""Automatic Status Back on; ``ESC @`` switches it off, so it comes second."""
_BARRIER = b"\x1dr\x01"
_CHUNK = 1024


class Stream:
    """One run over an open connection. Raises OSError; the link knows how many bytes had left by then."""

    def __init__(self, link: EscposLink, times: EscposTimes, watch: Callable[[str], None]) -> None:
        """Send nothing yet. ``watch`` gets words at every poll."""
        self._link, self._times, self._watch = link, times, watch
        self._stops: tuple[str, ...] = ()
        self._barrier = False
        self._printed = b""
        self._told, self._tell_again = "", 0.0

    def run(self, artefact: Artefact, token: bytes) -> Delivery:
        """Send everything and wait; ``token`` is the id to be given back by ``GS ( H``, empty where not asked for."""
        self._tell("正在打印")
        self._send(_INITIALISE + _REPORT_ALL + artefact.data.removeprefix(_INITIALISE) + _BARRIER)
        if token:
            self._send(b"\x1d(H\x06\x00\x30\x30" + token)
        patience = self._times.answer + self._times.per_mm * artefact.length_mm
        self._await(lambda: self._barrier, patience)
        if token:
            self._await(lambda: self._printed == token, patience)
            return Delivery(Evidence.PRINTED, raw=f"GS ( H {token.decode()}")
        answers, replies = self._link.ask()
        self._take(replies)
        raw = f"GS r; DLE EOT {answers.hex(' ')}"
        if found := stops(answers):
            note = "数据已处理，但打印机报告：" + "、".join(found) + "；请查看纸张是否完整"
            return Delivery(Evidence.RECEIVED, note=note, raw=raw)
        return Delivery(Evidence.PROCESSED, raw=raw)

    def _send(self, data: bytes) -> None:
        """Hand over all of ``data``; while the printer says that it is stopped, hold on and tell the operator."""
        rest = memoryview(data)
        end = self._deadline(self._times.stall)
        while rest:
            readable, writable = self._link.wait(self._times.poll, writing=not self._stops)
            if readable:
                before = self._stops
                self._take(self._link.read())
                if self._stops != before:
                    end = self._deadline(self._times.stall)
            if writable and not self._stops and (count := self._link.write_some(rest[:_CHUNK])):
                rest = rest[count:]
                end = self._deadline(self._times.stall)
            self._check(end)

    def _await(self, holds: Callable[[], bool], patience: float) -> None:
        """Listen until ``holds``; the clock starts anew whenever the printer says something has changed."""
        end = self._deadline(patience)
        while not holds():
            if self._link.wait(self._times.poll)[0]:
                before = self._stops
                self._take(self._link.read())
                if self._stops != before:
                    end = self._deadline(patience)
            else:
                # Asked in case the printer does not report by itself; its answer comes with the next read.
                self._link.write(b"\x10\x04\x02")
            self._check(end)

    def _deadline(self, patience: float) -> float:
        return time.monotonic() + (self._times.trouble if self._stops else patience)

    def _check(self, end: float) -> None:
        self._tell("、".join(self._stops) + "（不会重发，处理后自动继续）" if self._stops else "正在打印")
        if time.monotonic() > end:
            message = "、".join(self._stops) or "no answer"
            raise TimeoutError(message)

    def _tell(self, words: str) -> None:
        """Every change at once, the same words once a poll: whoever watches may write to a database each time."""
        now = time.monotonic()
        if words != self._told or now >= self._tell_again:
            self._told, self._tell_again = words, now + self._times.poll
            self._watch(words)

    def _take(self, replies: list[Reply]) -> None:
        for reply in replies:
            match reply:
                case Asb():
                    self._stops = reply.stops
                case RealTime(byte):
                    self._stops = stops(bytes([0x12, byte]))
                case Barrier():
                    self._barrier = True
                case Printed(token):
                    self._printed = token
