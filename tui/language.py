"""Which language this process speaks: what the environment asks for, else what the account chose, else Chinese."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fapiao.said import LANGUAGES, read_in

if TYPE_CHECKING:
    from fapiao.cases import Cases

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


def read_as(cases: Cases) -> None:
    """Speak as the environment asks, else as the account of ``cases`` chose."""
    if not read_as_asked():
        read_in(cases.people.read_language())
