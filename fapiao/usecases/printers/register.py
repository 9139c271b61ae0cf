"""A printer is added or changed: its URL, paper and backup checked, and which physical machine it is."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, NotFound
from fapiao.ledger import Draft
from fapiao.names import check_name
from fapiao.paper import Printer, PrinterProfile
from fapiao.people import Permission, Session
from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.ports.store import Unit
    from fapiao.services import Services


def add_printer(services: Services, session: Session, printer: Printer) -> Printer:
    """Add or change a printer after checking its URL, paper and backup. Raises BadInput, NotFound, NotPermitted."""
    session.operator.require(Permission.PRINTERS)
    name = check_name(printer.name, say("打印机"))
    services.devices.check(printer.device)
    profile = printer.profile
    if printer.paper.is_roll and profile == PrinterProfile():
        profile = PrinterProfile.for_paper(printer.paper)
    kept = Printer(
        name, printer.device, printer.paper, printer.backup, printer.machine or machine_of(printer.device), profile
    )
    with services.store.writing() as unit:
        if kept.backup:
            _require_backup(unit, kept)
        unit.printers.put(kept)
        body = {"name": name, "device": kept.device, "paper": kept.paper.value, "machine": kept.machine}
        key = f"printer:{name}:{secrets.token_hex(8)}"
        services.record(unit, Draft("printer.put", session.actor, services.desk, key, body))
        unit.commit()
    return kept


def _require_backup(unit: Unit, printer: Printer) -> None:
    """Raise unless the stand-in of ``printer`` is another one that takes the same paper: NotFound, BadInput."""
    if printer.backup == printer.name:
        raise BadInput(say("打印机不能做自己的备用"), say("请写另一台打印机的名称"))
    backup = unit.printers.get(printer.backup)
    if backup is None:
        raise NotFound(say("没有名为 {name} 的备用打印机", name=printer.backup), say("请先添加备用打印机"))
    if not backup.takes(printer.paper):
        raise BadInput(
            say(
                "备用打印机 {name} 装的是 {own}，打不了 {asked}",
                name=backup.name,
                own=backup.paper.label,
                asked=printer.paper.label,
            ),
            say("请换一台装同样纸的打印机"),
        )


def machine_of(url: str) -> str:
    """Return the key of the physical printer behind a URL: its host or device path, so two queues share one lease."""
    scheme, _, rest = url.partition("://")
    if scheme in {"ipp", "ipps", "http", "https"} and "/printers/" in rest:
        return f"cups:{rest}"
    if scheme == "escpos+usb":
        return f"usb:{rest.partition('?')[0].rstrip('/').lower()}"
    if scheme in {"file", "faulty"}:
        return f"{scheme}:{rest.partition('?')[0]}"
    host = re.sub(r":\d*$", "", rest.partition("/")[0].partition("?")[0].lower())
    return f"host:{host}" if host else f"path:{rest.partition('?')[0]}"
