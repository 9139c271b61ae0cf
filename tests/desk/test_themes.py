"""State is told by word and symbol; colours have contrast; without colour nothing is lost."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from deskdriver import driving
from practicedesk import digital, make_desk
from screens.themes import MONO, THEMES

ROLES = ("foreground", "accent", "success", "warning", "error")


def luminance(color: Color) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def is_coloured(color: Color) -> bool:
    return max(color.rgb) - min(color.rgb) > 12


def contrast(front: str, ground: str) -> float:
    high, low = sorted((luminance(Color.parse(front)), luminance(Color.parse(ground))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("role", [*ROLES, "dim"])
def test_contrast_is_at_least_seven_to_one(theme: Theme, role: str) -> None:
    front = theme.variables["dim"] if role == "dim" else getattr(theme, role)

    assert theme.background is not None
    assert contrast(front, theme.background) >= 7.0


def test_mono_uses_no_colour_at_all(tmp_path: Path) -> None:
    services = make_desk(tmp_path)
    invoice = digital(services)

    async def run() -> str:
        async with driving(services, theme="mono") as driver:
            await driver.sign_in()
            await driver.scan(invoice.qr)
            await driver.shows("Verify")
            return driver.app.export_screenshot()

    svg = asyncio.run(run())

    fills = set(re.findall(r"fill: (#[0-9a-f]{6})", svg)) | set(re.findall(r'fill="(#[0-9a-f]{6})"', svg))
    window = {"#292929", "#ff5f57", "#febc2e", "#28c840", "#c5c8c6"}
    assert {f for f in fills - window if is_coloured(Color.parse(f))} == set()
    assert MONO.accent == MONO.foreground
