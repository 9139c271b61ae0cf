"""What stands above and below the lines of a batch: how it stands, progress, the one question for the stack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fapiao.batch import MOST_LINES, Batch, BatchLine, BatchState, tally
from fapiao.reprint import Reason
from fapiao.said import in_words, say, words
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
        say("  第 {id} 批  ", id=batch.id),
        (batch.state.label, _STATES[batch.state] or "bold"),
        say("  共 {lines}", lines=counts.lines),
    ]
    if batch.state is not BatchState.DRAFT:
        parts.append(say("  已打 {good}", good=counts.good))
    if counts.not_found:
        parts.append((say("  找不到 {not_found}", not_found=counts.not_found), "bad"))
    if counts.unknown:
        parts.append((say("  未知 {unknown}", unknown=counts.unknown), "warn"))
    if counts.missing and batch.state is not BatchState.DRAFT:
        parts.append((say("  缺 {missing}", missing=counts.missing), "warn"))
    parts += [(f"  {in_words(s.label)} {standings[s]}", _STANDINGS[s]) for s in Standing if standings[s]]
    taken = sum(width(part if isinstance(part, str) else part[0]) for part in parts)
    label, ready = printer
    name = batch.settings.printer or words("没有打印机")
    for where in (f"{name} · {in_words(batch.settings.paper.label)} · ", f"{name} · ", ""):
        gap = cells - taken - width(where) - width(label) - 1
        if gap >= 2:
            return content(*parts, " " * gap, where, (label, "" if ready else "warn"))
    return content(*parts)


def reason_line(batch: Batch, offered: Sequence[Reason], *, asks: bool) -> Content:
    """Return the reasons with their digits, the chosen one marked."""
    parts: list[Part] = ["  ", (say("原因"), "dim"), " "]
    for digit, reason in enumerate(offered, 1):
        parts += [" ", (f"{digit}{in_words(reason.label)}", "reverse" if reason is batch.reason else "")]
    if batch.reason is None and asks:
        parts += ["   ", (say("按数字再按 Enter，用于整批"), "warn")]
    return content(*parts)


def progress_lines(progress: Progress, cells: int) -> list[Content]:
    """Return the number with its bar, the time left, and what is being done."""
    filled = _BAR * progress.done // max(progress.total, 1)
    left = "" if progress.seconds_left is None else say("   约剩 {span}", span=_span(progress.seconds_left))
    doing = fit(say("第 {seq} 张  {doing}", seq=progress.seq, doing=progress.words), cells - 4).rstrip()
    printed = say("打印 {done} / {total}", done=progress.done, total=progress.total)
    return [
        content(
            "  ", (printed, "bold"), "  ", ("█" * filled, "accent"), ("─" * (_BAR - filled), "dim"), left,
        ),
        content("  ", doing),
    ]  # fmt: skip


def _span(seconds: int) -> str:
    return say("{seconds} 秒", seconds=seconds) if seconds < 90 else say("{minutes} 分钟", minutes=round(seconds / 60))


def question_lines(count: int, others: int, place: str, cells: int) -> list[Content]:
    """Return the question for a stack of ``count`` papers; ``others`` are a colleague's."""
    shown = fit(place or say("（未填）"), cells - 34).rstrip()
    rest = say("（另有 {others} 张由经手人回答）", others=others) if others else ""
    return [
        content(
            "  ", (say("看一眼这一叠 {count} 张：", count=count), "bold"), ("1", "accent"), say(" 都清楚   "),
            ("2 37", "accent"), say(" = 第 37 张模糊   "), ("3 41-42", "accent"), say(" = 没有出来"), (rest, "dim"),
        ),
        content("  ", (say("存放"), "dim"), f"  {shown}", (say("（要改就先输入）"), "dim")),
    ]  # fmt: skip


def unknown_line(line: BatchLine) -> list[Content]:
    """Return the question about the one paper of which nobody knows."""
    paper = line.newest
    which = say("{number} 第 {copy_no} 次", number=line.number[-4:], copy_no=paper.copy_no if paper else 0)
    return [
        content("  ", (say("! 第 {seq} 张结果未知", seq=line.seq), "warn"), "  ", which, say("  请看出纸口")),
        content(
            say("  有纸：输入 4 位尾码   纸坏了："), ("2", "accent"), say("   确实没有："), ("3", "accent"),
            (say("   缺纸时它可能稍后才打印"), "dim"),
        ),
    ]  # fmt: skip


def hint(batch: Batch | None, *, printing: bool, unknown: bool) -> str:
    """Return what the line takes now."""
    if printing:
        return say(" 关掉终端也在这一张之后停下；哪一台都可以接着打")
    if batch is None or batch.state is BatchState.DRAFT:
        return say(
            " 扫码、号码、搜索、清单文件都加入（最多 {n} 张）；-3、-5-7 拿掉，- 拿掉选中的",
            n=MOST_LINES,
        )
    if unknown:
        return say(" 先回答这一张；在这之前这台打印机不再打")
    if batch.state is BatchState.STOPPED:
        return say(" Enter 接着打缺的；F4 换打印机；结束 = 其余不打了")
    return say(" F8 存清单；缺的再按 Enter 补齐")
