"""One receipt on its way: chunks out, status in, a barrier at the end, and the evidence that comes of it."""

from __future__ import annotations

from collections.abc import Callable

from fapiao.device import Delivery
from fapiao.paper import PrinterProfile
from fapiao.ports.faces import Artefact
from fapiao.reprint import Evidence
from fapiao.said import listed, say
from printing.devices.escpos.link import EscposTimes
from printing.devices.escpos.status import Asb, Barrier, Printed, RealTime, Reply, stops
from printing.devices.escpos.talk import EscposTalk

_INITIALISE = b"\x1b@"
_REPORT_ALL = b"\x1da\xff"
"""Automatic Status Back on; ``ESC @`` switches it off, so it comes second."""
BARRIER = b"\x1dr\x01"
_CHUNK = 1024
BLIND = say("打印机不会回话，只知道数据已交出，请查看纸张")


def completion_request(token: bytes) -> bytes:
    """``GS ( H`` function 48: give these four characters back when the printing of everything before is completed."""
    return b"\x1d(H\x06\x00\x30\x30" + token


class Stream:
    """One run over an open conversation. Raises OSError; the link knows how many bytes had left by then."""

    def __init__(
        self, talk: EscposTalk, times: EscposTimes, profile: PrinterProfile, watch: Callable[[str], None]
    ) -> None:
        """Send nothing yet. ``profile`` says which answers the printer has; ``watch`` gets words at every poll."""
        self._talk, self._link, self._times, self._watch = talk, talk.link, times, watch
        self._asks = profile.status and talk.link.two_way
        self._fences = profile.barrier and talk.link.two_way
        self._stops: tuple[str, ...] = ()
        self._barrier = False
        self._printed = b""
        self._told, self._tell_again = "", 0.0

    def run(self, artefact: Artefact, token: bytes) -> Delivery:
        """Send everything and wait; ``token`` is the id to be given back by ``GS ( H``, empty where not asked for."""
        self._tell(say("正在打印"))
        head = _INITIALISE + (_REPORT_ALL if self._asks else b"")
        self._send(head + artefact.data.removeprefix(_INITIALISE) + (BARRIER if self._fences else b""))
        if token:
            self._send(completion_request(token))
        patience = self._times.answer + self._times.per_mm * artefact.length_mm
        patience += self._link.seconds_for(len(artefact.data))
        self._await(lambda: self._barrier if self._fences else self._link.pending() == 0, patience)
        if token:
            self._await(lambda: self._printed == token, patience)
            return Delivery(Evidence.PRINTED, raw=f"GS ( H {token.decode()}")
        if not self._asks:
            return Delivery(Evidence.RECEIVED if self._fences else Evidence.TAKEN, note=BLIND)
        return self._last_look()

    def _last_look(self) -> Delivery:
        """Ask once more: a barrier says that the data was processed, not that the paper held out."""
        answers, replies = self._talk.ask()
        self._take(replies)
        raw = f"{'GS r; ' if self._fences else ''}DLE EOT {answers.hex(' ')}"
        if found := stops(answers):
            if self._fences:
                note = say("数据已处理，但打印机报告：{found}；请查看纸张是否完整", found=listed(found))
            else:
                note = say("数据已交给打印机，但打印机报告：{found}；请查看纸张是否完整", found=listed(found))
            return Delivery(Evidence.RECEIVED, note=note, raw=raw)
        if self._fences:
            return Delivery(Evidence.PROCESSED, raw=raw)
        return Delivery(Evidence.RECEIVED, note=say("打印机收到了数据，不能确认打完，请查看纸张"), raw=raw)

    def _send(self, data: bytes) -> None:
        """Hand over all of ``data``; while the printer says that it is stopped, hold on and tell the operator."""
        rest = memoryview(data)
        stall = self._times.stall + self._link.seconds_for(_CHUNK)
        end = self._deadline(stall)
        while rest:
            readable, writable = self._link.wait(self._times.poll, writing=not self._stops)
            if readable and self._hear():
                end = self._deadline(stall)
            if writable and not self._stops and (count := self._link.write_some(rest[:_CHUNK])):
                rest = rest[count:]
                end = self._deadline(stall)
            self._check(end)

    def _await(self, holds: Callable[[], bool], patience: float) -> None:
        """Listen until ``holds``; the clock starts anew whenever the printer says something has changed."""
        end = self._deadline(patience)
        while not holds():
            if self._link.wait(self._times.poll)[0]:
                if self._hear():
                    end = self._deadline(patience)
            elif self._asks:
                # Asked in case the printer does not report by itself; its answer comes with the next read.
                self._talk.write(b"\x10\x04\x02")
            self._check(end)

    def _hear(self) -> bool:
        """Take what has arrived; True where it changes what keeps the printer from printing."""
        before = self._stops
        self._take(self._talk.read())
        return self._stops != before

    def _deadline(self, patience: float) -> float:
        return self._talk.clock() + (self._times.trouble if self._stops else patience)

    def _check(self, end: float) -> None:
        self._tell(
            say("{reasons}（不会重发，处理后自动继续）", reasons=listed(self._stops))
            if self._stops
            else say("正在打印")
        )
        if self._talk.clock() > end:
            message = listed(self._stops) or "no answer"
            raise TimeoutError(message)

    def _tell(self, words: str) -> None:
        """Every change at once, the same words once a poll: whoever watches may write to a database each time."""
        now = self._talk.clock()
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
