"""Help: every key from the one table, the commands, and the questions that come up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.said import say
from screens.base import DeskScreen
from screens.keys import ENTER_MEANING, KEYS, key
from screens.places import COMMANDS
from screens.widgets.cells import fit, wrap
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from screens.desk import Desk

HELP_QUESTIONS = (
    (
        say("找不到发票"),
        say("核对号码；末 6 位最快。确已开具的，请导入其 XML、OFD 或 PDF 文件（菜单 4）。仍没有，联系开票方。"),
    ),
    (say("不能补打"), say("按 F7 看是哪条规则、它看到了什么、怎样才可以、谁可以。作废和全额红冲的发票谁也不能打。")),
    (say("没有打印"), say("屏幕会写明原因（缺纸、离线、占用）。排除后再按 Enter，次数不变，不会多算一张。")),
    (say("结果未知"), say("发送中断了，程序不会自己再打一次。请看出纸口：有纸就输入纸尾 4 位码，坏了按 2，没有按 3。")),
    (say("打印模糊或不全"), say("回答 2，再按 F3 选原因“卡纸/模糊”，会用下一个次数重打；坏的那张按规定保存或粉碎。")),
    (say("批量停下了"), say("处理好打印机再按 Enter，只打缺的，次数不变；换一台按 F4。结果未知的那一张要先回答。")),
    (say("登录不了"), say("核对用户名和密码；连续输错要等一会儿。忘记密码请管理员运行 fapiao users reset。")),
    (say("功能键没反应"), say("有的终端会吞掉功能键。按 Ctrl+G，用数字做同样的事。")),
    (say("票面与原件不符"), say("不要打印。联系开票方核实；差异会写在“原件”一行和 F7 里。")),
)


class HelpScreen(DeskScreen[None]):
    """Scrolls; any other key works as everywhere."""

    title_text = say("帮助")
    active = ("page_up", "page_down", "back")
    enter_label = say("返回")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._top = 0

    def compose_body(self) -> Iterable[Widget]:
        """One block."""
        return (Rule(), Text(text_id="help"))

    def fill(self) -> None:
        """Draw the visible part."""
        rows = self._rows()
        height = self.app.size.height - 5
        self._top = max(0, min(self._top, len(rows) - height))
        self.query_one("#help", Text).show(lines(rows[self._top : self._top + height]))
        last = min(self._top + height, len(rows))
        self.status(say("第 {top}-{last} 行，共 {count} 行", top=self._top + 1, last=last, count=len(rows)))

    def _rows(self) -> list[Content | str]:
        room = self.cells - 14
        rows: list[Content | str] = [content("  ", (say("按键（含义从不改变）"), "accent"))]
        rows += [content("    ", (fit(key.shown, 8), "bold"), key.meaning) for key in KEYS]
        rows.append(content("    ", (fit("Enter", 8), "bold"), ENTER_MEANING))
        rows += ["", content("  ", (say("输入行（任何画面）"), "accent"))]
        rows += [content("    ", (fit(each.shown, 12), "bold"), each.meaning) for each in COMMANDS]
        rows += ["", content("  ", (say("常见问题"), "accent"))]
        for question, reply in HELP_QUESTIONS:
            rows.append(content("    ", (question, "bold")))
            rows += [content("      ", part) for part in wrap(reply, room)]
        return rows

    def enter(self, text: str) -> None:  # noqa: ARG002 - whatever was typed, it leads back
        """Back."""
        self.clear()
        self.desk.back()

    @key("help")
    def press_help(self) -> None:
        """F1 again goes back."""
        self.desk.back()

    @key("page_down")
    def press_page_down(self) -> None:
        """Down a screenful."""
        self._top += self.app.size.height - 6
        self.fill()

    @key("page_up")
    def press_page_up(self) -> None:
        """Up a screenful."""
        self._top -= self.app.size.height - 6
        self.fill()

    @key("down")
    def press_down(self) -> None:
        """Down a line."""
        self._top += 1
        self.fill()

    @key("up")
    def press_up(self) -> None:
        """Up a line."""
        self._top -= 1
        self.fill()
