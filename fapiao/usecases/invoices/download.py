"""Give out the electronic copy: the stored bytes untouched, under names of our own.

``count.download`` makes each download a ledger entry, committed before the first file is written.
"""

from __future__ import annotations

import io
import os
import secrets
import zipfile
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.chosenface import original_face
from fapiao.errors import BadInput, NotFound
from fapiao.invoice import Media
from fapiao.ledger import Draft
from fapiao.paper import Paper
from fapiao.people import Permission
from fapiao.ports.faces import FaceJob, Mark
from fapiao.said import say
from fapiao.usecases.invoices.find import not_found

if TYPE_CHECKING:
    from pathlib import Path

    from fapiao.people import Session
    from fapiao.services import Services
    from fapiao.stored import Document, StoredInvoice


class Wanted(StrEnum):
    """What a download gives."""

    ORIGINALS = "originals"
    PDF = "pdf"
    """The face alone: the stored PDF untouched, or the stored OFD drawn."""
    ZIP = "zip"
    """The PDF and every original together."""

    @property
    def label(self) -> str:
        """The choice in words."""
        return {"originals": say("全部原件"), "pdf": say("PDF 版式文件"), "zip": say("PDF 和原件，一个 zip")}[
            self.value
        ]


def download(
    services: Services, session: Session, full_no: str, folder: Path, wanted: Wanted = Wanted.ORIGINALS
) -> list[Path]:
    """Write what is wanted of an invoice into ``folder`` (never over an existing file); return the paths.

    Stored bytes are given untouched. Raises NotFound where there is no such file.
    """
    session.operator.require(Permission.DOWNLOAD)
    if not folder.is_dir():
        raise BadInput(say("没有文件夹 {name}", name=folder.name or folder), say("请输入已有的文件夹"))
    with services.store.reading() as unit:
        stored = unit.invoices.get(full_no)
        if stored is None:
            raise not_found(full_no)
        if not stored.documents:
            raise NotFound(say("这张发票没有原件文件"), say("请先导入其 XML、OFD 或 PDF"))
        kept = [(d, unit.documents.get(d.sha256)) for d in stored.documents]
    files = _files(services, stored, [(d, data) for d, data in kept if data is not None], wanted)
    with services.store.writing() as unit:
        if services.policy(unit).is_on("count.download"):
            body = {"full_no": stored.invoice.full_no, "files": len(files), "wanted": wanted.value}
            key = f"download:{secrets.token_hex(8)}"
            services.record(unit, Draft("invoice.download", session.actor, services.desk, key, body))
            unit.commit()
    return [write_new(folder, name, data) for name, data in files]


def _files(
    services: Services, stored: StoredInvoice, kept: list[tuple[Document, bytes]], wanted: Wanted
) -> list[tuple[str, bytes]]:
    number = stored.invoice.full_no
    originals = [(f"{number}-{n}.{d.media.value}", data) for n, (d, data) in enumerate(kept, 1)]
    if wanted is Wanted.ORIGINALS:
        return originals
    pdf = (f"{number}.pdf", _face_pdf(services, stored, kept))
    return [pdf] if wanted is Wanted.PDF else [(f"{number}.zip", _zipped([pdf, *originals]))]


def _face_pdf(services: Services, stored: StoredInvoice, kept: list[tuple[Document, bytes]]) -> bytes:
    face = original_face(stored)
    data = next((data for d, data in kept if face is not None and d.sha256 == face.sha256), None)
    if face is None or data is None:
        raise NotFound(say("没有可用的版式文件"), say("请先导入该发票的 PDF 或 OFD"))
    if face.media is Media.PDF:
        return data
    mark = Mark("", "", 0, services.now(), "", "")
    return services.renderer.original_pdf(
        FaceJob(stored.invoice, Paper.A4_UPPER, mark, original=data, original_media=face.media)
    )


def _zipped(files: list[tuple[str, bytes]]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return sink.getvalue()


def write_new(folder: Path, name: str, data: bytes) -> Path:
    """Create a file that was not there; links are not followed. Raises BadInput."""
    stem, _, suffix = name.rpartition(".")
    for turn in range(1000):
        path = folder / (name if not turn else f"{stem}({turn}).{suffix}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise BadInput(
                say("写不进 {name}（{reason}）", name=folder.name, reason=error.strerror), say("请换一个文件夹")
            ) from error
        try:
            with os.fdopen(handle, "wb") as sink:
                sink.write(data)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise BadInput(
                say("写不完 {name}（{reason}）", name=path.name, reason=error.strerror),
                say("请清理磁盘，或换一个文件夹"),
            ) from error
        return path
    raise BadInput(say("同名文件太多"), say("请换一个文件夹"))
