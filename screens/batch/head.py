"""What stands above and below the lines of a batch: how it stands, progress, the one question for the stack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fapiao.batch import MOST_LINES, Batch, BatchLine, BatchState, tally
from fapiao.reprint import Reason
from fapiao.usecases.batch.check import Standing
from screens.widgets.cells import fit, width
from screens.widgets.lines import Part, content

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.usecases.batch.run import Progress

_STATES = {
    BatchState.DRAFT: "",
    BatchState.RUNNING: "accent",
    BatchState.STOPPED: "warn",
    BatchState.FINISHED: "ok",
}
_STANDINGS = {
    Standing.PRINTABLE: "ok", Standing.REASON: "warn", Standing.APPROVAL: "warn", Standing.REFUSED: "bad",
}  # fmt: skip
_BAR = 24


def state_line(
    batch: Batch, lines: Sequence[BatchLine], standings: Counter[Standing], printer: tuple[str, bool], cells: int
) -> Content:
    """Return number, state and counts of a batch; at the right, where it goes."""
    counts = tally(lines)
    parts: list[Part] = [
        f"  第 {batch.id} 批  ",
        (batch.state.label, _STATES[batch.state] or "bold"),
        f"  共 {counts.lines}",
    ]
    if batch.state is not BatchState.DRAFT:
        parts.append(f"  已打 {counts.good}")
    if counts.unknown:
        parts.append((f"  未知 {counts.unknown}", "warn"))
    if counts.missing and batch.state is not BatchState.DRAFT:
        parts.append((f"  缺 {counts.missing}", "warn"))
    parts += [(f"  {s.label} {standings[s]}", _STANDINGS[s]) for s in Standing if standings[s]]
    taken = sum(width(part if isinstance(part, str) else part[0]) for part in parts)
    label, ready = printer
    name = batch.settings.printer or "没有打印机"
    for where in (f"{name} · {batch.settings.paper.label} · ", f"{name} · ", ""):
        gap = cells - taken - width(where) - width(label) - 1
        if gap >= 2:
            return content(*parts, " " * gap, where, (label, "" if ready else "warn"))
    return content(*parts)


def reason_line(batch: Batch, offered: Sequence[Reason], *, asks: bool) -> Content:
    """Return the reasons with their digits, the chosen one marked."""
    parts: list[Part] = ["  ", ("原因", "dim"), " "]
    for digit, reason in enumerate(offered, 1):
        parts += [" ", (f"{digit}{reason.label}", "reverse" if reason is batch.reason else "")]
    if batch.reason is None and asks:
        parts += ["   ", ("按数字再按 Enter，用于整批", "warn")]
    return content(*parts)


def progress_lines(progress: Progress, cells: int) -> list[Content]:
    """Return the number with its bar, the time left, and what is being done."""
    filled = _BAR * progress.done // max(progress.total, 1)
    left = "" if progress.seconds_left is None else f"   约剩 {_span(progress.seconds_left)}"
    words = fit(f"第 {progress.seq} 张  {progress.words}", cells - 4).rstrip()
    return [
        content(
            "  ", (f"打印 {progress.done} / {progress.total}", "bold"), "  ", ("█" * filled, "accent"),
            ("─" * (_BAR - filled), "dim"), left,
        ),
        content("  ", words),
    ]  # fmt: skip


def _span(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 90 else f"{round(seconds / 60)} 分钟"


def question_lines(count: int, others: int, place: str, cells: int) -> list[Content]:
    """Return the question for a stack of ``count`` papers; ``others`` are a colleague's."""
    rest = f"（另有 {others} 张由经手人回答）" if others else ""
    return [
        content(
            "  ", (f"看一眼这一叠 {count} 张：", "bold"), ("1", "accent"), " 都清楚   ", ("2 37", "accent"),
            " = 第 37 张模糊   ", ("3 41-42", "accent"), " = 没有出来", (rest, "dim"),
        ),
        content("  ", ("存放", "dim"), f"  {fit(place or '（未填）', cells - 34).rstrip()}", ("（要改就先输入）", "dim")),
    ]  # fmt: skip


def unknown_line(line: BatchLine) -> list[Content]:
    """Return the question about the one paper of which nobody knows."""
    paper = line.newest
    copy_no = paper.copy_no if paper else 0
    return [
        content("  ", (f"! 第 {line.seq} 张结果未知", "warn"), f"  {line.number[-4:]} 第 {copy_no} 次  请看出纸口"),
        content(
            "  有纸：输入 4 位尾码   纸坏了：", ("2", "accent"), "   确实没有：", ("3", "accent"),
            ("   缺纸时它可能稍后才打印", "dim"),
        ),
    ]  # fmt: skip


def hint(batch: Batch | None, *, printing: bool, unknown: bool) -> str:
    """Return what the line takes now."""
    if printing:
        return " 关掉终端也在这一张之后停下；哪一台都可以接着打"
    if batch is None or batch.state is BatchState.DRAFT:
        return f" 扫码、号码、搜索、清单文件都加入（最多 {MOST_LINES} 张）；-3、-5-7 拿掉，- 拿掉选中的"
    if unknown:
        return " 先回答这一张；在这之前这台打印机不再打"
    if batch.state is BatchState.STOPPED:
        return " Enter 接着打缺的；F4 换打印机；结束 = 其余不打了"
    return " F8 存清单；缺的再按 Enter 补齐"
