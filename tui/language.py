"""Which language this process speaks: what the environment asks for, else what the account chose, else Chinese."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fapiao.said import LANGUAGES, read_in
from fapiao.usecases.people.language import read_language

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services

LANGUAGE = "FAPIAO_LANG"


def asked_language() -> str:
    """Return the language that the environment asks for; empty where it asks for none that there is."""
    asked = os.environ.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else ""


def read_as_asked() -> bool:
    """Speak as the environment asks; tells whether it asks for a language that there is."""
    asked = asked_language()
    read_in(asked)
    return bool(asked)


def read_as(services: Services, session: Session) -> None:
    """Speak as the environment asks, else as the account chose."""
    if not read_as_asked():
        read_in(read_language(services, session))
