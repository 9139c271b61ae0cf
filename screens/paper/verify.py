"""Verify: the one screen for everything: facts, verdict, reason, printer, settings.

Enter prints where the verdict is green; one digit names the reason and goes on; a scan opens that invoice and confirms
nothing. Refusals take the verdict line and Enter then does nothing but say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from fapiao.chosenface import chosen_face, original_face
from fapiao.errors import FapiaoError
from fapiao.paper import FaceChoice, Scaling
from fapiao.said import in_words, say, words
from fapiao.usecases.invoices.inspect import Inspection
from fapiao.usecases.paper.face_job import shown_invoice
from fapiao.verdict import Decision, Level
from screens.base import DeskScreen
from screens.keys import key
from screens.paper.invoice_lines import (
    files_line,
    identity_line,
    item_head,
    item_line,
    named,
    party_lines,
    remark_lines,
    totals_lines,
)
from screens.paper.verdict_line import verdict_line
from screens.places import Batch, Findings, Preview, Printing, Save, Settings
from screens.widgets.cells import fit, width, wrap
from screens.widgets.lines import Part, Text, content, lines
from screens.widgets.rule import Rule

if TYPE_CHECKING:
    from textual.content import Content

    from fapiao.paper import PrintSettings
    from fapiao.usecases.paper.order import Order
    from fapiao.verdict import Finding
    from screens.desk import Desk

_WIDE = 120
_GLANCE = 0.1
"""Seconds after which the screen is painted and what Enter needs may be made ready."""
_FACTS = 78
_FIXED_ROWS = 21
"""Rows that are not items, at the most: so the totals stay in the same place for every invoice of a terminal."""


class VerifyScreen(DeskScreen[None]):
    """Facts of one invoice and what may be done with it."""

    DEFAULT_CSS = """
    VerifyScreen #facts-side { width: 1fr; height: 1fr; }
    VerifyScreen #preview-side { width: 42; height: 1fr; border-left: vkey $dim; padding: 0 0 0 1; display: none; }
    VerifyScreen.wide #preview-side { display: block; }
    """
    title_text = say("核对")
    prints = True
    shows_printers = True
    active = ("settings", "preview", "add", "why", "save", "page_down", "back", "menu")
    key_labels: ClassVar[dict[str, str]] = {"add": say("加入批量"), "page_down": say("翻行")}
    enter_label = say("打印")

    def __init__(self, desk: Desk, order: Order, seen: Inspection) -> None:
        super().__init__(desk)
        self.order = order
        self.seen = seen
        self._first_item = 0
        self._shown_items = 1
        self._face: tuple[PrintSettings, Finding] | None = None
        """What drawing the face found, and for which settings."""

    def compose_body(self) -> Iterable[Widget]:
        """Facts left; the preview beside them where there is room."""
        return (
            Horizontal(
                Vertical(
                    Text(text_id="identity"),
                    Rule(),
                    Text(text_id="items"),
                    Rule(),
                    Text(text_id="totals"),
                    Rule(),
                    Text(text_id="verdict"),
                    Rule(),
                    id="facts-side",
                ),
                Vertical(Text(text_id="preview"), id="preview-side"),
            ),
        )

    def on_mount(self) -> None:
        """Look at the face behind the first paint."""
        super().on_mount()
        self.after(_GLANCE, self._check_face)

    def _check_face(self) -> None:
        seen, order = self.seen, self.order
        if seen.verdict.decision is Decision.REFUSED:
            return

        def work() -> Finding:
            found = self.desk.cases.paper.check_face(seen, order)
            self.desk.tidy()
            return found

        def checked(found: Finding) -> None:
            self._face = order.settings, found
            self.fill()

        self.background(work, checked)

    def fill(self) -> None:
        """Check again and draw."""
        self.seen = self.desk.cases.invoices.inspect(self.order.full_no, self.order.wish())
        if self._face is not None and self._face[0] == self.order.settings:
            self.seen = self.seen.with_finding(self._face[1])
        wide = self.app.size.width >= _WIDE
        self.set_class(wide, "wide")
        cells = self.app.size.width - 43 if wide else self.app.size.width
        stored = replace(self.seen.stored, invoice=shown_invoice(self.desk.signed_in, self.seen))
        invoice = stored.invoice
        totals = [*totals_lines(invoice, cells), *remark_lines(invoice, cells, 2), files_line(stored)]
        verdict = self._verdict_lines(cells)
        self.query_one("#identity", Text).show(
            lines(
                [
                    identity_line(stored),
                    *party_lines(invoice, cells),
                ]
            )
        )
        self._draw_items(max(self.app.size.height - _FIXED_ROWS, 1), cells)
        self.query_one("#totals", Text).show(lines(totals))
        self.query_one("#verdict", Text).show(lines(verdict))
        if wide:
            self._draw_preview()

    def _draw_items(self, room: int, cells: int) -> None:
        invoice = shown_invoice(self.desk.signed_in, self.seen)
        rows: list[Content] = []
        if invoice.lines is None:
            rows = [content((say("  明细未知：只有图像或二维码，请对照原件"), "warn"))]
        else:
            rows = [item_line(line, cells) for line in invoice.lines]
            for table in invoice.tables:
                rows += [content(("  " + fit("　".join(row), cells - 4), "dim")) for row in table.rows]
        self._shown_items = room if len(rows) <= room else max(room - 1, 1)
        self._first_item = max(0, min(self._first_item, len(rows) - self._shown_items))
        last = min(self._first_item + self._shown_items, len(rows))
        shown = [item_head(cells), *rows[self._first_item : last]]
        if len(rows) > room:
            shown.append(
                content(
                    (
                        say(
                            "  第 {first_item}-{last} 行，共 {count} 行，PgDn 往下",
                            first_item=self._first_item + 1,
                            last=last,
                            count=len(rows),
                        ),
                        "accent",
                    )
                )
            )
        shown += [content("")] * (room + 1 - len(shown))
        self.query_one("#items", Text).show(lines(shown))

    def _verdict_lines(self, cells: int) -> list[Content]:
        verdict = self.seen.verdict
        rows = [verdict_line(verdict, cells)]
        head = verdict.headline
        if verdict.decision is Decision.REFUSED and head and head.cure:
            who = say("（{who}）", who=head.who) if head.who and head.who != "无人可以" else ""
            rows += _cure_lines(say("{cure}{who}", cure=head.cure, who=who), cells)
        if verdict.needs_reason and verdict.decision is not Decision.REFUSED:
            rows.append(self._reason_line(cells))
        rows += [
            content("    ", (fit(say("提示 {message}", message=f.message), cells - 6).rstrip(), "warn"))
            for f in verdict.of(Level.WARN)[:2]
        ]
        rows.append(self._print_line(cells))
        return rows

    def _reason_line(self, cells: int) -> Content:
        parts: list[Part] = ["  ", (named(say("原因")), "dim"), " "]
        for digit, reason in enumerate(self.seen.policy.reasons, 1):
            chosen = reason is self.order.reason
            parts += [" ", (f"{digit}{in_words(reason.label)}", "reverse" if chosen else "")]
        if self.order.reason is None:
            parts += ["   ", (say("按数字再按 Enter"), "warn")]
        elif cells > 70:
            parts += ["   ", (f"[{in_words(self.order.reason.label)}]", "accent")]
        return content(*parts)

    def _print_line(self, cells: int) -> Content:
        settings = self.order.settings
        label, ready = self.desk.printer_label(settings.printer)
        document = original_face(self.seen.stored)
        original = chosen_face(self.seen.stored, self.order.wish()) is FaceChoice.ORIGINAL
        face = (
            say("原件 {media} · {seal}", media=document.media.upper(), seal=document.seal.state.label)
            if original and document
            else say("按数据排版")
        )
        remark = say("附加说明 {remark}", remark=settings.remark) if settings.remark else say("无附加说明")
        parts = [face, settings.paper.label, say("{copies} 份", copies=settings.copies)]
        if original and settings.rotate:
            parts.append(say("转 {rotate} 度", rotate=settings.rotate))
        if original and settings.scaling is not Scaling.SHRINK:
            parts.append(settings.scaling.label)
        if settings.stamp:
            parts.append(say("加盖站点印章"))
        name = named(say("打印"))
        where = f"{settings.printer or words('没有打印机')} "
        rest = "".join(f"   {in_words(part)}" for part in (*parts, remark))
        room = cells - 6 - width(name) - width(where) - width(label)
        return content(
            "  ", (name, "dim"), "  ", where, (label, "" if ready else "warn"), fit(rest, max(room, 10)).rstrip()
        )

    def _draw_preview(self) -> None:
        try:
            shown = self.desk.cases.paper.preview(self.seen, self.order, 40)
        except FapiaoError as error:
            shown = [error.message]
        self.query_one("#preview", Text).show(lines(shown))

    def enter(self, text: str) -> None:
        """Print, choose a reason and print, or search."""
        self.clear()
        if len(text) == 1 and text.isdigit():
            self._choose(int(text))
        elif text:
            self.search(text)
            return
        verdict = self.seen.verdict
        if verdict.decision is Decision.ALLOWED:
            self.print_now(lambda: self.desk.go(Printing(self.order, self.seen)))
        elif verdict.decision is Decision.NEEDS:
            needs_reason = verdict.needs_reason and self.order.reason is None
            finding = verdict.of(Level.REASON)[0] if needs_reason else verdict.headline
            self.status(
                say("! {message}；{cure}", message=finding.message, cure=finding.cure)
                if finding
                else say("! 还缺一项"),
                "warn",
            )
        else:
            self.press_why()

    def _choose(self, digit: int) -> None:
        reasons = self.seen.policy.reasons
        if not 1 <= digit <= len(reasons):
            self.status(say("没有原因 {digit}，请用 1 到 {count}", digit=digit, count=len(reasons)), "warn")
            return
        self.order = replace(self.order, reason=reasons[digit - 1])
        self.fill()

    @key("settings")
    def press_settings(self) -> None:
        """F4."""
        self.desk.go(Settings(self.order, self.seen), self._use)

    def _use(self, order: Order) -> None:
        self.order = order
        self.fill()
        self._check_face()

    @key("preview")
    def press_preview(self) -> None:
        """F5."""
        self.desk.go(Preview(self.order, self.seen))

    @key("add")
    def press_add(self) -> None:
        """F6: into the person's draft; further scans are added there."""
        added = self.desk.cases.batch.add([self.order.full_no])
        self.desk.go(Batch(added.batch.id, added.sentence))

    @key("why")
    def press_why(self) -> None:
        """F7."""
        self.desk.go(Findings(self.seen))

    @key("save")
    def press_save(self) -> None:
        """F8."""
        self.desk.go(Save(self.seen))

    @key("page_down", "down")
    def press_page_down(self) -> None:
        """Further lines."""
        self._first_item += self._shown_items
        self.fill()

    @key("page_up", "up")
    def press_page_up(self) -> None:
        """Earlier lines."""
        self._first_item = max(0, self._first_item - self._shown_items)
        self.fill()

    @key("again")
    def press_again(self) -> None:
        """F3: load the desk's settings afresh."""
        self._use(replace(self.order, settings=replace(self.desk.cases.printers.load_settings(), copies=1)))


def _cure_lines(cure: str, cells: int) -> list[Content]:
    """Return what to do, its name before the first line."""
    label = say("怎么办")
    rows = wrap(cure, cells - 6 - width(label))
    return [
        content("    ", (label if nth == 0 else " " * width(label), "dim"), f"  {row}") for nth, row in enumerate(rows)
    ]
