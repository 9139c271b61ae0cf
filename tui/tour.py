"""``fapiao demo --tour DIR``: the real program driven through a whole reprint without a terminal.

Leaves each screen as SVG, the A4 PDF and the receipt; fails where the program does.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, FapiaoError
from fapiao.said import say
from tui.app import FapiaoApp
from tui.pictures import picture_of
from tui.practice import make_practice
from tui.practice_accounts import ACCOUNTS, DESK

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from fapiao.services import Services

SIZE = (100, 30)
_TRIES = 400
_STEP = 0.025


def run_tour(target: str, *, size: tuple[int, int] = SIZE, theme: str = "") -> int:
    """Walk the tour into ``target`` and say what was made."""
    folder = Path(target).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            say("建不了目录 {name}（{reason}）", name=folder.name, reason=error.strerror), say("请换一个位置")
        ) from error
    with tempfile.TemporaryDirectory(prefix="fapiao-tour-") as scratch:
        services = make_practice(Path(scratch))
        made = asyncio.run(_Tour(services, folder, size, theme).walk())
        made += _papers(Path(scratch) / "papers", folder)
    for path in made:
        print(path)
    return 0


def _papers(papers: Path, folder: Path) -> list[Path]:
    """Copy the newest A4 page and receipt beside the screens."""
    made = []
    for pattern, name in (("a4-desk/*.pdf", "paper-a4.pdf"), ("roll-desk/*.escpos", "receipt-80mm.escpos")):
        found = sorted(papers.glob(pattern), key=lambda p: p.stat().st_mtime_ns)
        if not found:
            raise FapiaoError(say("走完了一遍，却没有 {name}", name=name), say("请把这条消息交给管理员"))
        made.append(Path(shutil.copy(found[-1], folder / name)))
    return made


class _Tour:
    """The steps. Every wait is for a condition; a condition that never comes is an error naming the step."""

    def __init__(self, services: Services, folder: Path, size: tuple[int, int], theme: str) -> None:
        self._services, self._folder, self._size = services, folder, size
        shown = [(name, password) for name, password, *_ in ACCOUNTS]
        self._app = FapiaoApp(lambda: services, DESK, services.log, training=True, accounts=shown, theme=theme)
        self._made: list[Path] = []

    async def walk(self) -> list[Path]:
        """Drive every screen."""
        async with self._app.run_test(size=self._size) as pilot:
            await self._wait(pilot, lambda: bool(self._app.desk.polled), say("打开"))
            await self._picture(pilot, "01-sign-in")
            await self._sign_in(pilot)
            await self._picture(pilot, "02-home")
            await self._find(pilot)
            await self._first_print(pilot)
            await self._reprint_on_roll(pilot)
            await self._look_back(pilot)
        return self._made

    async def _sign_in(self, pilot: Pilot[None]) -> None:
        name, password, *_ = ACCOUNTS[0]
        await pilot.press(*name, "enter", *password, "enter")
        await self._wait(pilot, lambda: self._shows("HomeScreen"), say("登录"))

    async def _find(self, pilot: Pilot[None]) -> None:
        await pilot.press("f2", *"wh")
        await pilot.pause(0.2)
        await pilot.press("down")
        await self._picture(pilot, "03-find")
        await pilot.press("escape")

    async def _first_print(self, pilot: Pilot[None]) -> None:
        payload, number = self._unprinted()
        await pilot.press(*[_key(c) for c in payload], "enter")
        await self._wait(pilot, lambda: self._shows("VerifyScreen"), say("扫码"))
        await pilot.pause(0.4)
        await self._picture(pilot, "04-verify-first")
        await pilot.press("f7")
        await pilot.pause()
        await self._picture(pilot, "05-why")
        await pilot.press("escape", "f4")
        await pilot.pause()
        await self._picture(pilot, "06-settings")
        await pilot.press("escape", "f5")
        await pilot.pause()
        await self._picture(pilot, "07-preview")
        await pilot.press("escape")
        await pilot.pause(0.4)
        await pilot.press("enter")
        await self._wait(pilot, self._asks, say("打印"))
        await self._picture(pilot, "08-printed")
        await pilot.press("1", "enter")
        await self._wait(pilot, lambda: self._shows("HomeScreen"), say("回答"))
        await pilot.press(*number[-6:], "enter")
        await self._wait(pilot, lambda: self._shows("VerifyScreen"), say("再次查找"))
        await pilot.pause(0.4)
        await self._picture(pilot, "09-verify-again")

    async def _reprint_on_roll(self, pilot: Pilot[None]) -> None:
        await pilot.press("f4", "right", "right", "enter")
        await self._wait(pilot, lambda: self._shows("VerifyScreen"), say("换卷票打印机"))
        await pilot.pause(0.4)
        await pilot.press("3", "enter")
        await self._wait(pilot, self._asks, say("卷票打印"))
        await self._picture(pilot, "10-printed-roll")
        await pilot.press("1", "enter")
        await self._wait(pilot, lambda: self._shows("HomeScreen"), say("回答"))

    async def _look_back(self, pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        await pilot.pause(0.2)
        await self._picture(pilot, "11-records")
        await pilot.press("enter")
        await pilot.pause()
        await self._picture(pilot, "12-record")
        await pilot.press("escape", "escape", "6", "enter")
        await pilot.pause()
        await self._picture(pilot, "13-worklist")
        await pilot.press("escape", "7", "enter")
        await pilot.pause()
        await self._picture(pilot, "14-day")
        await pilot.press("escape", "f1")
        await pilot.pause()
        await self._picture(pilot, "15-help")
        await pilot.press("escape", "ctrl+g")
        await pilot.pause()
        await self._picture(pilot, "16-menu")

    def _unprinted(self) -> tuple[str, str]:
        from fapiao.stored import Query

        with self._services.store.reading() as unit:
            query = Query(print_state="unprinted", kinds=("digital_special",), status=("normal",))
            for row in unit.invoices.search(query, limit=20):
                stored = unit.invoices.get(row.full_no)
                if stored and stored.invoice.qr and not stored.reimbursed and not stored.invoice.voucher_forbidden:
                    return stored.invoice.qr, stored.invoice.full_no
        raise FapiaoError(say("练习台里没有未打印的发票"), say("请删除练习库重来"))

    def _shows(self, name: str) -> bool:
        return type(self._app.screen).__name__ == name and getattr(self._app.screen, "drawn", False)

    def _asks(self) -> bool:
        screen = self._app.screen
        return type(screen).__name__ == "PrintingScreen" and not getattr(screen, "is_printing", True)

    def _ledger_is_walked(self) -> bool:
        return all(worker.is_finished for worker in self._app.workers if worker.group == "ledger")

    async def _wait(self, pilot: Pilot[None], until: Callable[[], bool], step: str) -> None:
        for _ in range(_TRIES):
            if until():
                await pilot.pause()
                return
            await pilot.pause(_STEP)
        raise FapiaoError(
            say("导览停在“{step}”（画面 {name}）", step=step, name=type(self._app.screen).__name__),
            say("请把这条消息交给管理员"),
        )

    async def _picture(self, pilot: Pilot[None], name: str) -> None:
        await pilot.pause()
        await self._wait(pilot, self._ledger_is_walked, say("账本校验"))
        path = self._folder / f"{name}.svg"
        path.write_text(picture_of(self._app, say("发票补打台")), encoding="utf-8")
        self._made.append(path)


def _key(character: str) -> str:
    names = {",": "comma", ".": "full_stop", "-": "minus"}
    return names.get(character, character)
