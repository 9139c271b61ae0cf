"""The key map, once: key line, menu, help screen and README table come from it (docs/screens.md).

A key never changes its meaning. A screen names the keys that work on it; the others stay greyed in the menu.
"""

from __future__ import annotations

from dataclasses import dataclass

from fapiao.text import width


@dataclass(frozen=True, slots=True)
class Key:
    """One key. ``id`` names the method ``press_<id>`` of the screens that know it."""

    id: str
    key: str
    """Textual's name of the key."""
    shown: str
    """The key as people read it."""
    label: str
    """One or two words for the key line."""
    meaning: str
    """One sentence for the help screen and the README."""


KEYS: tuple[Key, ...] = (
    Key("help", "f1", "F1", "帮助", "帮助：全部按键与常见问题"),
    Key("find", "f2", "F2", "查找", "查找发票"),
    Key("again", "f3", "F3", "再来一张", "把选中的（否则最近的）一张再打一次"),
    Key("settings", "f4", "F4", "设置", "打印设置"),
    Key("preview", "f5", "F5", "预览", "预览票面，不计次数"),
    Key("add", "f6", "F6", "加入", "加入批量或记录"),
    Key("why", "f7", "F7", "为什么", "缩小范围，或说明为什么能打、不能打"),
    Key("save", "f8", "F8", "下载", "保存文件"),
    Key("records", "f9", "F9", "记录", "补打记录"),
    Key("sign_out", "f10", "F10", "退出", "退出登录"),
    Key("back", "escape", "Esc", "返回", "退一步，从不直接退出"),
    Key("up", "up", "↑", "上移", "上一行"),
    Key("down", "down", "↓", "下移", "下一行"),
    Key("page_up", "pageup", "PgUp", "上页", "上一页"),
    Key("page_down", "pagedown", "PgDn", "下页", "下一页"),
    Key("left", "left", "←", "改值", "改小、前一个值（打印设置）"),
    Key("right", "right", "→", "改值", "改大、后一个值（打印设置）"),
    Key("tick", "space", "空格", "勾选", "在列表里勾选，或去掉勾"),
    Key("next", "tab", "Tab", "下一栏", "下一栏"),
    Key("menu", "ctrl+g", "Ctrl+G", "菜单", "数字菜单：没有功能键的终端用它做上面的一切"),
)
"""Every key of the program, in the order of the help screen."""

BY_ID = {key.id: key for key in KEYS}

COMMANDS: tuple[tuple[str, str], ...] = (
    ("号码", "打开这张发票（20 位、代码加号码、末 6 位都可以）"),
    ("扫码", "打开这张发票，任何画面都可以"),
    ("RL", "打开最近一张"),
    ("R 号码 3", "打开这张发票并选原因 3"),
    ("W 号码", "为什么能打、不能打"),
    ("B", "批量补打"),
    ("H", "补打记录"),
    ("Z", "日报与账本"),
)
"""What the input line takes from any screen."""

MENU_ORDER = (
    "help", "find", "again", "settings", "preview", "add", "why", "save", "records", "sign_out",
)  # fmt: skip
"""Keys with a digit in the ``ctrl+g`` menu: F1 is 1 ... F10 is 0."""


def key_line(ids: tuple[str, ...], cells: int, labels: dict[str, str] | None = None, enter: str = "") -> str:
    """Return the last line of a screen: ``Enter 打印  F4 设置 ...``, most used first.

    Where ``cells`` are few, whole keys are left out before the last one (the menu, which has them all).
    """
    words = [f"Enter {enter}"] if enter else []
    words += [f"{BY_ID[i].shown} {(labels or {}).get(i, BY_ID[i].label)}" for i in ids]
    while len(words) > 2 and width("  ".join(words)) + 1 > cells:
        words.pop(-2)
    return " " + "  ".join(words)
