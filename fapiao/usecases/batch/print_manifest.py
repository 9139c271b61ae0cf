"""The manifest of a batch on paper, on the batch's own printer: what lies in the stack, to be signed and filed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.hometime import HOME
from fapiao.paper import Paper
from fapiao.people import Permission
from fapiao.ports.faces import ListColumn
from fapiao.reprint import outcome_of
from fapiao.said import say
from fapiao.usecases.batch.manifest import ManifestRow, manifest
from fapiao.usecases.paper.loose_page import LoosePage, foot_of, print_loose_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.people import Session
    from fapiao.ports.faces import Artefact
    from fapiao.reprint import Reprint
    from fapiao.services import Services
    from fapiao.usecases.paper.loose_page import LooseResult

_COLUMNS = (
    ListColumn("序", 9), ListColumn("发票号码", 41), ListColumn("编号", 21), ListColumn("次", 7), ListColumn("尾码", 13),
    ListColumn("结果", 18), ListColumn("看到", 20), ListColumn("说明", 51),
)  # fmt: skip


def print_manifest(
    services: Services, session: Session, batch_id: int, watch: Callable[[str], None] = lambda _: None
) -> LooseResult:
    """Print the manifest on A4. Raises BadInput where the batch's printer takes no sheets, and as ``print_loose_page``."""
    session.operator.require(Permission.REPRINT)
    batch, rows = manifest(services, session, batch_id)
    if batch.settings.paper.is_roll:
        raise BadInput(
            say("{printer} 是小票机，打不了清单", printer=batch.settings.printer),
            say("请把清单存为文件，在别的打印机上打"),
        )

    def draw(page: Reprint) -> Artefact:
        papers = {row.paper.serial for row in rows if row.paper}
        made = f"{batch.at.astimezone(HOME):%Y-%m-%d %H:%M}   {batch.operator}   {batch.desk}"
        lines = (
            f"{batch.settings.printer}   {batch.settings.paper.label}   {batch.state.label}   {made}",
            f"{len({row.line.seq for row in rows})} 张发票   {len(papers)} 个编号",
        )
        title = f"第 {batch.id} 批补打清单"
        return services.renderer.listed(
            title, lines, _COLUMNS, [_cells(row) for row in rows], foot_of(services, session, page, title)
        )

    called = say("第 {batch} 批清单", batch=batch.id)
    loose = LoosePage(Paper.A4_UPPER, "manifest", called, draw, {"batch": batch.id})
    return print_loose_page(services, session, batch.settings.printer, loose, watch)


def _cells(row: ManifestRow) -> tuple[str, ...]:
    line, paper, attempt = row.line, row.paper, row.attempt
    head = (str(line.seq), line.code + line.number)
    if paper is None or attempt is None:
        return (*head, "", "", "", "没有打" if line.full_no else line.state.label, "", line.note)
    seen = attempt.seen.label if attempt.seen else ""
    return (*head, paper.serial, str(paper.copy_no), attempt.code, outcome_of(attempt).label, seen, attempt.note)
