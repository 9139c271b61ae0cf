"""A scan or photo of the paper, kept with its record: filed by the code on the paper, or by hand.

A code on the scan that means another paper, or none of ours, stops it: the wrong scan in a record is worse than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import BadInput, NotFound
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.said import say
from fapiao.slip import SlipAnswer, looks_like_slip
from fapiao.stored import Scan
from fapiao.text import clean
from fapiao.usecases.invoices.import_paths import read_file
from fapiao.usecases.records.slip import check_slip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fapiao.people import Session
    from fapiao.ports.readers import Scanned
    from fapiao.reprint import Reprint
    from fapiao.services import Services

_NAME_LIMIT = 120


def attach_scan(services: Services, session: Session, reprint_id: int, name: str, data: bytes) -> bool:
    """Attach a scan to one record; tell whether the paper's own code was seen on it.

    Raises BadInput where a code on it means another paper or where it is attached already, UnreadableFile, NotFound.
    """
    session.operator.require(Permission.PLACE)
    scanned = services.readers.read_scan(data)
    papers = _papers_on(services, session, scanned)
    with services.store.reading() as unit:
        own = unit.reprints.get(reprint_id)
    if own is None or own.is_test:
        raise NotFound(say("没有这条记录"), say("请从记录列表里选"))
    if papers and own.id not in {paper.id for paper in papers}:
        other = papers[0]
        raise BadInput(
            say(
                "扫描件上的码是 {full_no} 第 {copy_no} 次（No.{serial}），不是这一张",
                full_no=other.full_no,
                copy_no=other.copy_no,
                serial=other.serial,
            ),
            say("请核对后再附"),
        )
    _keep(services, session, [own], scanned, name, data)
    return bool(papers)


def attach_file(services: Services, session: Session, reprint_id: int, path: Path) -> bool:
    """Attach the file at ``path`` as :func:`attach_scan` does. Raises BadInput where it cannot be read."""
    return attach_scan(services, session, reprint_id, path.name, read_file(path))


def file_scan(services: Services, session: Session, name: str, data: bytes) -> tuple[Reprint, ...]:
    """Attach a scan to the record of every paper whose code is on it (a sheet may hold two); return those papers.

    Raises BadInput where no code can be read on it or one is not ours, UnreadableFile.
    """
    if not session.via_host:
        session.operator.require(Permission.PLACE)
    scanned = services.readers.read_scan(data)
    papers = _papers_on(services, session, scanned)
    if not papers:
        raise BadInput(say("扫描件上读不到补打件的码"), say("请重扫清楚些，或在记录里用 F6 手工附上"))
    _keep(services, session, papers, scanned, name, data)
    return papers


def scans_of(services: Services, session: Session, reprint_id: int) -> tuple[Scan, ...]:
    """Return what is attached to a record."""
    session.operator.require(Permission.FIND)
    with services.store.reading() as unit:
        return unit.reprints.scans_of(reprint_id)


def _papers_on(services: Services, session: Session, scanned: Scanned) -> tuple[Reprint, ...]:
    """Return the papers of ours whose codes are on a scan. Raises BadInput for a code that is not true."""
    found: dict[int, Reprint] = {}
    for payload in filter(looks_like_slip, scanned.payloads):
        result = check_slip(services, session, payload)
        if result.answer is not SlipAnswer.TRUE or result.reprint is None:
            raise BadInput(
                say("扫描件上的码有问题：{answer}", answer=result.answer.label), say("请扫码核验这张纸，并报告主管")
            )
        found[result.reprint.id] = result.reprint
    return tuple(found.values())


def _keep(
    services: Services, session: Session, papers: Sequence[Reprint], scanned: Scanned, name: str, data: bytes
) -> None:
    with services.store.writing() as unit:
        sha256 = unit.documents.put(data)
        scan = Scan(sha256, scanned.kind, clean(name, limit=_NAME_LIMIT), len(data), session.actor, services.now())
        added = [paper for paper in papers if unit.reprints.add_scan(paper.id, scan)]
        if not added:
            raise BadInput(say("这份扫描件已经附过了"), say("不用再附"))
        for paper in added:
            body = {"reprint": paper.serial, "sha256": sha256, "kind": scan.kind}
            key = f"{paper.serial}:scan:{sha256[:16]}"
            services.record(unit, Draft("reprint.scan", session.actor, services.desk, key, body))
        unit.commit()
