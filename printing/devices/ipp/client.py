"""IPP operations over HTTP: one request, one answer, no retry. Knows a CUPS queue from a printer."""

from __future__ import annotations

import itertools
import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from fapiao.errors import PrinterError
from fapiao.said import say
from printing.devices.ipp.codec import Attribute, Group, Message, Tag, decode, encode, one
from printing.devices.ipp.times import IppTimes

VALIDATE_JOB, CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB = 0x0004, 0x0005, 0x0006, 0x0008
GET_JOB_ATTRIBUTES, GET_JOBS, GET_PRINTER_ATTRIBUTES = 0x0009, 0x000A, 0x000B

FIRST_ERROR = 0x0400
"""Status codes from here on are errors; below, the request was carried out, perhaps with something left out."""
NOT_FOUND, NOT_POSSIBLE, BUSY, NOT_ACCEPTING = 0x0406, 0x0404, 0x0507, 0x0506

USER = "fapiao-desk"
"""One name for all desks: CUPS hides job names from other users, and any desk may have to ask after a job."""
MAX_ANSWER = 4 * 1024 * 1024
"""Bytes of one answer; Get-Jobs of a busy queue stays far below."""


class IppUnreachable(PrinterError):
    """No connection: nothing of the request left us."""


class IppLost(PrinterError):
    """The connection broke after the request, or part of it, had left: whether it was carried out is not known."""


class IppClient:
    """One printer or queue. ``url`` is ``ipp://host[:port]/path``; proxies of the environment are ignored."""

    def __init__(self, url: str, times: IppTimes) -> None:
        """Open nothing yet; connections are made when asked for."""
        parts = urlsplit(url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        port = parts.port or 631
        path = parts.path or "/ipp/print"
        self.uri = f"ipp://{host}:{port}{path}"
        self._address = f"http://{host}:{port}{path}"
        timeout = httpx.Timeout(times.answer, connect=times.connect)
        # Plain IPP: no certificate is ever looked at, and loading the usual ones takes 17 ms a client.
        trusts_nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._http = httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False, verify=trusts_nobody)
        self._ids = itertools.count(1)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._http.close()

    def call(
        self,
        operation: int,
        attributes: Mapping[str, Attribute] | None = None,
        job: Mapping[str, Attribute] | None = None,
        data: bytes = b"",
    ) -> Message:
        """Carry out one operation. Raises IppUnreachable, IppLost; an error status is an answer, not an exception."""
        head: dict[str, Attribute] = {
            "attributes-charset": one(Tag.CHARSET, "utf-8"),
            "attributes-natural-language": one(Tag.LANGUAGE, "en"),
            "printer-uri": one(Tag.URI, self.uri),
        }
        given = dict(attributes or {})
        if "job-id" in given:
            head["job-id"] = given.pop("job-id")
        groups = [Group(Tag.OPERATION, {**head, "requesting-user-name": one(Tag.NAME, USER), **given})]
        if job:
            groups.append(Group(Tag.JOB, dict(job)))
        body = encode(Message(operation, next(self._ids), tuple(groups), data))
        return decode(self._post(body))

    def _post(self, body: bytes) -> bytes:
        headers = {"content-type": "application/ipp"}
        try:
            with self._http.stream("POST", self._address, content=body, headers=headers) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise PrinterError(
                        say("打印机拒绝了请求（HTTP {status}）", status=answer.status_code),
                        say("请检查设备地址和打印机的访问设置"),
                    )
                return _bounded(answer)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise IppUnreachable(say("连接不上打印机"), say("请检查打印机电源、网线和设备地址")) from error
        except (httpx.HTTPError, OSError) as error:
            raise IppLost(say("与打印机的连接中断"), say("请检查打印机和网络")) from error


def _bounded(answer: httpx.Response) -> bytes:
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > MAX_ANSWER:
            raise PrinterError(say("打印机的回答过长"), say("请检查设备地址是否指向 IPP 打印机"))
    return bytes(body)


def is_cups(printer: Group) -> bool:
    """Whether Get-Printer-Attributes came from a CUPS queue, whose counts are the filter's and not the printer's."""
    return bool(printer.text("cups-version") or "printer-type" in printer.attributes)
