"""Every screen as an operator sees it, at 80x24 and 120x40, and at 80x24 in English: compared with approved text, looked at before approval.

``FAPIAO_APPROVE=1 pytest tests/desk/test_screens.py`` writes the approved texts anew; read the diff before committing.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from deskdriver import Driver, driving
from fapiao.errors import PrinterNotReady
from fapiao.invoice import Status
from fapiao.paper import Printer
from fapiao.said import CHINESE, in_words, read_in, words
from fapiao.services import Services
from fapiao.text import width
from fapiao.usecases.batch.check import Standing
from gateddevices import GatedDevices
from practicedesk import digital, forty, make_desk
from scripts.words.__main__ import CATALOGUE
from scripts.words.check import fields
from scripts.words.po import read_po

APPROVED = Path(__file__).parent / "approved"
VIEWS = {"80x24": ("zh", (80, 24)), "120x40": ("zh", (120, 40)), "en": ("en", (80, 24))}
"""Folder of the approved texts to language and size."""
NAMES = (
    "sign_in", "home", "find", "nothing_found", "verify_first", "why", "settings", "preview", "save", "printed",
    "verify_again", "verify_lines", "records", "record", "worklist", "day", "help", "menu", "import", "failed", "unknown",
    "layout", "wizard", "export", "scan", "batches", "batch_new", "batch_draft", "batch_counted", "batch_running",
    "batch_stopped", "batch_asked", "batch_answered", "batch_unknown", "batch_manifest", "home_batches", "find_ticked",
    "verify_contradiction", "set_aside", "verify_set_aside", "find_set_aside",
)  # fmt: skip
Shown = dict[str, dict[str, list[str]]]
_CHANGING = (
    (re.compile(r"链头 [0-9A-F]{4} [0-9A-F]{4}"), "链头 #### ####"),
    (re.compile(r"尾码 \w{4}"), "尾码 ####"),
    (re.compile(r"head [0-9A-F]{4} [0-9A-F]{4}"), "head #### ####"),
    (re.compile(r"code [0-9A-Z]{4}\b"), "code ####"),
    (re.compile(r"/\S+/A4-前台"), "/papers/A4-前台"),
)


def start(template: str, **known: object) -> str:
    """Return what ``template`` says in the reader's language up to the first field that is not known."""
    unknown = dict.fromkeys(fields(template) - set(known), "\0")
    return words(template, **known, **unknown).split("\0")[0]


def counted(driver: Driver) -> bool:
    """Tell whether the search has said how many it found."""
    return any(character.isdigit() for character in driver.lines()[1])


async def tour(driver: Driver, services: Services) -> dict[str, list[str]]:  # noqa: PLR0915 - one visit after another
    """Visit every screen once and return what each shows."""
    seen: dict[str, list[str]] = {}

    async def keep(name: str, screen: str) -> None:
        await driver.shows(screen)
        await driver.settled()
        seen[name] = driver.lines()

    first = digital(services)
    long = next(i for i in forty() if i.lines and len(i.lines) > 20)
    await driver.until(lambda: bool(driver.app.desk.polled))
    await keep("sign_in", "SignIn")
    await driver.sign_in()
    await keep("home", "Home")
    await driver.keys("f2")
    await driver.type("wh")
    await driver.until(lambda: counted(driver))
    await driver.keys("down")
    await keep("find", "Find")
    await driver.type("查无此名")
    await driver.until(lambda: words(" 没有符合的发票") in driver.text())
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
    await driver.until(lambda: start("校验通过   链头 {head}") in driver.text())
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
    await driver.until(lambda: words("✓ 校验通过") in driver.text())
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
    await driver.keys("escape")
    await driver.shows("Settings")
    await doubted(driver, services, keep)
    return seen


async def doubted(driver: Driver, services: Services, keep: Callable[[str, str], Awaitable[None]]) -> None:
    """Visit an invoice that contradicts itself, and set it aside."""
    good = digital(services)
    wrong = replace(good, number=good.number[:-4] + "9999", gross_words="壹圆整", qr="", tax=Decimal("0.07"))
    with services.store.writing() as unit:
        unit.invoices.put(wrong, ())
        unit.commit()
    await driver.enter(wrong.number)
    await keep("verify_contradiction", "Verify")
    await driver.enter(f"X {wrong.number}")
    await keep("set_aside", "SetAside")
    await driver.enter("开票方说发错了")
    await keep("verify_set_aside", "Verify")
    await driver.keys("f2")
    await driver.type("9999")
    await driver.until(lambda: counted(driver))
    await keep("find_set_aside", "Find")


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
    await driver.until(lambda: words("✗ 没有打印") in driver.text())
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
    await driver.until(lambda: words("! 结果未知") in driver.text())
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

    async def keep(name: str, sentence: str) -> None:
        await driver.until(lambda: sentence in driver.text())
        await driver.settled()
        seen[name] = driver.lines()

    await driver.until(lambda: bool(driver.app.desk.polled))
    await driver.sign_in()
    await driver.enter("B")
    await driver.shows("Batches")
    await driver.keys("f6")
    await keep("batch_new", words("  新的一批"))
    for invoice in pile:
        await driver.scan(invoice.qr)
    await keep("batch_draft", f"{in_words(Standing.PRINTABLE.label)} 5  {in_words(Standing.REFUSED.label)} 1")
    text = "未打印 数电专票"
    await driver.enter(text)
    await keep("batch_counted", start("“{text}”有 {shown} 张；再按 Enter 加入{wanted}", text=text))
    await driver.keys("ctrl+u")
    gate.refuses = PrinterNotReady("打印机未就绪：缺纸", "装好纸后再按 Enter")
    await driver.enter()
    await driver.until(lambda: start("! 停下：{why}") in driver.text())
    await keep("batch_stopped", f"{in_words(Standing.PRINTABLE.label)} 5")
    gate.refuses = None
    await driver.enter()
    gate.let(2)
    for _ in range(3):
        await driver.until(lambda: gate.sending.acquire(blocking=False))
    await keep("batch_running", words("打印 {done} / {total}", done=2, total=6))
    gate.let(3)
    await driver.until(lambda: start("打完了；{passed} 张没有打，原因在各行") in driver.text())
    await keep("batch_asked", words("看一眼这一叠 {count} 张：", count=5))
    await driver.enter("A 柜 3 层")
    await driver.enter("2 2")
    await driver.until(lambda: start("已记下 {count} 张{seen}") in driver.text())
    await keep("batch_answered", words("{symbol} {state} 第{copy_no}次", symbol="✓", state=words("重打"), copy_no=2))
    await driver.enter("1")
    await driver.until(lambda: start("已记下 {count} 张{seen}", count=4) in driver.text())
    torn = folder / "torn"
    torn.mkdir()
    with services.store.writing() as unit:
        unit.printers.put(Printer("A4-前台", f"faulty://{torn}?mode=cut", machine="torn"))
        unit.commit()
    await driver.enter()
    gate.let()
    await keep("batch_unknown", words("! 第 {seq} 张结果未知", seq=2))
    await driver.keys("f8")
    await keep("batch_manifest", words("✓ 与账本一致"))
    await driver.keys("escape", "escape")
    await keep("batches", words("结果未知 {unknown}", unknown=1))
    await driver.keys("f2")
    await driver.shows("Find")
    await driver.type("wh")
    await driver.until(lambda: counted(driver))
    await driver.keys("down", "space", "space", "f6", "down", "space")
    await keep("find_ticked", words("勾了 {count} 张；F6 加入批量", count=1))
    await driver.keys("escape")
    await keep("home_batches", words("草稿 {drafts} 批（{draft_lines} 张）", drafts=1, draft_lines=2))
    return seen


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    async def run(language: str, size: tuple[int, int]) -> dict[str, list[str]]:
        folder = tmp_path_factory.mktemp("desk")
        services = make_desk(folder)
        async with driving(services, size, language=language) as driver:
            seen = await tour(driver, services)
        other = tmp_path_factory.mktemp("t")
        services = make_desk(other, training=True)
        for name in ("A4-前台", "卷票-前台"):
            assert (other / name).is_dir()
        async with driving(services, size, language=language) as driver:
            seen |= await troubles(driver, services, other)
        pile = tmp_path_factory.mktemp("pile")
        services = make_desk(pile, training=True)
        gate = GatedDevices(services.devices)
        services = replace(services, devices=gate)
        async with driving(services, size, language=language) as driver:
            return seen | await batch(driver, services, gate, pile)

    try:
        return {view: asyncio.run(run(*how)) for view, how in VIEWS.items()}
    finally:
        read_in(CHINESE)


def steady(lines: list[str]) -> str:
    text = "\n".join(lines) + "\n"
    for pattern, instead in _CHANGING:
        text = pattern.sub(instead, text)
    return text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", NAMES)
def test_screen_is_as_approved(shown: Shown, name: str, view: str) -> None:
    path = APPROVED / view / f"{name}.txt"
    text = steady(shown[view][name])
    if os.environ.get("FAPIAO_APPROVE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", NAMES)
def test_screen_has_head_and_keys_and_nothing_runs_over_the_edge(shown: Shown, name: str, view: str) -> None:
    language, size = VIEWS[view]
    lines = shown[view][name]
    read_in(language)

    assert len(lines) == size[1]
    assert words("发票补打台") in lines[0]
    assert "Enter" in lines[-1]
    assert all(width(line) <= size[0] for line in lines)


INVOICE_WORDS = ("preview", "layout")
"""Screens that show the face, which is Chinese for every reader."""
STORED = ("batches", "batch_stopped")
"""Screens that show a note as it was stored."""
DATA = ("开票方说发错了", "未打印 数电专票", "卷票-前台", "明细较多，共 36 行；练习翻页用。")
"""What was typed, a printer's name, a remark: no sentence of the program, though made of its words."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {*INVOICE_WORDS, *STORED}])
def test_nothing_that_is_said_is_left_in_chinese(shown: Shown, name: str) -> None:
    text = "\n".join(shown["en"][name])
    for data in DATA:
        text = text.replace(data, "")
    said = {template.strip() for template in read_po(CATALOGUE.read_text(encoding="utf-8")) if not fields(template)}

    assert [sentence for sentence in said if len(sentence) > 1 and sentence in text and not sentence.isascii()] == []
