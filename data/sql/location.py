"""Where a store may lie: its URL checked, and the file systems that SQLite's write-ahead log cannot live on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from fapiao.errors import BadInput, StoreUnsafe
from fapiao.said import say

MOUNTS = Path("/proc/self/mountinfo")
NETWORK = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "glusterfs", "beegfs", "gpfs",
        "pvfs2", "davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.ceph", "fuse.davfs2",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Location:
    """A checked store URL."""

    url: URL

    @property
    def is_sqlite(self) -> bool:
        """True for a file, False for a PostgreSQL server."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return Path(self.url.database or "")

    @property
    def shown(self) -> str:
        """The URL for people, without any password."""
        return self.url.render_as_string(hide_password=True)


def locate(text: str) -> Location:
    """Check a store URL or a plain path. Raises BadInput for other databases and for a URL with a password."""
    if "://" not in text:
        return Location(URL.create("sqlite", database=str(Path(text).expanduser().absolute())))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise BadInput(
            say("数据位置写得不对"), say("例如 sqlite:////var/lib/fapiao/desk.db 或 postgresql://主机/库名")
        ) from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise BadInput(say("数据必须是一个文件"), say("例如 sqlite:////var/lib/fapiao/desk.db"))
        return Location(URL.create("sqlite", database=str(Path(url.database).expanduser().absolute())))
    if backend != "postgresql":
        raise BadInput(say("不支持 {backend} 数据库", backend=backend), say("请用 sqlite:/// 或 postgresql://"))
    if url.password is not None or "password" in url.query:
        raise BadInput(say("数据位置里不能写口令"), say("请把口令放进 PGPASSFILE 或服务文件（service=）"))
    return Location(url.set(drivername="postgresql+psycopg"))


def refuse_network(path: Path, mounts: str | None = None) -> None:
    """Raise StoreUnsafe if ``path`` lies on a network file system (``mounts`` = text of mountinfo, for tests)."""
    if mounts is None:
        try:
            mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return
    kind = file_system(path.resolve(), mounts)
    if kind in NETWORK:
        raise StoreUnsafe(
            say("数据文件在网络盘上（{kind}）：{path}", kind=kind, path=path),
            say("请放到本机磁盘；多台主机共用请改用 PostgreSQL"),
        )


def file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system that holds ``path``: that of the longest mount point above it."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        columns = before.split(" ")
        if len(columns) < 5 or not after:
            continue
        point = Path(columns[4].encode().decode("unicode_escape") if "\\" in columns[4] else columns[4])
        if (path == point or point in path.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split(" ")[0]
    return kind
