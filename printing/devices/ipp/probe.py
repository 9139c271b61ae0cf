"""What Get-Printer-Attributes says of a page printer's abilities, and what its word is worth (docs/printers.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fapiao.device import Probe
from fapiao.paper import Paper, PrinterProfile
from fapiao.reprint import Evidence
from fapiao.said import say
from fapiao.text import clean
from printing.devices.ipp.client import CREATE_JOB, SEND_DOCUMENT
from printing.devices.ipp.codec import Group
from printing.devices.ipp.job import Peer

_PDF = "application/pdf"
_A4 = Paper.A4_UPPER.media
_LIMIT = 60


def probed(printer: Group, peer: Peer, known: PrinterProfile) -> Probe:
    """Return what ``printer`` says of itself, in ``known``."""
    backend = clean(peer.backend.partition(":")[0], limit=20) if peer.cups else ""
    profile = replace(
        known,
        evidence=peer.completed if peer.cups else Evidence.PRINTED,
        model=clean(printer.text("printer-make-and-model"), limit=_LIMIT),
        firmware=clean("、".join(printer.texts("printer-firmware-string-version")), limit=_LIMIT),
        backend=backend,
    )
    return Probe(profile, tuple(_notes(printer, peer, backend)))


def _notes(printer: Group, peer: Peer, backend: str) -> Iterator[str]:
    if peer.cups:
        worth = (
            say("张数是过滤程序数的，最多证据 3")
            if peer.completed is Evidence.PROCESSED
            else say("只知道数据已发出，最多证据 1")
        )
        yield say("CUPS 队列，经 {backend} 打印：{worth}", backend=backend or say("不明的后端"), worth=worth)
    else:
        yield say("打印机本身，自己数张数，最多证据 4")
    formats, media = printer.texts("document-format-supported"), printer.texts("media-supported")
    yield say("能直接打印 PDF") if _PDF in formats else say("不能直接打印 PDF，请经 CUPS 队列使用")
    if media:
        yield say("有 A4 纸") if _A4 in media else say("没有 A4 纸")
    operations = {item.value for item in printer.attributes.get("operations-supported", ())}
    if not {CREATE_JOB, SEND_DOCUMENT} <= operations:
        yield say("不支持分步交付（Create-Job），请经 CUPS 队列使用")
    yield say("彩色") if "color" in printer.texts("print-color-mode-supported") else say("黑白")
    if any(side.startswith("two-sided") for side in printer.texts("sides-supported")):
        yield say("能双面（发票总是单面打印）")
