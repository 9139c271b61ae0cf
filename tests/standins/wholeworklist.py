"""A person who goes through the whole worklist, page by page."""

from __future__ import annotations

from fapiao.people import Session
from fapiao.reprint import Reprint
from fapiao.services import Services
from fapiao.usecases.records.worklist import worklist


def all_waiting(services: Services, session: Session) -> list[Reprint]:
    """Return what waits for a person, as ``session`` sees it."""
    found, after = worklist(services, session)
    papers = list(found)
    while after:
        found, after = worklist(services, session, after)
        papers += found
    return papers
