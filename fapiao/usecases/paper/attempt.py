"""A try to make a page: how it begins, and the name under which it holds its printer's lease."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

from fapiao.reprint import CODE_ALPHABET, Attempt, AttemptState

if TYPE_CHECKING:
    from fapiao.paper import Printer
    from fapiao.services import Services

_CODE_LENGTH = 4


def new_attempt(services: Services, printer: Printer) -> Attempt:
    """Return a try by this process on ``printer``, with a code of its own; nothing is recorded yet."""
    return Attempt(
        uuid=str(uuid.uuid4()),
        code="".join(secrets.choice(CODE_ALPHABET) for _ in range(_CODE_LENGTH)),
        state=AttemptState.AUTHORISED,
        printer=printer.name,
        machine=printer.machine,
        at=services.now(),
        holder=services.processes.me(),
    )


def holder_of(attempt: Attempt) -> str:
    """Return the name under which an attempt holds its printer's lease."""
    return f"{attempt.holder} {attempt.uuid}"
