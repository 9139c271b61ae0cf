"""Give out the electronic copy: the stored bytes untouched, under names of our own (D1, D2).

``count.download`` makes each download a ledger entry, committed before the first file is written.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, NotFound
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.usecases.find import not_found

if TYPE_CHECKING:
    from pathlib import Path

    from fapiao.people import Session
    from fapiao.services import Services


def download(services: Services, session: Session, full_no: str, folder: Path) -> list[Path]:
    """Write every original of an invoice into ``folder`` (never over an existing file); return the paths."""
    session.operator.require(Permission.DOWNLOAD)
    if not folder.is_dir():
        raise BadInput(f"没有文件夹 {folder.name or folder}", "请输入已有的文件夹")
    with services.store.writing() as unit:
        stored = unit.invoices.get(full_no)
        if stored is None:
            raise not_found(full_no)
        if not stored.documents:
            raise NotFound("这张发票没有原件文件", "请先导入其 XML、OFD 或 PDF")
        files = [(d, unit.documents.get(d.sha256)) for d in stored.documents]
        if services.policy(unit).is_on("count.download"):
            body = {"full_no": stored.invoice.full_no, "files": len(files)}
            key = f"download:{secrets.token_hex(8)}"
            services.record(unit, Draft("invoice.download", session.actor, services.desk, key, body))
        unit.commit()
    return [
        write_new(folder, f"{stored.invoice.full_no}-{n}.{d.media.value}", data)
        for n, (d, data) in enumerate(files, 1)
        if data is not None
    ]


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
            raise BadInput(f"写不进 {folder.name}（{error.strerror}）", "请换一个文件夹") from error
        try:
            with os.fdopen(handle, "wb") as sink:
                sink.write(data)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise BadInput(f"写不完 {path.name}（{error.strerror}）", "请清理磁盘，或换一个文件夹") from error
        return path
    raise BadInput("同名文件太多", "请换一个文件夹")
