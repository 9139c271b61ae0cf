"""The colours, once. State is told by word and symbol first; colour comes last (docs/screens.md).

Contrast of every foreground on its ground is at least 7:1, computed in a test.
"""

from __future__ import annotations

from textual.theme import Theme

_SHARED = {"input-cursor-text-style": "reverse", "block-cursor-text-style": "reverse"}

DARK = Theme(
    name="fapiao-dark",
    primary="#f0a8a0",
    secondary="#f0a8a0",
    accent="#f0a8a0",
    foreground="#f2efe9",
    background="#14110f",
    surface="#14110f",
    panel="#241e1b",
    success="#7fd89a",
    warning="#f2c94c",
    error="#ff9b8f",
    dark=True,
    variables={**_SHARED, "dim": "#b3aaa2"},
)
LIGHT = Theme(
    name="fapiao-light",
    primary="#7d0000",
    secondary="#7d0000",
    accent="#7d0000",
    foreground="#1a1512",
    background="#fbf8f3",
    surface="#fbf8f3",
    panel="#efe8de",
    success="#0a5426",
    warning="#5e4300",
    error="#8f1008",
    dark=False,
    variables={**_SHARED, "dim": "#514841"},
)
CONTRAST = Theme(
    name="fapiao-contrast",
    primary="#ffff00",
    secondary="#ffff00",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff00",
    warning="#ffff00",
    error="#ff8080",
    dark=True,
    variables={**_SHARED, "dim": "#ffffff"},
)
MONO = Theme(
    name="fapiao-mono",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    dark=True,
    variables={**_SHARED, "dim": "#ffffff"},
)
THEMES = (DARK, LIGHT, CONTRAST, MONO)
