"""Every site rule as data: one table with key, default, meaning and the values allowed.

The table is the only place where a key is named in words; the settings screen, ``policy list``, the verdict's messages
and the documentation come from it. Each change is a ledger entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.reprint import Reason
from fapiao.said import say
from fapiao.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rule:
    """One key of the policy. ``choices`` empty = free text; ``number`` = a whole number or ``none``."""

    key: str
    default: str
    meaning: str
    choices: tuple[str, ...] = ()
    number: bool = False
    least: int = 0


_MARK = "补打 第{n}次"
"""Printed beside the face."""
RULES: tuple[Rule, ...] = (
    Rule("reprint.unprinted", "allow", say("首次补打（从未打印过）"), ("allow", "refuse")),
    Rule(
        "reprint.printed",
        "reason",
        say("已打印过再次补打：拒绝、说明原因、主管授权"),
        ("refuse", "reason", "supervisor"),
    ),
    Rule("reprint.max_free", "1", say("不经授权最多的再次补打次数，超过须主管授权"), number=True),
    Rule(
        "reprint.reimbursed",
        "refuse",
        say("已报销的发票：拒绝（审计、诉讼可由主管授权）、一律拒绝"),
        ("refuse", "strict"),
    ),
    Rule("reprint.void", "refuse", say("作废、全额红冲的发票不作为有效票打印"), ("refuse",)),
    Rule(
        "reprint.voucher_forbidden",
        "reason",
        say("票面注明“纸质打印件不能作为报销入账归档依据”"),
        ("allow", "reason", "supervisor", "refuse"),
    ),
    Rule(
        "invoice.contradiction",
        "refuse",
        say("自身数据矛盾：拒绝、主管授权"),
        ("refuse", "supervisor"),
    ),
    Rule("reprint.window_days", "none", say("开票后可补打的天数，过期须主管授权"), number=True, least=1),
    Rule("copies.max", "1", say("一次最多打印份数"), number=True, least=1),
    Rule("mark.enabled", "on", say("再次补打时票面外印“补打 第n次”"), ("on", "off")),
    Rule("mark.text", _MARK, say("补打标记的文字，{n} 为次数")),
    Rule("face.typeset", "allow", say("没有版式文件时按数据排版打印"), ("allow", "reason", "refuse")),
    Rule("count.download", "on", say("下载也计入记录"), ("on", "off")),
    Rule("offline.reprint", "first_only", say("与平台断开时可否补打"), ("allow", "first_only", "refuse")),
    Rule("reasons", "lost,damaged,spoiled,audit,litigation,other", say("可选的补打原因及顺序")),
    Rule("applicant", "optional", say("是否登记申请人"), ("off", "optional", "required")),
    Rule("privacy.mask", "on", say("屏幕上隐去个人资料"), ("on", "off")),
    Rule("session.idle_seconds", "180", say("无操作自动锁定的秒数"), number=True, least=15),
    Rule("session.absolute_hours", "8", say("一次登录最长小时数"), number=True, least=1),
)
"""All keys with their defaults (docs/people.md)."""

_BY_KEY = {rule.key: rule for rule in RULES}
NONE = "none"
_LONGEST_NUMBER = 5
"""Digits; a limit beyond 99999 days, seconds or papers is ``none``."""


def rule_of(key: str) -> Rule:
    """Return the rule named ``key``. Raises BadInput naming the keys there are."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise BadInput(say("没有名为 {key} 的规则", key=key), say("用 policy list 查看全部规则")) from None


def check_value(key: str, value: str) -> str:
    """Return ``value`` if the rule allows it. Raises BadInput naming what is allowed."""
    rule = rule_of(key)
    if rule.choices and value not in rule.choices:
        raise BadInput(
            say("{key} 不能是 {value}", key=key, value=value), say("可用：{choices}", choices=" / ".join(rule.choices))
        )
    if rule.number and value != NONE and not _is_count(value, rule.least):
        raise BadInput(
            say("{key} 不能是 {value}", key=key, value=value),
            say("请给不小于 {least} 的整数，或 none（不限）", least=rule.least),
        )
    if key == "mark.text" and (not value.strip() or clean(value) != value or set(value.replace("{n}", "")) & {*"{}"}):
        raise BadInput(say("标记文字不能为空，只能含 {n} 一个占位"), say("例如：{mark}", mark=_MARK))
    if key == "reasons":
        _check_reasons(value.split(","))
    return value


def _is_count(value: str, least: int) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER and int(value) >= least


def _check_reasons(offered: list[str]) -> None:
    if not set(offered) <= set(Reason) or len(set(offered)) < len(offered):
        raise BadInput(
            say("原因 {reasons} 不能用", reasons=",".join(offered)[:60]),
            say("可用，以逗号隔开、不重复：{reasons}", reasons=",".join(Reason)),
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force. Values that the store does not hold are the defaults."""

    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, key: str) -> str:
        """Return the value of ``key``."""
        return self.values.get(key, rule_of(key).default)

    def number(self, key: str) -> int | None:
        """Return a numeric value; None where the rule is ``none`` (no limit)."""
        value = self[key]
        return None if value == NONE else int(value)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that this site offers, in the order of their digits."""
        return tuple(Reason(key) for key in self["reasons"].split(","))

    def is_on(self, key: str) -> bool:
        """Tell whether an on/off rule is on."""
        return self[key] == "on"

    def with_value(self, key: str, value: str) -> Policy:
        """Return a copy with one checked value changed."""
        return Policy(MappingProxyType({**self.values, key: check_value(key, value)}))
