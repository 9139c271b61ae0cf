"""``records`` and ``attach``: what was printed, as a list and as tables; scans filed by the code on the paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fapiao.amounts import money
from fapiao.errors import BadInput, FapiaoError
from fapiao.hometime import HOME
from fapiao.identity import squeeze
from fapiao.said import in_words, listed, say
from fapiao.stored import RecordFilter
from fapiao.text import fit
from fapiao.usecases.records.export import Form
from fapiao.usecases.records.history import to_shape
from tui import shapes
from tui.commands.context import cases_of, cell, put, put_json

if TYPE_CHECKING:
    import argparse

_REFUSED = 2


def records_list(args: argparse.Namespace) -> int:
    """Print or save the history."""
    cases = cases_of(args)
    rows = cases.records.listed(RecordFilter(full_no=squeeze(args.number), applicant=args.applicant))
    saved = {form: given for form, given in ((Form.CSV, args.csv), (Form.XLSX, args.xlsx)) if given}
    for form, given in saved.items():
        path = Path(given).expanduser()
        try:
            path.write_bytes(cases.records.exported(rows, form))
        except OSError as error:
            raise BadInput(
                say("写不了 {name}（{reason}）", name=path.name, reason=error.strerror), say("请换一个位置")
            ) from error
    if args.json:
        put_json([to_shape(r) for r in rows])
    elif not saved:
        for row in rows:
            item = row.reprint
            put(
                say(
                    "{at:%Y-%m-%d %H:%M}  {number}第 {copy_no} 次  {operator}{desk}{outcome}{gross}  {applicant}{place}",
                    at=item.at.astimezone(HOME),
                    number=fit(row.code + row.number, 22),
                    copy_no=item.copy_no,
                    operator=fit(item.operator, 12),
                    desk=fit(item.desk, 12),
                    outcome=cell(item.outcome.label, 10),
                    gross=money(row.gross),
                    applicant=say("申请人 {applicant}  ", applicant=item.applicant) if item.applicant else "",
                    place=item.place,
                )
            )
    return 0


def attach(args: argparse.Namespace) -> int:
    """File each scan with the papers whose codes it shows; exit 2 where one could not be filed."""
    cases = cases_of(args)
    shown, failed = [], False
    for given in args.files:
        path = Path(given).expanduser()
        try:
            filed = cases.records.file_scan(path.name, _read(path))
        except FapiaoError as error:
            failed = True
            shown.append({"path": given, "reprints": [], **shapes.error(error)})
            if not args.json:
                put(f"{path.name}  ✗ {in_words(str(error))}")
            continue
        shown.append({"path": given, "reprints": [paper.serial for paper in filed], "error": None})
        if not args.json:
            papers = listed(
                say(
                    "No.{serial}（{full_no} 第 {copy_no} 次）",
                    serial=paper.serial,
                    full_no=paper.full_no,
                    copy_no=paper.copy_no,
                )
                for paper in filed
            )
            put(say("{name}  已归到 {papers}", name=path.name, papers=papers))
    if args.json:
        put_json(shown)
    return _REFUSED if failed else 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(say("读不到 {name}", name=path.name), say("请检查文件名和权限")) from error
