"""The key map, once: key line, menu, help screen and README table come from it (docs/screens.md).

A key never changes its meaning. A screen names the keys that work on it; the others stay greyed in the menu.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from fapiao.said import in_words, say
from fapiao.text import width


@dataclass(frozen=True, slots=True)
class Key:
    """One key. Screens say what it does on them with :func:`key`."""

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
    Key("help", "f1", "F1", say("帮助"), say("帮助：全部按键与常见问题")),
    Key("find", "f2", "F2", say("查找"), say("查找发票")),
    Key("again", "f3", "F3", say("再来一张"), say("把选中的（否则最近的）一张再打一次")),
    Key("settings", "f4", "F4", say("设置"), say("打印设置")),
    Key("preview", "f5", "F5", say("预览"), say("预览票面，不计次数")),
    Key("add", "f6", "F6", say("加入"), say("加入批量或记录")),
    Key("why", "f7", "F7", say("为什么"), say("缩小范围，或说明为什么能打、不能打")),
    Key("save", "f8", "F8", say("下载"), say("保存文件")),
    Key("records", "f9", "F9", say("记录"), say("补打记录")),
    Key("sign_out", "f10", "F10", say("退出"), say("退出登录")),
    Key("back", "escape", "Esc", say("返回"), say("退一步，从不直接退出")),
    Key("up", "up", "↑", say("上移"), say("上一行")),
    Key("down", "down", "↓", say("下移"), say("下一行")),
    Key("page_up", "pageup", "PgUp", say("上页"), say("上一页")),
    Key("page_down", "pagedown", "PgDn", say("下页"), say("下一页")),
    Key("left", "left", "←", say("改值"), say("改小、前一个值（打印设置）")),
    Key("right", "right", "→", say("改值"), say("改大、后一个值（打印设置）")),
    Key("tick", "space", say("空格"), say("勾选"), say("在列表里勾选，或去掉勾")),
    Key("next", "tab", "Tab", say("下一栏"), say("下一栏")),
    Key("menu", "ctrl+g", "Ctrl+G", say("菜单"), say("数字菜单：没有功能键的终端用它做上面的一切")),
)
"""Every key of the program, in the order of the help screen."""

BY_ID = {key.id: key for key in KEYS}

MENU_ORDER = (
    "help", "find", "again", "settings", "preview", "add", "why", "save", "records", "sign_out",
)  # fmt: skip
"""Keys with a digit in the ``ctrl+g`` menu: F1 is 1 ... F10 is 0."""


ENTER_MEANING = say("看内容行事：空 = 默认，一个数字 = 选择，更长 = 扫码或查找")
"""What Enter does, wherever the keys are listed."""
_IDS = "_key_ids"
Method = TypeVar("Method", bound=Callable[..., None])


def key(*ids: str) -> Callable[[Method], Method]:
    """Have a method of a screen do what the keys ``ids`` mean there. A name that is no key fails at import."""
    unknown = [each for each in ids if each not in BY_ID]
    if unknown:
        raise KeyError(f"no such key: {', '.join(unknown)}")

    def marked(method: Method) -> Method:
        setattr(method, _IDS, ids)
        return method

    return marked


def keys_of(screen: type) -> dict[str, str]:
    """Return key id -> method name of a screen class, a subclass's before its bases'."""
    found: dict[str, str] = {}
    for base in reversed(screen.__mro__):
        for name, value in vars(base).items():
            found |= dict.fromkeys(getattr(value, _IDS, ()), name)
    return found


def key_line(ids: tuple[str, ...], cells: int, labels: dict[str, str] | None = None, enter: str = "") -> str:
    """Return the last line of a screen: ``Enter 打印  F4 设置 ...``, most used first.

    Where ``cells`` are few, whole keys are left out before the last one (the menu, which has them all).
    """
    shown = [f"Enter {in_words(enter)}"] if enter else []
    shown += [f"{in_words(BY_ID[i].shown)} {in_words((labels or {}).get(i, BY_ID[i].label))}" for i in ids]
    while len(shown) > 2 and width("  ".join(shown)) + 1 > cells:
        shown.pop(-2)
    return " " + "  ".join(shown)
