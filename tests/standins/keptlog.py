"""A log kept in memory, so that a test can look at what was written."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class KeptLog:
    """Implements :class:`fapiao.ports.host.Log`."""

    events: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    defects: list[tuple[str, BaseException, str]] = field(default_factory=list)
    """(id, error, where), oldest first."""

    def event(self, name: str, **facts: str | float | None) -> None:
        """Keep that it happened."""
        self.events.append((name, dict(facts)))

    def defect(self, error: BaseException, where: str) -> str:
        """Keep the error; the ids count."""
        identifier = f"T{len(self.defects):05}"
        self.defects.append((identifier, error, where))
        return identifier
