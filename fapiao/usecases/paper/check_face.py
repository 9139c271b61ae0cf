"""The face looked at before Enter: drawn, read back and compared as a paper would be, so that the verdict knows of it.

Counts nothing, keeps nothing, prints nothing. What it loads (libraries, fonts, the original) is what Enter will need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import FaceError, UnreadableFile
from fapiao.said import say
from fapiao.usecases.paper.best_face import draw_best
from fapiao.usecases.paper.draw import read_back
from fapiao.usecases.paper.face_job import preview_job
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services
    from fapiao.usecases.invoices.inspect import Inspection
    from fapiao.usecases.paper.order import Order

RULE = "face.check"


def check_face(services: Services, session: Session, seen: Inspection, order: Order) -> Finding:
    """Return what drawing the paper of ``order`` found: which face it is and that it agrees, or why nothing would print."""
    gave_way: list[str] = []
    try:
        plain = preview_job(services, session, seen, order, whole=True)
        job, artefact, document = draw_best(services, plain, seen.stored, order.wish(), seen.policy, gave_way.append)
        read_back(services, job, artefact)
    except (FaceError, UnreadableFile) as error:
        return Finding(RULE, Level.REFUSE, error.message, error.cure)
    if gave_way:
        return Finding(RULE, Level.WARN, gave_way[0], say("请重新导入该发票的版式文件"))
    if document is None:
        return Finding(RULE, Level.INFO, say("票面已排好并核对：与登记的数据相符"))
    media, name = document.media.upper(), document.name
    return Finding(
        RULE, Level.INFO, say("{media} 原件已画出并核对：与登记的数据相符", media=media), "", "", ((say("文件"), name),)
    )
