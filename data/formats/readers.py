"""Files as invoices: implements :class:`fapiao.ports.readers.Readers`. Nothing is written, nothing is fetched, nothing raises."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from data.formats.checks import check
from data.formats.pdf.invoice import read_back, read_pdf
from data.formats.picture import PICTURES, read_picture
from data.formats.refused import unreadable
from data.formats.sandbox.asked import asked
from data.formats.sandbox.limits import BATCH, FILE, MIB, NESTING
from data.formats.sandbox.parent import SHARED, Sandbox
from data.formats.sandbox.scans import read_scan
from data.formats.sandbox.view import page_picture, page_png
from data.formats.sandbox.wire import unpacked
from data.formats.sniff import Content, sniff
from data.formats.values import FORBIDDEN
from data.formats.xml.dialects import has_signature, read_tree
from data.formats.xml.node import parse
from fapiao.errors import FapiaoError, UnreadableFile
from fapiao.invoice import Media, Seal, SealState
from fapiao.ports.readers import PageFacts, PagePicture, Reading, Scanned
from fapiao.said import say
from fapiao.text import clean
from fapiao.verdict import Finding, Level
from ofd.refused import Refused
from ofd.zip_members import Budget, Member, ZipMembers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.ports.readers import Readers

_JUNK_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_KEPT = 8
"""Pages whose facts are remembered."""
_JUNK_FOLDER = "__macosx"
_INVOICE_SUFFIXES = frozenset({".xml", ".ofd", ".pdf", ".zip"})
_SUFFIX_OF = {Media.XML: ".xml", Media.OFD: ".ofd", Media.PDF: ".pdf"}
_OPENED = frozenset({Content.XML, Content.ZIP, Content.PDF})
_OFD_MARKS = ("ofd.xml", "doc_0/document.xml")


class FileReaders:
    """Reads every kind of invoice file; what is inside one is opened in a child process."""

    def __init__(self, sandbox: Sandbox = SHARED) -> None:
        self._sandbox = sandbox
        self._read_back: OrderedDict[str, PageFacts] = OrderedDict()

    def read(self, path: str, data: bytes) -> Iterator[Reading]:
        """Yield one Reading per file found in ``data`` (an archive gives several). Never raises for a bad file."""
        yield from self._read(clean(path, limit=1000), data, Budget(BATCH), 0)

    def read_page(self, data: bytes) -> PageFacts:
        """Read a PDF back: its text and the QR payloads on its pages. Raises UnreadableFile.

        The same bytes say the same, so an original is looked at once for its verify screen, its paper and its copies.
        """
        key = _sha256(data)
        known = self._read_back.pop(key, None) or read_back(data, self._sandbox)
        self._read_back[key] = known
        if len(self._read_back) > _KEPT:
            self._read_back.popitem(last=False)
        return known

    def read_scan(self, data: bytes) -> Scanned:
        """Read a scan or photo of a paper. Raises UnreadableFile."""
        return read_scan(data, self._sandbox)

    def picture(self, data: bytes, page: int, width: int) -> PagePicture:
        """Return one page of a PDF (from 0), ``width`` pixels wide. Raises UnreadableFile."""
        return page_picture(data, page, width, self._sandbox)

    def png(self, data: bytes, page: int, dpi: int) -> bytes:
        """Return one page of a PDF (from 0) as a PNG file of ``dpi`` dots an inch. Raises UnreadableFile."""
        return page_png(data, page, dpi, self._sandbox)

    def _read(self, path: str, data: bytes, budget: Budget, depth: int) -> Iterator[Reading]:
        try:
            if len(data) > FILE:
                raise UnreadableFile(say("文件超过 {most} 兆，已拒绝", most=FILE // MIB), say("请核对来源"))
            content = sniff(data)
            if content is Content.ZIP and not _is_ofd(path, data):
                yield from self._archive(path, data, budget, depth)
                return
            yield self._in_child(path, data, content, budget)
        except Refused as refused:
            yield Reading(path, data=data, sha256=_sha256(data), error=unreadable(refused))
        except FapiaoError as error:
            yield Reading(path, data=data, sha256=_sha256(data), error=error)
        except Exception:  # noqa: BLE001 - whatever a library makes of a damaged file
            # What no reader foresaw: that file is refused, the next one is read.
            yield Reading(path, data=data, sha256=_sha256(data), error=_strange())

    def read_here(self, path: str, data: bytes, content: Content, budget: Budget) -> Reading:
        """Return what one file says, read in this process: the child's, under its limits."""
        try:
            return self._single(path, data, content, budget)
        except Refused as refused:
            return Reading(path, error=unreadable(refused))
        except FapiaoError as error:
            return Reading(path, error=error)
        except Exception:  # noqa: BLE001 - whatever a library makes of a damaged file
            return Reading(path, error=_strange())

    def _in_child(self, path: str, data: bytes, content: Content, budget: Budget) -> Reading:
        if content not in _OPENED:
            return self._single(path, data, content, budget)
        answer = self._sandbox.ask(b"f", asked(path, content, budget.left, data))
        reading: Reading = unpacked(answer["reading"])
        budget.take(answer["used"])
        return replace(reading, data=data, sha256=_sha256(data))

    def _archive(self, path: str, data: bytes, budget: Budget, depth: int) -> Iterator[Reading]:
        if depth >= NESTING:
            raise UnreadableFile(say("压缩包套得太深，已拒绝"), say("请先解开再导入"))
        for member in ZipMembers(data, budget):
            inner = f"{path}!{clean(member.name, limit=400)}"
            if _is_junk(member):
                yield Reading(inner)
                continue
            try:
                content = member.read()
            except Refused as refused:
                yield Reading(inner, error=unreadable(refused))
                if budget.left < 0:
                    return
                continue
            if _is_other(member, content):
                yield Reading(inner)
            else:
                yield from self._read(inner, content, budget, depth + 1)

    def _single(self, path: str, data: bytes, content: Content, budget: Budget) -> Reading:
        if content is Content.EMPTY:
            raise UnreadableFile(say("文件是空的（0 字节）"), say("请重新下载该文件"))
        if content is Content.XML:
            reading = self._xml(path, data)
        elif content is Content.ZIP:
            reading = self._ofd(path, data, budget)
        elif content is Content.PDF:
            reading = self._pdf(path, data)
        elif content in PICTURES:
            reading = self._picture(path, data)
        else:
            raise UnreadableFile(
                say("这不是发票文件（内容是{content}）", content=content.label),
                say("请导入 XML、OFD、PDF、PNG、JPEG 或它们的 zip"),
            )
        return _finished(reading)

    def _xml(self, path: str, data: bytes) -> Reading:
        root = parse(data)
        invoice = read_tree(root)
        if FORBIDDEN.search("".join(invoice.remark.split())):
            invoice = replace(invoice, voucher_forbidden=True)
        seal = Seal(SealState.UNVERIFIED, "", say("含税务签名，未验")) if has_signature(root) else Seal()
        return Reading(path, Media.XML, data, _sha256(data), invoice, (invoice,), seal=seal)

    def _ofd(self, path: str, data: bytes, budget: Budget) -> Reading:
        # The cryptography of seals, 5 MB: most desks import nothing.
        from data.formats.ofd.invoice import read_ofd

        facts = read_ofd(data, self._sandbox, budget)
        seal = facts.examination.seal
        findings = list(facts.layers.findings)
        if seal.state is SealState.ALTERED:
            cure = say("该文件不能作为票面打印；请向开票方重新索取")
            findings.insert(0, Finding("file.seal", Level.WARN, seal.note, cure))
        sources = tuple(facts.layers.found)
        return Reading(path, Media.OFD, data, _sha256(data), facts.invoice, sources, tuple(findings), seal)

    def _picture(self, path: str, data: bytes) -> Reading:
        invoice, findings = read_picture(data, self._sandbox)
        return Reading(path, Media.QR, data, _sha256(data), invoice, (invoice,), findings)

    def _pdf(self, path: str, data: bytes) -> Reading:
        facts = read_pdf(data, self._sandbox)
        findings = tuple(facts.layers.findings)
        sources = tuple(facts.layers.found)
        return Reading(path, Media.PDF, data, _sha256(data), facts.invoice, sources, findings, facts.seal)


def _strange() -> UnreadableFile:
    return UnreadableFile(say("文件内容异常，无法读取"), say("请重新下载该文件"))


def _finished(reading: Reading) -> Reading:
    """Add what is to be said of the facts and of the name."""
    assert reading.invoice is not None
    assert reading.media is not None
    findings = [*reading.findings, *check(reading.invoice)]
    suffix = PurePosixPath(reading.path.rsplit("!", 1)[-1]).suffix.casefold()
    if suffix in _INVOICE_SUFFIXES and suffix != _SUFFIX_OF.get(reading.media):
        content = sniff(reading.data).label if reading.media is Media.QR else reading.media.upper()
        note = say("扩展名是 {suffix}，内容是 {media}，按内容读取", suffix=suffix, media=content)
        findings.append(Finding("file.suffix", Level.INFO, note))
    return replace(reading, findings=tuple(findings))


def _is_ofd(path: str, data: bytes) -> bool:
    """Tell an OFD from a zip of files, by its members; the name decides only where they do not."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    names = {member.name.casefold() for member in ZipMembers(data, Budget(0))}
    inside = any(name in _OFD_MARKS for name in names)
    return inside or (
        path.casefold().endswith(".ofd") and not any(n.endswith((".xml", ".pdf")) for n in names if "/" not in n)
    )


def _is_junk(member: Member) -> bool:
    parts = member.name.casefold().split("/")
    return _JUNK_FOLDER in parts or parts[-1] in _JUNK_NAMES or parts[-1].startswith("._")


def _is_other(member: Member, content: bytes) -> bool:
    """Tell what lies in a platform's zip beside the invoices: read-me texts and pictures."""
    suffix = PurePosixPath(member.name).suffix.casefold()
    return suffix not in _INVOICE_SUFFIXES and sniff(content) not in {Content.XML, Content.PDF, Content.ZIP}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if TYPE_CHECKING:
    _: type[Readers] = FileReaders
