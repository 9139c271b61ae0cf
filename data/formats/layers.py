"""One file often tells an invoice several times over: the layers of a file, merged, with what they disagree on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.formats.qr import invoice_payload, read_payload
from fapiao.errors import BadInput, UnreadableFile
from fapiao.invoice import Media
from fapiao.merge import merge
from fapiao.said import Said, say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.invoice import Invoice


@dataclass(slots=True)
class Layers:
    """Facts of one file by layer, best first, and why a layer could not be read."""

    media: Media
    found: list[Invoice] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """What each layer is called in messages."""
    findings: list[Finding] = field(default_factory=list)
    faults: list[BadInput] = field(default_factory=list)

    def add(self, name: str, read: Callable[[], Invoice | None]) -> Invoice | None:
        """Read one layer; a fault in it is kept and the other layers still speak."""
        try:
            invoice = read()
        except BadInput as fault:
            self.faults.append(fault)
            return None
        if invoice is not None:
            self.found.append(invoice)
            self.names.append(name)
        return invoice

    def need_text(self) -> None:
        """Raise what the page's text was refused for where nothing else spoke: a code makes no invoice of another paper."""
        if self.faults and not self.found:
            raise self.faults[-1]

    def add_qr(self, payloads: list[str]) -> str:
        """Add what the QR code says; return its payload."""
        payload = invoice_payload(payloads)
        read = read_payload(payload) if payload else None
        if read is None:
            return ""
        invoice, facts = read
        self.found.append(invoice)
        self.names.append(say("二维码"))
        self.findings += [
            Finding("file.qr", Level.WARN, say("二维码：{warning}", warning=warning)) for warning in facts.warnings
        ]
        return payload

    def merged(self) -> Invoice:
        """Return one invoice. Raises the first layer's fault where no layer told one."""
        if not self.found:
            nothing = UnreadableFile(say("文件里没有发票数据"), say("请换用同一发票的 XML 或 PDF"))
            raise self.faults[0] if self.faults else nothing
        best = self.found[0]
        same = [best]
        sentences: dict[str, None] = {}
        for name, other in zip(self.names[1:], self.found[1:], strict=True):
            if other.full_no != best.full_no:
                fields = {
                    "label": say("号码"),
                    "first": self.names[0],
                    "x": best.full_no,
                    "second": name,
                    "y": other.full_no,
                }
                sentences[say("{label}：{first}为 {x}，{second}为 {y}", **fields)] = None
                continue
            same.append(other)
            sentences |= dict.fromkeys(_differences(self.names[0], best, name, other))
        self.findings += [
            Finding(
                "file.conflict", Level.WARN, say("文件内部不一致：{sentence}", sentence=sentence), say("请核对原件")
            )
            for sentence in sentences
        ]
        return merge((self.media, invoice) for invoice in same)[0]


def _differences(name: str, invoice: Invoice, other_name: str, other: Invoice) -> list[str]:
    """Compare two layers as two files would be, and call them by their own names."""
    _, conflicts = merge([(Media.XML, invoice), (Media.OFD, other)])
    return [_between(name, other_name, conflict) for conflict in conflicts]


def _between(name: str, other_name: str, conflict: str) -> str:
    assert isinstance(conflict, Said)
    fields = conflict.fields | {"first": name, "second": other_name}
    return say("{label}：{first}为 {x}，{second}为 {y}", **fields)
