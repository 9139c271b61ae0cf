"""One of two desks that race for one invoice: ``python -m racer STORE COUNT DESK``.

It says ``ready``, waits for a line, makes COUNT papers and prints their copy numbers and outcomes as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from facts import NUMBER
from fapiao.paper import PrintSettings
from fapiao.reprint import Reason
from fapiao.usecases.order import Order
from fapiao.usecases.reprint import reprint
from plug import services_at, session_of


def main() -> None:
    """Race."""
    store, count, desk = sys.argv[1:]
    services = replace(services_at(Path(store)), desk=desk)
    session = session_of(services)
    print("ready", flush=True)  # noqa: T201 - the other side waits for it
    sys.stdin.readline()
    made = []
    for turn in range(int(count)):
        order = Order(NUMBER, PrintSettings("files"), f"{desk}-{turn}", Reason.OTHER)
        made += [(r.reprint.copy_no, r.outcome.value, str(r.error or "")) for r in reprint(services, session, order)]
    print(json.dumps(made))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
