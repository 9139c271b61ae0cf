"""A site's own corrections of the layouts, as a person changes them value by value; its text form is the overlay TOML.

What a value may be is the layout model's business: it checks the text before anything is kept (``Renderer``). What the
screens do not change (shifted fields, fonts, the order of a roll) stays as it was written; comments do not.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from fapiao.errors import BadInput
from fapiao.said import say

Table = dict[str, Any]

STYLES = {
    "title": (say("标题"), 20.0),
    "label": (say("栏目"), 9.0),
    "small": (say("小栏目"), 8.0),
    "value": (say("内容"), 9.0),
    "item": (say("明细"), 9.0),
    "note": (say("小计、附注"), 8.0),
    "remark": (say("备注"), 9.0),
    "id": (say("号码"), 12.0),
    "yen": (say("金额"), 11.0),
    "cipher": (say("密码区"), 12.0),
}
"""The styles of every layout: what each is for, and its size on the 数电票 face in points."""
FIELDS = {
    "variant": say("特定业务"),
    "machine_no": say("机器编号"),
    "cipher": say("密码区"),
    "buyer_contact": say("购方地址电话"),
    "buyer_bank": say("购方开户行"),
    "seller_contact": say("销方地址电话"),
    "seller_bank": say("销方开户行"),
    "other": say("其他费用"),
    "remark": say("备注"),
    "issuer": say("开票人"),
    "payee": say("收款人"),
    "checker": say("复核人"),
    "page_no": say("页码"),
}
"""The fields of every layout that a site may leave out."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CURE = say("请改正该文件，或恢复自带的版式")


@dataclass(frozen=True, slots=True)
class SiteLayout:
    """One overlay. Lengths in mm, sizes in points; each ``with_`` gives a new one."""

    table: Table = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> SiteLayout:
        """Return the overlay that ``text`` says. Raises BadInput for what is no TOML."""
        try:
            return cls(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise BadInput(say("发票格式不是合格的 TOML：{error}", error=str(error)), _CURE) from error

    @property
    def text(self) -> str:
        """The overlay as TOML; empty where nothing is changed."""
        return "\n".join(
            f"[{_key(name)}]\n" + "".join(f"{_key(key)} = {_value(value)}\n" for key, value in part.items())
            for name, part in self.table.items()
            if part
        )

    @property
    def offset(self) -> tuple[float, float]:
        """How far the face is moved right and down."""
        x, y = self._page("offset", [0.0, 0.0])
        return x, y

    @property
    def scale(self) -> float:
        """1 = the layout's own size."""
        return float(self._page("scale", 1.0))

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        left, top, right, bottom = self._page("margins", [0.0] * 4)
        return left, top, right, bottom

    def size(self, style: str) -> float | None:
        """Return the size of a style; None = the layout's own."""
        part = self.table.get("style", {}).get(style, {})
        sizes = [part["size"]] if "size" in part else part.get("sizes", [None])
        return None if sizes[0] is None else float(sizes[0])

    def is_hidden(self, name: str) -> bool:
        """Tell whether a field is left out."""
        return bool(self.table.get("field", {}).get(name, {}).get("hide", False))

    def with_offset(self, x: float, y: float) -> SiteLayout:
        """Move the face."""
        return self._with("page", "offset", [round(x, 2), round(y, 2)] if x or y else None)

    def with_scale(self, scale: float) -> SiteLayout:
        """Change the size of the face."""
        return self._with("page", "scale", round(scale, 3) if scale != 1 else None)

    def with_margins(self, *margins: float) -> SiteLayout:
        """Keep the edges free."""
        return self._with("page", "margins", [round(m, 2) for m in margins] if any(margins) else None)

    def with_size(self, style: str, size: float | None) -> SiteLayout:
        """Change the size of a style; None = the layout's own."""
        return self._within("style", style, "size", None if size is None else round(size, 1))

    def with_hidden(self, name: str, *, hidden: bool) -> SiteLayout:
        """Leave a field out, or not."""
        return self._within("field", name, "hide", hidden or None)

    def _page(self, key: str, default: Any) -> Any:
        return self.table.get("page", {}).get(key, default)

    def _with(self, section: str, key: str, value: Any) -> SiteLayout:
        part = {k: v for k, v in self.table.get(section, {}).items() if k != key}
        if value is not None:
            part[key] = value
        return SiteLayout({**self.table, section: part})

    def _within(self, section: str, name: str, key: str, value: Any) -> SiteLayout:
        gone = {"size", "sizes"} if key == "size" else {key}
        part = {k: v for k, v in self.table.get(section, {}).get(name, {}).items() if k not in gone}
        if value is not None:
            part[key] = value
        return self._with(section, name, part or None)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    """Return a value as TOML writes it on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items()) + " }"
    return str(value)
