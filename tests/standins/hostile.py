"""Texts that invoices, files and forms should not contain, and sometimes do."""

from __future__ import annotations

MARKUP = (
    "[/]", "[red]红[/]", "[@click=app.quit]点我[/]", "[/red]", "a'.\\[", "\\[bold]", "[[", "]]", "[b][i][/b]",
    "<b>粗</b>", "&amp;&lt;", "{0}", "%s%n%x", "${jndi:x}", "{{7*7}}", "'; DROP TABLE invoice; --", "\\x1b[31m",
)  # fmt: skip
"""Printable, and never to be obeyed."""

CONTROL = (
    "\x1b[31m红字", "\x1b]52;c;aGFja2Vk\x07", "\x1b[2J\x1b[H", "\x9b31m", "\x9d52;c;aGFja2Vk\x9c", "\x00空", "甲\x08\x08乙",
    "\x1d\x56\x00切纸", "\x1b@\x1bp\x00", "\x0e\x0f", "行一\r\n行二", "\u202e反向\u202c", "\u2066隔离\u2069", "\u200b零宽",
    "\ufeff标记", "\u2028行\u2029段", "\ue000私用", "\U000e0041标签", "\x7f删除", "a\u0301",
)  # fmt: skip
"""What a terminal or a printer would obey, were it to arrive."""

FORMULA = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "26422000000099000101", '=HYPERLINK("x")')
"""What a spreadsheet would run or round."""

ALL = MARKUP + CONTROL + FORMULA
