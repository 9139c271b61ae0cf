"""Everything a person can do here, bound to who does it: what screens and commands are given instead of the world.

``cases.paper.reprint(order)`` is the use case ``fapiao.usecases.paper.reprint`` with the desk's services and the session
of whoever is signed in. A screen that has cases reaches no store, no renderer and no printer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.cases.batch import BatchCases
from fapiao.cases.care import CareCases
from fapiao.cases.invoices import InvoiceCases
from fapiao.cases.paper import PaperCases
from fapiao.cases.people import PeopleCases
from fapiao.cases.printers import PrinterCases
from fapiao.cases.records import RecordCases

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services


class Cases:
    """The rooms, all for one session or for nobody yet."""

    def __init__(self, services: Services, session: Session | None = None) -> None:
        """``session`` None = nobody is signed in."""
        self.__services = services
        self.session = session
        self.paper = PaperCases(services, session)
        self.batch = BatchCases(services, session)
        self.printers = PrinterCases(services, session)
        self.invoices = InvoiceCases(services, session)
        self.records = RecordCases(services, session)
        self.people = PeopleCases(services, session)
        self.care = CareCases(services, session)

    def of(self, session: Session | None) -> Cases:
        """Return the same for another session, or for nobody."""
        return Cases(self.__services, session)
