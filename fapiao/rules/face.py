"""What the rules say of the face: a stored page that is whole, or data complete enough to typeset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.chosenface import chosen_face
from fapiao.invoice import SealState
from fapiao.paper import FaceChoice
from fapiao.rules.case import ADMINISTRATOR, NAME_A_REASON
from fapiao.said import say
from fapiao.verdict import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.rules.case import Case


def face(case: Case) -> Iterator[Finding]:
    """An altered file is never a face; without a stored page the data have to be complete, and the site may refuse."""
    altered = [d for d in case.stored.documents if d.seal.state is SealState.ALTERED]
    if altered:
        yield Finding(
            "face.typeset",
            Level.WARN,
            say("{media} 原件被改动过，不用作票面", media=altered[-1].media.upper()),
            say("请向开票方重新取得原件"),
            "",
            ((say("文件"), altered[-1].sha256[:12]),),
        )
    if chosen_face(case.stored, case.wish) is FaceChoice.ORIGINAL:
        return
    mode = case.policy["face.typeset"]
    if mode == "refuse":
        yield Finding(
            "face.typeset",
            Level.REFUSE,
            say("没有可用的版式文件，按规则不能用数据排版"),
            say("请导入该发票的 PDF 版式文件，并选 A4"),
            ADMINISTRATOR,
            ((say("版式文件"), say("无")),),
        )
    elif not case.stored.invoice.is_complete:
        yield Finding(
            "face.typeset",
            Level.REFUSE,
            say("登记的信息不完整，排不出票面"),
            say("请导入该发票的 XML、OFD 或 PDF 文件"),
            say("有导入权限的人"),
            ((say("明细"), say("有") if case.stored.invoice.lines else say("无")),),
        )
    elif mode == "reason":
        yield Finding("face.typeset", Level.REASON, say("没有版式文件，用数据排版"), NAME_A_REASON)
