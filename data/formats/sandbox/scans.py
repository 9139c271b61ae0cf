"""Scans and photos of papers: what they are, and the codes on them. Opened in the child process like every picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formats.sandbox.limits import MIB, SCAN
from data.formats.sniff import Content, sniff
from fapiao.errors import UnreadableFile
from fapiao.ports.readers import Scanned
from fapiao.said import say
from fapiao.text import clean

if TYPE_CHECKING:
    from data.formats.sandbox.parent import Sandbox

_JOBS = {Content.PDF: b"d", Content.PNG: b"s", Content.JPEG: b"s"}
_CURE = say("扫描件请用 PDF、JPEG 或 PNG")


def read_scan(data: bytes, sandbox: Sandbox) -> Scanned:
    """Return the kind of a scan and the payloads of its QR codes. Raises UnreadableFile."""
    if len(data) > SCAN:
        raise UnreadableFile(say("扫描件超过 {most} 兆", most=SCAN // MIB), say("请降低分辨率再扫"))
    content = sniff(data)
    job = _JOBS.get(content)
    if job is None:
        raise UnreadableFile(say("这不是扫描件（内容是{content}）", content=content.label), _CURE)
    answer = sandbox.ask(job, data)
    if "error" in answer:
        raise UnreadableFile(say("扫描件已损坏、有口令或太大"), _CURE)
    found = (payload for payload in answer.get("payloads", ()) if isinstance(payload, str))
    return Scanned(content.value, tuple(clean(payload) for payload in found))
