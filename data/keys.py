"""The ledger's key: a file of its own, readable by its owner alone, never in the store or a backup of it."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from data.sql.location import locate
from fapiao.errors import BadInput, StoreError, StoreUnsafe
from fapiao.said import say

FOLDER = "FAPIAO_KEYS"
_LENGTH = 32
_LOOSE = stat.S_IRWXG | stat.S_IRWXO


class FileKeys:
    """Implements :class:`fapiao.ports.host.Keys`. The file holds one line per key, ``id hex``; the last one signs."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ledger_key(self) -> tuple[str, bytes]:
        """Return (key id, 32 bytes). Raises StoreError where the file is missing, StoreUnsafe where others read it."""
        return self._read()[-1]

    def secret_of(self, key_id: str) -> bytes | None:
        """Return the secret of a key that signed earlier entries; None where it is not kept."""
        return dict(self._read()).get(key_id)

    def create(self) -> tuple[str, bytes]:
        """Make the file with a new key. Raises BadInput if it exists."""
        key = secrets.token_bytes(_LENGTH)
        key_id = f"k-{secrets.token_hex(4)}"
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except FileExistsError:
            raise BadInput(say("密钥文件 {path} 已存在", path=self.path), say("请核对是否已经初始化过")) from None
        except OSError as error:
            raise StoreError(
                say("不能写密钥文件 {path}：{reason}", path=self.path, reason=error.strerror), say("请核对目录权限")
            ) from None
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{key_id} {key.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        return key_id, key

    def _read(self) -> list[tuple[str, bytes]]:
        try:
            mode = self.path.stat().st_mode
            lines = self.path.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            raise StoreError(
                say("缺少账本密钥 {path}", path=self.path),
                say("请从密钥备份放回该文件，或设置 {variable} 指向它所在的目录", variable=FOLDER),
            ) from None
        except (OSError, UnicodeDecodeError):
            raise StoreError(say("读不了账本密钥 {path}", path=self.path), say("请核对文件权限和内容")) from None
        if mode & _LOOSE:
            raise StoreUnsafe(
                say("账本密钥 {path} 可被别人读取", path=self.path), say("请执行 chmod 600 {path}", path=self.path)
            )
        try:
            keys = [(line.split()[0], bytes.fromhex(line.split()[1])) for line in lines if line.strip()]
        except (ValueError, IndexError):
            keys = []
        if not keys or any(len(secret) != _LENGTH for _, secret in keys):
            raise StoreError(say("账本密钥 {path} 内容已损坏", path=self.path), say("请从密钥备份放回该文件"))
        return keys


def keys_of(store_url: str, folder: str | None = None) -> FileKeys:
    """Return the keys of a store: in ``folder`` (default: the FAPIAO_KEYS folder), else beside the store's file."""
    location = locate(store_url)
    chosen = folder or os.environ.get(FOLDER)
    if location.is_sqlite:
        name = f"{location.path.name}.key"
        return FileKeys((Path(chosen) if chosen else location.path.parent) / name)
    if not chosen:
        raise BadInput(say("PostgreSQL 数据需要另设密钥目录"), say("请设置环境变量 {variable}", variable=FOLDER))
    return FileKeys(Path(chosen) / f"{location.url.database or 'fapiao'}.key")
