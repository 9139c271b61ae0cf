"""A private D-Bus: ippeveprinter refuses to start without a system bus, though it announces nothing (``-r off``).

Avahi itself is not needed on it, which is as well: only one avahi-daemon can run on a machine.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from netports import stop, until

_BUS = """<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>
"""


@contextmanager
def private_bus(folder: Path) -> Iterator[dict[str, str]]:
    """Run the bus in ``folder``; gives the environment in which ippeveprinter finds it."""
    socket = folder / "bus"
    (folder / "bus.conf").write_text(_BUS.format(socket=socket))
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile"], stderr=subprocess.DEVNULL
    )
    try:
        until(socket.exists, what="the bus")
        yield {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={socket}"}
    finally:
        stop(bus)
