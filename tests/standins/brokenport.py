"""A port whose named methods fail while the switch is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class Switch:
    """What fails, shared by the broken port and the test."""

    fault: type[Exception] | None = None
    asked: int = 0


class BrokenPort:
    """Hands everything on to the real port, but for one method while the switch is on."""

    def __init__(self, real: Any, method: str, switch: Switch) -> None:
        self._real, self._method, self._switch = real, method, switch

    def __getattr__(self, name: str) -> Any:
        if name != self._method:
            return getattr(self._real, name)

        def call(*arguments: Any, **named: Any) -> Any:
            if self._switch.fault is not None:
                self._switch.asked += 1
                raise self._switch.fault("a fault of a port")
            return getattr(self._real, name)(*arguments, **named)

        return call
