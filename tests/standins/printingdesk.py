"""A real desk as a process of its own, told what to print by lines of JSON: ``python -m printingdesk STORE NAME TIMES``.

It recovers when it starts, as every desk does, and says so; then each line ``{"number", "printer", "paper", "key"}`` is a
reprint, and its answer a line ``{"outcome", "error"}``. It may be killed at any moment.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace

from fapiao.errors import FapiaoError
from fapiao.paper import Paper, PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.reprint import Reason
from fapiao.services import Patience, Services
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.reprint import reprint
from printing.devices.escpos.link import EscposTimes
from printing.devices.ipp.times import IppTimes
from printing.devices.open import PrinterDevices
from tui.bootstrap import open_services


def services_at(path: str, name: str, times: dict[str, dict[str, float]]) -> Services:
    """A desk with the program's own parts and quick time-outs."""
    return replace(
        open_services(path, name),
        devices=PrinterDevices(ipp=IppTimes(**times["ipp"]), escpos=EscposTimes(**times["escpos"])),
        patience=Patience(**times["patience"]),
    )


def main() -> None:
    """Recover, then print what one is told."""
    path, name, times = sys.argv[1:]
    services = services_at(path, name, json.loads(times))
    session = Session(Operator(f"op-{name}", roles=frozenset({Role.OPERATOR})), name, services.now())
    print(json.dumps({"recovered": asdict(recover(services))}), flush=True)  # noqa: T201 - the other side waits for it
    for line in sys.stdin:
        wish = json.loads(line)
        settings = PrintSettings(wish["printer"], Paper(wish["paper"]))
        order = Order(wish["number"], settings, wish["key"], Reason.LOST)
        try:
            (result,) = reprint(services, session, order)
            answer = {"outcome": result.outcome.value, "error": type(result.error).__name__ if result.error else ""}
        except FapiaoError as error:
            answer = {"outcome": "refused", "error": type(error).__name__}
        print(json.dumps(answer), flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
