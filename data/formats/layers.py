"""One file often tells an invoice several times over: the layers of a file, merged, with what they disagree on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

from data.formats.qr import invoice_payload, read_payload
from fapiao.errors import BadInput, UnreadableFile, UnusableAmount
from fapiao.invoice import Media
from fapiao.merge import differences, filled
from fapiao.said import say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fapiao.invoice import Invoice


QR = say("二维码")
"""The layer of the payload."""


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
        self.names.append(QR)
        self.findings += [
            Finding("file.qr", Level.WARN, say("二维码：{warning}", warning=warning)) for warning in facts.warnings
        ]
        return payload

    def merged(self) -> Invoice:
        """Return one invoice, best layer first, with what the others tell differently. Raises the first layer's fault."""
        if not self.found:
            nothing = UnreadableFile(say("文件里没有发票数据"), say("请换用同一发票的 XML 或 PDF"))
            raise self.faults[0] if self.faults else nothing
        merged = reduce(filled, (other for other in self.found if other.full_no == self.found[0].full_no))
        return replace(merged, clashes=tuple(self._clashes(merged)), sources=(*merged.sources, *self._unread()))

    def _clashes(self, merged: Invoice) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield what two layers tell differently, each pair of values once; the payload of the face is compared field by field."""
        told: set[tuple[str, frozenset[str]]] = set()
        pairs = list(zip(map(str, self.names), self.found, strict=True))
        for nth, (name, layer) in enumerate(pairs):
            if name == QR and layer.qr == merged.qr:
                continue
            for earlier, other in pairs[:nth]:
                for found in differences(other, layer):
                    fact = found.field, frozenset((found.first, found.second))
                    if fact not in told:
                        told.add(fact)
                        yield found.field, earlier, found.first, name, found.second

    def _unread(self) -> list[tuple[str, str]]:
        """Return the amounts for which a whole layer was left out."""
        return [(say("金额"), fault.message) for fault in self.faults if isinstance(fault, UnusableAmount)]
