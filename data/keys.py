"""The ledger's key: a file of its own, readable by its owner alone, never in the store or a backup of it."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from data.sql.location import locate
from fapiao.errors import BadInput, StoreError, StoreUnsafe

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
            raise BadInput(f"密钥文件 {self.path} 已存在", "请核对是否已经初始化过") from None
        except OSError as error:
            raise StoreError(f"不能写密钥文件 {self.path}：{error.strerror}", "请核对目录权限") from None
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
                f"缺少账本密钥 {self.path}", f"请从密钥备份放回该文件，或设置 {FOLDER} 指向它所在的目录"
            ) from None
        except (OSError, UnicodeDecodeError):
            raise StoreError(f"读不了账本密钥 {self.path}", "请核对文件权限和内容") from None
        if mode & _LOOSE:
            raise StoreUnsafe(f"账本密钥 {self.path} 可被别人读取", f"请执行 chmod 600 {self.path}")
        try:
            keys = [(line.split()[0], bytes.fromhex(line.split()[1])) for line in lines if line.strip()]
        except (ValueError, IndexError):
            keys = []
        if not keys or any(len(secret) != _LENGTH for _, secret in keys):
            raise StoreError(f"账本密钥 {self.path} 内容已损坏", "请从密钥备份放回该文件")
        return keys


def keys_of(store_url: str, folder: str | None = None) -> FileKeys:
    """Return the keys of a store: in ``folder`` (default: the FAPIAO_KEYS folder), else beside the store's file."""
    location = locate(store_url)
    chosen = folder or os.environ.get(FOLDER)
    if location.is_sqlite:
        name = f"{location.path.name}.key"
        return FileKeys((Path(chosen) if chosen else location.path.parent) / name)
    if not chosen:
        raise BadInput("PostgreSQL 数据需要另设密钥目录", f"请设置环境变量 {FOLDER}")
    return FileKeys(Path(chosen) / f"{location.url.database or 'fapiao'}.key")
