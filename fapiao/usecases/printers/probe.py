"""Ask a printer once what it is and can do, and keep the answer on its row (docs/papers.md).

No print data leaves, so there is no copy and no attempt; but the printer is taken like for a paper, because a question
in the middle of another desk's receipt would be printed or lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.said import say
from fapiao.usecases.paper.take_lease import take_lease
from fapiao.usecases.printers.choose import printer_named

if TYPE_CHECKING:
    from fapiao.paper import Printer, PrinterProfile
    from fapiao.people import Session
    from fapiao.services import Services

CHARSETS = ("gb18030", "gbk", "gb2312", "ascii")
COLUMNS = range(24, 65)
DOTS = range(200, 1025)
"""Half-width characters in a line and dots across, of any head that layouts are made for."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What is kept of a printer now, and what was said beside it."""

    printer: Printer
    notes: tuple[str, ...] = ()


def probe(
    services: Services,
    session: Session,
    name: str,
    known_better: Mapping[str, str | int | bool] | None = None,
    watch: Callable[[str], None] = lambda _: None,
) -> Probed:
    """Ask the printer called ``name`` and keep what it answers; ``known_better`` are profile fields that the site sets.

    Raises NotFound, NotPermitted, BadInput, PrinterBusy, PrinterBlocked, PrinterNotReady; then nothing has changed.
    """
    session.operator.require(Permission.PRINTERS)
    with services.store.reading() as unit:
        printer = printer_named(unit, name)
    adjusted(printer.profile, known_better or {})
    inquiry = str(uuid.uuid4())
    lease = take_lease(services, printer, f"{services.processes.me()} {inquiry}", watch)
    try:
        with services.devices.open(printer) as device:
            found = device.probe(printer.profile)
    except BaseException:
        with services.store.writing() as unit:
            unit.leases.release(lease)
            unit.commit()
        raise
    profile = replace(found.profile, probed=True, probed_at=services.now().isoformat(timespec="seconds"))
    kept = replace(printer, profile=adjusted(profile, known_better or {}))
    with services.store.writing() as unit:
        unit.leases.release(lease)
        unit.printers.put(kept)
        body = {"printer": name, "evidence": profile.evidence, "completion_id": profile.completion_id}
        services.record(unit, Draft("printer.probed", session.actor, services.desk, f"printer:probed:{inquiry}", body))
        unit.commit()
    return Probed(kept, found.notes)


def adjusted(profile: PrinterProfile, changes: Mapping[str, str | int | bool]) -> PrinterProfile:
    """Return ``profile`` with what the site knows better. Raises BadInput for what no head is."""
    changed = replace(profile, **changes)  # type: ignore[arg-type]  # names and types are the command line's
    if changed.charset not in CHARSETS:
        raise BadInput(
            say("没有名为 {charset} 的字符集", charset=changed.charset),
            say("可用：{charsets}", charsets=" ".join(CHARSETS)),
        )
    for what, value, allowed in (("columns", changed.columns, COLUMNS), ("dots", changed.dots, DOTS)):
        if value not in allowed:
            raise BadInput(
                say("{key} 不能是 {value}", key=what, value=value),
                say("应在 {least} 到 {most} 之间", least=allowed[0], most=allowed[-1]),
            )
    return changed
