"""A real cupsd, started by hand on its own port as user ``lp``: no systemd, nothing of the machine's own CUPS."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ippsimulator import ended_all
from netports import await_port, free_port, stop
from printing.devices.ipp.client import GET_PRINTER_ATTRIBUTES, IppClient
from printing.devices.ipp.codec import Tag
from printing.devices.ipp.times import IppTimes

USER = "lp"
_IDLE = 3
"""``printer-state``."""
_CUPSD = """LogLevel warn
MaxLogSize 0
Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
PreserveJobHistory Yes
ErrorPolicy abort-job
DirtyCleanInterval {clean}
<Location />
Order allow,deny
Allow localhost
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
<Limit All>
Order allow,deny
Allow localhost
</Limit>
</Policy>
"""
_FILES = """User {user}
Group {user}
SystemGroup {user}
ServerRoot {root}/etc
ServerBin /usr/lib/cups
DataDir /usr/share/cups
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/state
ServerKeychain {root}/etc/ssl
AccessLog {root}/log/access_log
ErrorLog {root}/log/error_log
PageLog {root}/log/page_log
FileDevice Yes
Sandboxing relaxed
"""


@dataclass
class CupsServer:
    """One running cupsd."""

    root: Path
    port: int
    process: subprocess.Popen[bytes]
    queues: set[str] = field(default_factory=set)

    def queue(self, name: str, to: str, model: str) -> str:
        """Make a queue, where it is not there yet; gives its device URL."""
        if name not in self.queues:
            self.lpadmin("-p", name, "-E", "-v", to, "-m", model)
            self.queues.add(name)
        return self.url(name)

    def clean(self) -> bool:
        """Take all jobs out; False where it has ended, or a queue is not what it was at first."""
        if self.process.poll() is not None:
            return False
        return all(self._is_clean(name) for name in sorted(self.queues))

    def _is_clean(self, name: str) -> bool:
        with IppClient(self.url(name), IppTimes(answer=60)) as client:
            if not ended_all(client):
                return False
            self.run("cupsenable", name)
            self.run("cupsaccept", name)
            printer = client.call(GET_PRINTER_ATTRIBUTES).group(Tag.PRINTER)
        return printer.integer("printer-state") == _IDLE and printer.texts("printer-state-reasons") == ("none",)

    def lpadmin(self, *args: str) -> None:
        """Administer it, e.g. ``lpadmin('-p', 'a4', '-E', '-v', uri, '-m', 'everywhere')``."""
        self.run("lpadmin", *args)

    def run(self, program: str, *args: str) -> None:
        """Run another of CUPS' programs (``cupsdisable``, ``cupsreject``, ``cupsenable``) on this server."""
        path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
        done = subprocess.run(
            [program, "-h", f"127.0.0.1:{self.port}", *args],
            check=False,
            capture_output=True,
            timeout=100,
            env={**os.environ, "PATH": path},
        )
        assert done.returncode == 0, done.stderr.decode()

    def url(self, queue: str) -> str:
        """The device URL of a queue."""
        return f"ipp://127.0.0.1:{self.port}/printers/{queue}"


@contextmanager
def cups_server(*, clean_seconds: int = 30) -> Iterator[CupsServer]:
    """Run one in a folder of its own."""
    # Not below pytest's: user lp must get in, and every other pytest of this user that starts shuts those folders again.
    with tempfile.TemporaryDirectory(prefix="cups-") as folder, _cups_server(Path(folder), clean_seconds) as server:
        yield server


@contextmanager
def _cups_server(root: Path, clean_seconds: int) -> Iterator[CupsServer]:
    port = free_port()
    for name in ("etc/ppd", "etc/ssl", "spool/tmp", "cache/rss", "state/certs", "log"):
        (root / name).mkdir(parents=True)
    (root / "etc/cupsd.conf").write_text(_CUPSD.format(port=port, clean=clean_seconds))
    (root / "etc/cups-files.conf").write_text(_FILES.format(user=USER, root=root))
    account = pwd.getpwnam(USER)
    root.chmod(0o755)
    for path in [root, *root.rglob("*")]:
        os.chown(path, account.pw_uid, account.pw_gid)
    process = subprocess.Popen(
        ["/usr/sbin/cupsd", "-f", "-c", root / "etc/cupsd.conf", "-s", root / "etc/cups-files.conf"],
        user=USER,
        group=USER,
        extra_groups=[],
    )
    try:
        await_port(process, port)
        yield CupsServer(root, port, process)
    finally:
        if process.poll() is None:
            stop(process)
        _end_backends(root)


def _end_backends(root: Path) -> None:
    """End what a cupsd that was killed left at its printer: a backend tries for ever."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"{root}/".encode() in (folder / "environ").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
