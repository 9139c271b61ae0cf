"""A layout or overlay file looked through before it is used: what is wrong stops, what is risky is told."""

from functools import partial
from pathlib import Path

from fapiao.errors import BadInput
from fapiao.said import say
from printing.layout.applied import merged
from printing.layout.lines import line_of
from printing.layout.load import base_of
from printing.layout.overlay import LAYOUTS, Overlay, load, overlay
from printing.layout.parse import parse

_LARGEST = 256 * 1024
_LEAST_SYMBOL = 20.0


def check_file(path: Path) -> tuple[str, ...]:
    """Return warnings. Raises BadInput naming file and line for what cannot be used."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(say("读不到版式文件 {path}", path=path), say("请检查文件名和权限")) from error
    try:
        text = data[: _LARGEST + 1].decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInput(
            say("版式文件 {name} 第 {line} 行不是 UTF-8 文字", name=path.name, line=line), say("请另存为 UTF-8")
        ) from error
    if len(data) > _LARGEST:
        raise BadInput(say("版式文件 {name} 大于 256 KB", name=path.name), say("请检查是否选错了文件"))
    table = load(text, path.name)
    if "layout" in table:
        parse(path.name, base_of(table), partial(line_of, text))
        return ()
    if not {"overlay", "page", "style", "field", "roll"} & table.keys():
        raise BadInput(say("版式文件 {name} 里没有 [layout] 或 [overlay]", name=path.name), say("请检查是否选错了文件"))
    return check_overlay(text, path.name)


def check_overlay(text: str, file: str) -> tuple[str, ...]:
    """Return warnings about a site overlay. Raises BadInput naming ``file`` and line for what cannot be used."""
    found = overlay(text, file)
    for name in LAYOUTS:
        merged(name, found)
    return tuple(_warnings(found))


def _warnings(found: Overlay) -> list[str]:
    warnings: list[str] = []
    line = line_of(found.text, "page.scale")
    if found.scale != 1:
        warnings.append(
            say("第 {line} 行：票面不是原大（{scale:.0f}%），会印在页脚", line=line, scale=found.scale * 100)
        )
    if found.scale * _LEAST_SYMBOL < _LEAST_SYMBOL:
        warnings.append(say("第 {line} 行：二维码小于 20 mm，可能扫不出来", line=line))
    return warnings
