"""The question after a paper, wherever it is asked: what came out, how it is answered, what the machine knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.hometime import HOME
from fapiao.reprint import Evidence, Seen
from fapiao.said import say, words
from screens.widgets.lines import content

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.cases import Cases
    from fapiao.reprint import Reprint
    from fapiao.usecases.paper.order import PaperResult

ANSWERS = {"1": Seen.CLEAR, "2": Seen.POOR, "3": Seen.NOTHING}
EVIDENCE_WORDS = {
    Evidence.NOTHING: say("打印机没有回答"),
    Evidence.TAKEN: say("已交给系统，打印机没有回报"),
    Evidence.RECEIVED: say("打印机已收到"),
    Evidence.PROCESSED: say("打印机已处理完"),
    Evidence.PRINTED: say("打印机报告完成"),
}


def unknown_question(result: PaperResult) -> list[Content | str]:
    """Ask about a paper that nobody knows of."""
    sent = result.attempt.sent_at
    at = f"{sent.astimezone(HOME):%H:%M:%S}" if sent else ""
    return unknown_lines(at, result.attempt.note, result.attempt.printer, result.reprint)


def unknown_lines(at: str, note: str, printer: str, page: Reprint) -> list[Content | str]:
    """The same question wherever it is asked."""
    what = page.title if page.is_test else words("第 {copy_no} 次", copy_no=page.copy_no)
    return [
        content("   ", (say("! 结果未知"), "warn"), f"   {at}   {printer}   {what}"),
        content("     ", note or say("发出后没有回音")),
        "",
        content(
            say("   请看出纸口。有纸：输入 4 位尾码"),
            (say("（纸尾最后一行）"), "dim"),
            say("    纸坏了："),
            ("2", "accent"),
            say("    确实没有："),
            ("3", "accent"),
        ),
        content("   ", (say("没有出来时请先确认打印机已清空：缺纸时它可能稍后才打印"), "dim")),
    ]


def settle_text(cases: Cases, reprint_id: int, text: str, place: str) -> str:
    """Settle an unknown outcome by what was typed; returns the words for the status line, empty if unclear."""
    if text in {"2", "3"}:
        seen = ANSWERS[text]
        cases.paper.answer(reprint_id, seen, place=place)
        return seen.label
    if len(text) == 4:
        cases.paper.answer(reprint_id, Seen.CLEAR, code=text, place=place)
        return Seen.CLEAR.label
    return ""
