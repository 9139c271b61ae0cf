"""An IPP printer: the real ippeveprinter with a print command of ours that can be told to misbehave.

Modes: ``ok`` prints and counts; ``media-empty`` waits for paper until the mode changes; ``jam`` fails before the first
sheet; ``half`` counts one sheet, then fails; ``mute`` prints and counts nothing; ``slow`` waits until the mode changes.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from netports import await_port, free_port, stop, until
from printing.devices.ipp.client import CANCEL_JOB, GET_JOBS, GET_PRINTER_ATTRIBUTES, IppClient
from printing.devices.ipp.codec import Group, Tag, one
from printing.devices.ipp.times import IppTimes

_COMMAND = """#!/bin/bash
D={folder}
m() {{ cat $D/mode; }}
if [ "$(m)" = media-empty ]; then
    echo "STATE: +media-empty-error" >&2
    while [ "$(m)" = media-empty ] && kill -0 $PPID; do sleep .02; done
    echo "STATE: -media-empty-error" >&2
fi
while [ "$(m)" = slow ] && kill -0 $PPID; do sleep .02; done
if [ "$(m)" = jam ]; then echo "STATE: +media-jam-error" >&2; exit 1; fi
if [ "$(m)" = half ]; then echo "ATTR: job-impressions-completed=1" >&2; sleep .1; exit 1; fi
cp "$1" $D/printed/$IPP_JOB_ID.pdf
echo "copies=$IPP_COPIES|sides=$IPP_SIDES|media=$IPP_MEDIA$IPP_MEDIA_COL|name=$IPP_JOB_NAME" > $D/asked/$IPP_JOB_ID
if [ "$(m)" = mute ]; then exit 0; fi
n=$(pdfinfo "$1" | awk '/^Pages/{{print $2}}')
for i in $(seq $(( n * ${{IPP_COPIES:-1}} ))); do echo "ATTR: job-impressions-completed=$i" >&2; done
"""


@dataclass
class IppSimulator:
    """One running simulator."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def uri(self) -> str:
        """What a device URL or a CUPS queue names."""
        return f"ipp://localhost:{self.port}/ipp/print"

    def mode(self, name: str) -> None:
        """Behave so from now on; a waiting job notices."""
        new = self.folder / "mode.new"
        new.write_text(name)
        new.rename(self.folder / "mode")

    def printed(self) -> list[Path]:
        """The PDFs that came out, oldest first."""
        return sorted((self.folder / "printed").iterdir(), key=lambda path: int(path.stem))

    def asked(self) -> list[dict[str, str]]:
        """Copies, sides, media and job name of each paper that came out; empty where the client did not say."""
        files = sorted((self.folder / "asked").iterdir(), key=lambda path: int(path.name))
        return [dict(part.split("=", 1) for part in path.read_text().strip().split("|")) for path in files]

    def clean(self) -> bool:
        """Forget jobs and papers; False where it has ended, or still complains of something."""
        if self.process.poll() is not None:
            return False
        self.mode("ok")
        with IppClient(self.uri, IppTimes(answer=60)) as client:
            if not ended_all(client):
                return False
            asked = {"requested-attributes": one(Tag.KEYWORD, "printer-state-reasons")}
            reasons = client.call(GET_PRINTER_ATTRIBUTES, asked).group(Tag.PRINTER).texts("printer-state-reasons")
        for path in (*(self.folder / "printed").iterdir(), *(self.folder / "asked").iterdir()):
            path.unlink()
        return reasons == ("none",)


def ended_all(client: IppClient) -> bool:
    """Cancel all jobs and wait until none is left; False where one stays all the same."""

    def left() -> tuple[Group, ...]:
        asked = {"which-jobs": one(Tag.KEYWORD, "not-completed"), "requested-attributes": one(Tag.KEYWORD, "job-id")}
        return client.call(GET_JOBS, asked).all(Tag.JOB)

    for job in left():
        client.call(CANCEL_JOB, {"job-id": one(Tag.INTEGER, job.integer("job-id") or 0)})
    try:
        until(lambda: not left(), within=20)
    except TimeoutError:
        return False
    return True


@contextmanager
def ipp_simulator(
    folder: Path, env: dict[str, str], *, port: int = 0, formats: str = "application/pdf"
) -> Iterator[IppSimulator]:
    """Run one in ``folder`` on ``port`` (0 = any free one), on the bus of ``env``."""
    for name in ("printed", "asked", "spool"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    command = folder / "command.sh"
    command.write_text(_COMMAND.format(folder=folder))
    command.chmod(0o755)
    (folder / "mode").write_text("ok")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                *("ippeveprinter", "-r", "off", "-p", str(port), "-n", "localhost", "-2"),
                *("-d", folder / "spool", "-c", command, "-f", formats, "-v", "Simulator"),
            ],
            env=env,
            stderr=log,
            stdout=subprocess.DEVNULL,
        )
    try:
        await_port(process, port, host="localhost")
        yield IppSimulator(folder, port, process)
    finally:
        if process.poll() is None:
            stop(process)
