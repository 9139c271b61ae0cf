"""Every screen as an operator sees it, at 80x24 and 120x40: compared with approved text, looked at before approval.

``FAPIAO_APPROVE=1 pytest tests/desk/test_screens.py`` writes the approved texts anew; read the diff before committing.
"""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.errors import PrinterNotReady
from fapiao.invoice import Status
from fapiao.paper import Printer
from fapiao.services import Services
from fapiao.text import width
from gateddevices import GatedDevices
from practicedesk import digital, forty, make_desk

APPROVED = Path(__file__).parent / "approved"
SIZES = [(80, 24), (120, 40)]
NAMES = (
    "sign_in", "home", "find", "nothing_found", "verify_first", "why", "settings", "preview", "save", "printed",
    "verify_again", "verify_lines", "records", "record", "worklist", "day", "help", "menu", "import", "failed", "unknown",
    "layout", "wizard", "export", "scan", "batches", "batch_new", "batch_draft", "batch_counted", "batch_running",
    "batch_stopped", "batch_asked", "batch_answered", "batch_unknown", "batch_manifest", "home_batches", "find_ticked",
)  # fmt: skip
Shown = dict[tuple[int, int], dict[str, list[str]]]
_CHANGING = (
    (re.compile(r"链头 [0-9A-F]{4} [0-9A-F]{4}"), "链头 #### ####"),
    (re.compile(r"尾码 \w{4}"), "尾码 ####"),
    (re.compile(r"/\S+/A4-前台"), "/papers/A4-前台"),
)


async def tour(driver: Driver, services: Services) -> dict[str, list[str]]:  # noqa: PLR0915 - one visit after another
    """Visit every screen once and return what each shows."""
    seen: dict[str, list[str]] = {}

    async def keep(name: str, screen: str) -> None:
        await driver.shows(screen)
        await driver.pilot.pause()
        seen[name] = driver.lines()

    first = digital(services)
    long = next(i for i in forty() if i.lines and len(i.lines) > 20)
    await driver.until(lambda: bool(driver.app.desk.polled))
    await keep("sign_in", "SignIn")
    await driver.sign_in()
    await keep("home", "Home")
    await driver.keys("f2")
    await driver.type("wh")
    await driver.until(lambda: "1000+" in driver.text() or "共" in driver.lines()[1])
    await driver.keys("down")
    await keep("find", "Find")
    await driver.type("查无此名")
    await driver.until(lambda: "没有符合" in driver.text())
    await keep("nothing_found", "Find")
    await driver.scan(first.qr)
    await keep("verify_first", "Verify")
    for key, name, screen in (
        ("f7", "why", "Why"),
        ("f4", "settings", "Settings"),
        ("f5", "preview", "Preview"),
        ("f8", "save", "Save"),
    ):
        await driver.keys(key)
        await keep(name, screen)
        await driver.keys("escape")
        await driver.shows("Verify")
    await driver.enter()
    await driver.until(lambda: driver.name == "Printing" and not driver.screen.is_printing)
    await keep("printed", "Printing")
    await driver.enter("1")
    await driver.shows("Home")
    await driver.scan(first.qr)
    await keep("verify_again", "Verify")
    await driver.scan(long.qr)
    await driver.until(lambda: "PgDn" in driver.text())
    await driver.keys("pagedown")
    await keep("verify_lines", "Verify")
    await driver.keys("f9")
    await driver.until(lambda: "校验通过" in driver.text())
    await keep("records", "History")
    await driver.keys("f8")
    await keep("export", "Export")
    await driver.keys("escape")
    await driver.shows("History")
    await driver.enter()
    await keep("record", "Record")
    await driver.keys("f6")
    await keep("scan", "Scan")
    await driver.keys("escape")
    await driver.shows("Record")
    await driver.keys("escape", "escape")
    await driver.enter("6")
    await keep("worklist", "Worklist")
    await driver.enter("Z")
    await driver.until(lambda: "校验通过" in driver.text())
    await keep("day", "Day")
    await driver.keys("f1")
    await keep("help", "Help")
    await driver.keys("escape", "escape", "ctrl+g")
    await keep("menu", "Menu")
    await driver.keys("escape", "f10")
    await driver.shows("SignIn")
    await driver.sign_in("lilei")
    await driver.enter("4")
    await keep("import", "Import")
    await driver.keys("escape")
    await driver.shows("Home")
    await driver.enter("5")
    await driver.shows("Settings")
    await driver.keys("up", "up", "up", "right")
    await driver.shows("Layout")
    await driver.keys("right", "right", "down", "down", "left")
    await keep("layout", "Layout")
    await driver.keys("escape")
    await driver.shows("Settings")
    await driver.keys("down", "right")
    await driver.shows("Wizard")
    await driver.enter("-1.5")
    await keep("wizard", "Wizard")
    return seen


async def troubles(driver: Driver, services: Services, folder: Path) -> dict[str, list[str]]:
    """The two screens that nobody wants: nothing was printed, and nobody knows."""
    seen: dict[str, list[str]] = {}
    first, second = digital(services, 0), digital(services, 1)
    with services.store.writing() as unit:
        printer = unit.printers.get("A4-前台")
        assert printer is not None
        unit.printers.put(replace(printer, backup="卷票-前台"))
        unit.commit()
    await driver.sign_in()
    (folder / "A4-前台").rename(folder / "away")
    await driver.scan(first.qr)
    await driver.shows("Verify")
    await driver.enter()
    await driver.until(lambda: "没有打印" in driver.text())
    seen["failed"] = driver.lines()
    (folder / "away").rename(folder / "A4-前台")
    torn = folder / "torn"
    torn.mkdir()
    with services.store.writing() as unit:
        unit.printers.put(Printer("A4-前台", f"faulty://{torn}?mode=cut", machine="torn"))
        unit.commit()
    await driver.scan(second.qr)
    await driver.shows("Verify")
    await driver.enter()
    await driver.until(lambda: "结果未知" in driver.text())
    seen["unknown"] = driver.lines()
    return seen


async def batch(  # noqa: PLR0915 - one visit after another
    driver: Driver, services: Services, gate: GatedDevices, folder: Path
) -> dict[str, list[str]]:
    """A pile from the first scan to the manifest, with a printer that runs out of paper and one that is cut."""
    seen: dict[str, list[str]] = {}
    pile = [digital(services, nth) for nth in range(6)]
    with services.store.writing() as unit:
        unit.invoices.set_status(pile[3].full_no, Status.VOID)
        unit.commit()

    async def keep(name: str, words: str) -> None:
        await driver.until(lambda: words in driver.text())
        await driver.pilot.pause()
        seen[name] = driver.lines()

    await driver.until(lambda: bool(driver.app.desk.polled))
    await driver.sign_in()
    await driver.enter("B")
    await driver.shows("Batches")
    await driver.keys("f6")
    await keep("batch_new", "新的一批")
    for invoice in pile:
        await driver.scan(invoice.qr)
    await keep("batch_draft", "可打 5  不能打 1")
    await driver.enter("未打印 数电专票")
    await keep("batch_counted", "再按 Enter 加入全部")
    await driver.keys("ctrl+u")
    gate.refuses = PrinterNotReady("打印机未就绪：缺纸", "装好纸后再按 Enter")
    await driver.enter()
    await driver.until(lambda: "停下：" in driver.text())
    await keep("batch_stopped", "可打 5")
    gate.refuses = None
    await driver.enter()
    gate.let(2)
    for _ in range(3):
        await driver.until(lambda: gate.sending.acquire(blocking=False))
    await keep("batch_running", "打印 2 / 6")
    gate.let(3)
    await driver.until(lambda: "打完了" in driver.text())
    await keep("batch_asked", "看一眼这一叠 5 张")
    await driver.enter("A 柜 3 层")
    await driver.enter("2 2")
    await driver.until(lambda: "已记下" in driver.text())
    await keep("batch_answered", "重打 第2次")
    await driver.enter("1")
    await driver.until(lambda: "已记下 4 张" in driver.text())
    torn = folder / "torn"
    torn.mkdir()
    with services.store.writing() as unit:
        unit.printers.put(Printer("A4-前台", f"faulty://{torn}?mode=cut", machine="torn"))
        unit.commit()
    await driver.enter()
    gate.let()
    await keep("batch_unknown", "! 第 2 张结果未知")
    await driver.keys("f8")
    await keep("batch_manifest", "与账本一致")
    await driver.keys("escape", "escape")
    await keep("batches", "结果未知 1")
    await driver.keys("f2")
    await driver.shows("Find")
    await driver.type("wh")
    await driver.until(lambda: "共" in driver.lines()[1])
    await driver.keys("down", "space", "space", "f6", "down", "space")
    await keep("find_ticked", "勾了 1 张")
    await driver.keys("escape")
    await keep("home_batches", "草稿 1 批（2 张）")
    return seen


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    async def run(size: tuple[int, int]) -> dict[str, list[str]]:
        folder = tmp_path_factory.mktemp("desk")
        services = make_desk(folder)
        async with driving(services, size) as driver:
            seen = await tour(driver, services)
        other = tmp_path_factory.mktemp("trouble")
        services = make_desk(other, training=True)
        for name in ("A4-前台", "卷票-前台"):
            assert (other / name).is_dir()
        async with driving(services, size) as driver:
            seen |= await troubles(driver, services, other)
        pile = tmp_path_factory.mktemp("pile")
        services = make_desk(pile, training=True)
        gate = GatedDevices(services.devices)
        services = replace(services, devices=gate)
        async with driving(services, size) as driver:
            return seen | await batch(driver, services, gate, pile)

    return {size: asyncio.run(run(size)) for size in SIZES}


def steady(lines: list[str]) -> str:
    text = "\n".join(lines) + "\n"
    for pattern, instead in _CHANGING:
        text = pattern.sub(instead, text)
    return text


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", NAMES)
def test_screen_is_as_approved(shown: Shown, name: str, size: tuple[int, int]) -> None:
    path = APPROVED / f"{size[0]}x{size[1]}" / f"{name}.txt"
    text = steady(shown[size][name])
    if os.environ.get("FAPIAO_APPROVE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", NAMES)
def test_screen_has_head_and_keys_and_nothing_runs_over_the_edge(
    shown: Shown, name: str, size: tuple[int, int]
) -> None:
    lines = shown[size][name]

    assert len(lines) == size[1]
    assert "发票补打台" in lines[0]
    assert "Enter" in lines[-1]
    assert all(width(line) <= size[0] for line in lines)
