"""Who may sign in at the practice desk, and its name: all that is known of it before its store is open."""

from __future__ import annotations

from fapiao.people import Role

DESK = "练习台"
ACCOUNTS: tuple[tuple[str, str, str, frozenset[Role]], ...] = (
    ("zhangmin", "lianxi2026", "张敏", frozenset({Role.OPERATOR})),
    ("lilei", "lianxi2026", "李雷", frozenset({Role.SUPERVISOR})),
    ("admin", "guanli2026", "管理员", frozenset({Role.ADMIN})),
)
"""Name, password (shown on the sign-in screen of this desk alone), shown name, roles."""
