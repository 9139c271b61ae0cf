"""The batches that matter now: what stopped, what runs, one's drafts, what finished today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fapiao.batch import BatchState, BatchSummary, tally
from fapiao.hometime import HOME
from fapiao.said import in_words, joined, say, words
from screens.keys import key
from screens.list_screen import ListScreen
from screens.places import Batch
from screens.widgets.cells import fit, width
from screens.widgets.lines import Text, content, lines
from screens.widgets.paged_list import PagedList
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from screens.desk import Desk

_SYMBOLS = {
    BatchState.DRAFT: ("·", ""),
    BatchState.RUNNING: ("·", "accent"),
    BatchState.STOPPED: ("!", "warn"),
    BatchState.FINISHED: ("✓", ""),
}
_NAMES = (say("批"), say("状态"), say("时间"), say("操作员"), say("张数"), say("打印机"))
_SIZES = (6, 10, 13, 12, 6, 16)


class BatchesScreen(ListScreen):
    """The list; Enter opens one, F6 begins a new one."""

    title_text = say("批量补打")
    active = ("add", "up", "page_down", "help", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"up": say("↓ 选"), "add": say("新的一批")}
    enter_label = say("打开")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        empty = say("没有草稿，没有停下的，今天也没有打过。F6 开始新的一批")
        self._list: PagedList[BatchSummary] = PagedList(self._draw, empty=empty)

    def compose_body(self) -> Iterable[Widget]:
        """Heads, list, the batch under the cursor."""
        return (Rule(), Text(text_id="columns"), self._list, Rule(), Text(text_id="facts"))

    def fill(self) -> None:
        """Draw the heads, and load."""
        head = "  " + "".join(fit(name, size) for name, size in zip(_NAMES, _sizes(), strict=True)) + words("说明")
        self.query_one("#columns", Text).show(content((head, "dim")))
        self._list.load(self.desk.cases.batch.listed(), keep=True)
        self._show_facts()

    def _draw(self, row: BatchSummary, cells: int) -> list[tuple[str, str]]:
        batch = row.batch
        sizes = _sizes()
        texts = (
            f"{batch.id:>3}",
            _state(batch.state),
            f"{(batch.changed_at or batch.at).astimezone(HOME):%m-%d %H:%M}",
            batch.operator,
            f"{row.lines:>4}",
            batch.settings.printer,
        )
        parts = [(fit(text, size), "") for text, size in zip(texts, sizes, strict=True)]
        parts[1] = (parts[1][0], _SYMBOLS[batch.state][1])
        return [*parts, (fit(batch.note, max(cells - sum(sizes), 4)), "")]

    def moved(self) -> None:
        """Show the facts of the batch under the cursor."""
        self._show_facts()

    def _show_facts(self) -> None:
        row = self._list.selected
        if row is None:
            self.query_one("#facts", Text).show(lines(["", ""]))
            return
        batch, found = self.desk.cases.batch.open_lines(row.batch.id)
        counts = tally(found)
        facts = [
            say(
                "共 {lines} 张   已打 {good}   缺 {missing}",
                lines=counts.lines,
                good=counts.good,
                missing=counts.missing,
            )
        ]
        facts += [say("找不到 {not_found}", not_found=counts.not_found)] if counts.not_found else []
        facts += [say("结果未知 {unknown}", unknown=counts.unknown)] if counts.unknown else []
        facts += [say("等看纸 {unseen}", unseen=counts.unseen)] if counts.unseen else []
        how = [f"{batch.settings.printer} · {in_words(batch.settings.paper.label)}"]
        how += [say("原因 {label}", label=batch.reason.label)] if batch.reason else []
        how += [row.batch.note] if row.batch.note else []
        rows = [
            content("  ", joined("   ", facts)),
            content(("  " + fit(joined("   ", how), self.cells - 4).rstrip(), "dim")),
        ]
        self.query_one("#facts", Text).show(lines(rows))

    def enter(self, text: str) -> None:
        """Open the batch under the cursor."""
        self.clear()
        if text:
            self.search(text)
            return
        row = self._list.selected
        if row is None:
            self.press_add()
        else:
            self._open(row.batch.id)

    def _open(self, batch_id: int | None) -> None:
        self.desk.go(Batch(batch_id))

    @key("add")
    def press_add(self) -> None:
        """F6: a new batch; it is kept from its first invoice on."""
        self._open(None)


def _state(state: BatchState) -> str:
    return f"{_SYMBOLS[state][0]} {in_words(state.label)}"


def _sizes() -> tuple[int, ...]:
    """Cells of the columns; a word that needs more has more."""
    state = max(width(_state(each)) for each in BatchState) + 1
    return (_SIZES[0], max(_SIZES[1], state), *_SIZES[2:])
