"""Which files a path names: itself, or everything below a folder, in a stable order; links are not followed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, NotFound
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes; a platform's monthly zip is far smaller."""


def files_below(path: Path) -> Iterator[Path]:
    """Yield the files that ``path`` names. Raises NotFound for a path that is not there."""
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        raise NotFound(say("没有这个文件或文件夹：{name}", name=path.name or path), say("请核对路径"))
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            found = path.__class__(folder) / name
            if not name.startswith(".") and found.is_file() and not found.is_symlink():
                yield found


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises BadInput where it cannot be read or is too large to be an invoice."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(
                say("{name} 超过 {most} MB", name=path.name, most=LARGEST_FILE // 2**20),
                say("请拆成小一些的压缩包"),
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            say("读不了 {name}（{reason}）", name=path.name, reason=error.strerror), say("请检查文件权限")
        ) from error
