"""Which printer a name means, and whether the paper asked for can lie in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import BadInput, NotFound
from fapiao.said import say
from fapiao.text import clean

if TYPE_CHECKING:
    from fapiao.paper import Paper, Printer
    from fapiao.ports.store import Unit
    from fapiao.services import Services


def printers(services: Services) -> tuple[Printer, ...]:
    """Return the store's printers by name."""
    with services.store.reading() as unit:
        return unit.printers.all()


def printer_named(unit: Unit, name: str) -> Printer:
    """Return the printer called ``name``. Raises NotFound."""
    printer = unit.printers.get(name)
    if printer is None:
        shown = clean(name, limit=40) or say("（未选）")
        raise NotFound(say("没有名为 {name} 的打印机", name=shown), say("用 fapiao printers list 查看"))
    return printer


def printer_with(unit: Unit, name: str, paper: Paper) -> Printer:
    """Return the printer called ``name``. Raises NotFound, or BadInput for a paper that it does not take."""
    printer = printer_named(unit, name)
    if not printer.takes(paper):
        raise BadInput(
            say(
                "{printer} 装的是 {own}，不能打 {asked}",
                printer=printer.name,
                own=printer.paper.label,
                asked=paper.label,
            ),
            say("请换纸张或打印机；可用：{papers}", papers=" ".join(printer.papers)),
        )
    return printer


def printer_called(services: Services, name: str) -> Printer | None:
    """Return the printer of that name; None where there is none."""
    with services.store.reading() as unit:
        return unit.printers.get(name)
