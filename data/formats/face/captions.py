"""Captions that stand upright beside a block, one character above the other: 购买方信息, 密码区, 备注."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.formats.face.runs import Run

_WORDS = re.compile(
    r"(?P<buyer>购买方信息|购买方|购货单位|购货方)|(?P<seller>销售方信息|销售方|销货单位|销货方)|(?P<cipher>密码区)"
    r"|(?P<remark>备注)|(?P<downloads>下载次数)"
)
_ACROSS, _DOWN = 1.5, 13.0
"""Millimetres by which characters of one caption may lie beside and below each other."""
_LONGEST = 5


def captions_of(runs: Sequence[Run]) -> tuple[dict[str, list[Run]], set[int]]:
    """Return the pieces of each caption by its name, and the ids of all pieces that are captions."""
    found: dict[str, list[Run]] = {}
    taken: set[int] = set()
    for stack in _stacks([r for r in runs if len("".join(r.text.split())) <= _LONGEST]):
        text = "".join("".join(r.text.split()) for r in stack)
        owners = [run for run in stack for _ in "".join(run.text.split())]
        for match in _WORDS.finditer(text):
            pieces = list({id(r): r for r in owners[match.start() : match.end()]}.values())
            if sum(len("".join(r.text.split())) for r in pieces) != len(match[0]):
                continue
            found.setdefault(match.lastgroup or "", []).extend(pieces)
            taken |= {id(r) for r in pieces}
    return found, taken


def _stacks(runs: list[Run]) -> list[list[Run]]:
    """Return short pieces that stand above each other, each stack from top to bottom."""
    stacks: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.y0):
        for stack in stacks:
            last = stack[-1]
            if (
                abs(last.centre - run.centre) <= _ACROSS
                and run.middle > last.middle + 0.5
                and run.y0 - last.y1 <= _DOWN
            ):
                stack.append(run)
                break
        else:
            stacks.append([run])
    return stacks
