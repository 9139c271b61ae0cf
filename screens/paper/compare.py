"""Compare with the original in hand: number, date, buyer and amount one by one, or by a scan of its code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fapiao.identity import payload_in
from fapiao.said import say
from fapiao.usecases.invoices.compare import Compared, Difference, in_code, is_same, on_record
from screens.base import DeskScreen
from screens.paper.invoice_lines import identity_line
from screens.widgets.lines import Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from screens.desk import Desk
    from screens.places import Compare


class CompareScreen(DeskScreen[bool]):
    """One field at a time; Enter where it is the same, what the original says where it is not."""

    title_text = say("与原件对照")
    active = ("back", "menu")

    def __init__(self, desk: Desk, place: Compare) -> None:
        super().__init__(desk)
        self._invoice = place.seen.stored.invoice
        self._seen = place.seen
        self._ours = on_record(self._invoice)
        self._said: dict[Compared, str] = {}
        self._found: tuple[Difference, ...] | None = None

    @property
    def enter_word(self) -> str:
        """What an empty Enter does now."""
        return say("相同，下一项") if self._found is None else say("返回核对")

    def compose_body(self) -> Iterable[Widget]:
        """The invoice, and the walk."""
        return (Text(text_id="identity"), Rule(), Text(text_id="walk"))

    def fill(self) -> None:
        """Draw."""
        self.query_one("#identity", Text).show(identity_line(self._seen.stored))
        rows: list[Content | str] = [self._row(field, value) for field, value in self._ours.items()]
        if self._found is None:
            rows += ["", content("  ", say("原件上相同按 Enter；不同就输入原件上的内容；也可以扫原件的二维码"))]
        elif not self._found:
            rows += ["", content("  ", (say("✓ 各项与原件相符，已记下"), "ok"))]
        else:
            seller = self._invoice.seller
            rows += [
                "",
                content("  ", (say("✗ 与原件不符，已记下并搁置：主管取回之前不能打印"), "bad")),
                content("  ", say("请联系开票方：{name}  税号 {tax_id}", name=seller.name, tax_id=seller.tax_id)),
            ]
        self.query_one("#walk", Text).show(lines(rows))
        self.refresh_keys()

    def _row(self, field: Compared, value: str) -> Content:
        said = self._said.get(field)
        if said is None:
            now = field is self._next()
            return content("  ", ("▸ " if now else "  "), (field.label, "bold" if now else "dim"), "  ", value)
        if is_same(field, value, said):
            return content("  ", ("✓ ", "ok"), (field.label, "dim"), "  ", value)
        return content("  ", ("✗ ", "bad"), (field.label, ""), "  ", value, say("   原件 {said}", said=said))

    def _next(self) -> Compared | None:
        return next((field for field in self._ours if field not in self._said), None)

    def is_elsewhere(self, text: str) -> bool:
        """A scan here is the code of the original."""
        return payload_in(text) is None and super().is_elsewhere(text)

    def enter(self, text: str) -> None:
        """Take the answer to the field that is asked for."""
        self.clear()
        field = self._next()
        if self._found is not None or field is None:
            self.dismiss(result=True)
            return
        if payload_in(text):
            told = in_code(self._invoice, text)
            self._said |= {known: told[known] for known in self._ours if known in told}
        else:
            self._said[field] = text or self._ours[field]
        if self._next() is None:
            number = self._invoice.full_no
            self._found = self.desk.cases.invoices.record_comparison(number, self._said)
        self.fill()
