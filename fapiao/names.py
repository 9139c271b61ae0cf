"""Names that people give: to persons and to printers."""

from __future__ import annotations

from fapiao.errors import BadInput
from fapiao.said import say
from fapiao.text import clean

_LONGEST = 40
"""Characters."""


def check_name(name: str, what: str) -> str:
    """Return a cleaned name of a person or printer. Raises BadInput where it is empty or holds odd characters."""
    cleaned = clean(name.strip(), limit=_LONGEST + 1)
    if not cleaned or len(cleaned) > _LONGEST or cleaned != name.strip():
        raise BadInput(say("{what}名应为 1 到 {most} 个普通字符", what=what, most=_LONGEST), say("请换一个名字"))
    return cleaned
