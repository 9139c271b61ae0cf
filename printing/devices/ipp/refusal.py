"""What an IPP printer refuses, found before anything is made or read from its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import PrinterNotReady
from fapiao.said import listed, say
from fapiao.text import clean
from printing.devices.ipp import client as ippclient
from printing.devices.ipp.client import FIRST_ERROR
from printing.devices.ipp.codec import Group, Message, Tag

if TYPE_CHECKING:
    from fapiao.device import Ticket
    from fapiao.ports.faces import Artefact

_REFUSALS = {
    0x040A: say("打印机不收这种文件"),
    0x040B: say("打印机不支持这种纸张或设置"),
    ippclient.NOT_FOUND: say("没有这个打印机或队列"),
    ippclient.NOT_ACCEPTING: say("打印机不接收任务"),
    ippclient.BUSY: say("打印机正忙"),
    0x0403: say("打印机不允许本机打印"),
}


def require_able(printer: Group, artefact: Artefact, ticket: Ticket) -> None:
    """Raise PrinterNotReady where the printer says that it cannot take this document, in two steps, on this paper."""
    formats = printer.texts("document-format-supported")
    if formats and artefact.mime not in formats:
        raise PrinterNotReady(say("这台打印机不能直接打印 PDF"), say("经 CUPS 队列打印，或换一台打印机"))
    operations = {item.value for item in printer.attributes.get("operations-supported", ())}
    if operations and not {ippclient.CREATE_JOB, ippclient.SEND_DOCUMENT} <= operations:
        raise PrinterNotReady(say("这台打印机不支持分步交付（Create-Job）"), say("经 CUPS 队列打印，或换一台打印机"))
    media, offered = ticket.paper.media, printer.texts("media-supported")
    if offered and media not in offered and not media.startswith("custom_"):
        raise PrinterNotReady(
            say("打印机没有这种纸：{paper}", paper=ticket.paper.label), say("按 F4 换纸张，或换一台打印机")
        )


def require_whole(answer: Message) -> None:
    """Raise PrinterNotReady where the printer refused, or would leave out something that was asked for."""
    left_out = [name for group in answer.all(Tag.UNSUPPORTED) for name in group.attributes]
    if answer.code >= FIRST_ERROR or left_out:
        refusal = refusal_of(answer)
        if left_out:
            refusal = say(
                "{refusal}（{left_out}）", refusal=refusal, left_out=listed(clean(name, limit=40) for name in left_out)
            )
        raise PrinterNotReady(refusal, say("按 F4 换纸张或打印机"))


def refusal_of(answer: Message) -> str:
    """Return why the printer refused, in words; its own message beside them where that is short and readable."""
    said = _REFUSALS.get(answer.code) or say("打印机拒绝了任务（{code:#06x}）", code=answer.code)
    message = clean(answer.group(Tag.OPERATION).text("status-message"), limit=120)
    return (
        say("{said}：{message}", said=said, message=message)
        if message and message.isascii() and len(message) < 60
        else said
    )
