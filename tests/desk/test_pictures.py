"""A saved screen keeps its cells in line, whatever script the text is in."""

from __future__ import annotations

import asyncio
import html
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from deskdriver import driving
from practicedesk import digital, make_desk
from tui.pictures import picture_of

CELL = 12.2
RUN = re.compile(r'<text class="[^"]*-r\d+" x="([\d.]+)"[^>]* textLength="([\d.]+)"[^>]*>([^<]*)</text>')


def test_each_run_of_a_picture_is_as_wide_as_its_cells(tmp_path: Path) -> None:
    services = make_desk(tmp_path)

    async def verify() -> str:
        async with driving(services) as driver:
            await driver.sign_in()
            await driver.scan(digital(services).qr)
            await driver.shows("Verify")
            return picture_of(driver.app, "核对")

    runs = [(float(width), html.unescape(text)) for _, width, text in RUN.findall(asyncio.run(verify()))]

    assert any(cell_len(text) > len(text) for _, text in runs)
    assert [width for width, _ in runs] == pytest.approx([CELL * cell_len(text) for _, text in runs], abs=0.2)
