"""Styles by name, once: lines, lists and themes take them from here. State is told by word and symbol first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks."""

    markup: str
    """As Textual's styles say it; ``$name`` is a colour of the theme."""
    colour: str = ""
    """The theme's variable, without ``$``; empty = the ordinary foreground."""
    bold: bool = False
    underline: bool = False
    reverse: bool = False


STYLES = {
    "accent": Style("bold $accent", "accent", bold=True),
    "ok": Style("bold $success", "success", bold=True),
    "warn": Style("bold $warning", "warning", bold=True),
    "bad": Style("bold $error", "error", bold=True),
    "dim": Style("$dim", "dim"),
    "bold": Style("bold", bold=True),
    "hit": Style("underline", underline=True),
    "reverse": Style("reverse", reverse=True),
}
