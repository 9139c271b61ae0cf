"""May this invoice be printed again, by this person, now? Rules as pure functions, findings as data.

Each finding names its rule (a policy key, or ``permission``), the facts it saw, what would unblock it, and who may.
The same verdict serves the verify screen, ``why`` and the use case that takes the copy number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.hometime import HOME
from fapiao.invoice import Media, SealState, Status
from fapiao.paper import FaceChoice, Paper
from fapiao.people import Permission
from fapiao.reprint import GAVE_NO_PAPER, PrintState, Reason, Reprint, print_state
from fapiao.verdict import Decision, Finding, Level, Operation, Verdict, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from fapiao.people import Operator
    from fapiao.policy import Policy
    from fapiao.stored import Document, StoredInvoice

LEGAL_NEEDS = frozenset({Reason.AUDIT, Reason.LITIGATION})
"""The only reasons for which a reimbursed invoice may be printed."""

SUPERVISOR = "主管"


def open_reprint(history: Sequence[Reprint]) -> Reprint | None:
    """Return the reprint whose number is taken but burnt nothing and is not being tried right now."""
    for reprint in history:
        if not reprint.closed and not reprint.is_burnt and all(a.state in GAVE_NO_PAPER for a in reprint.attempts):
            return reprint
    return None


def original_face(stored: StoredInvoice) -> Document | None:
    """Return the stored file whose page is the face: the newest PDF, else the newest OFD, whose seal is not altered."""
    for media in (Media.PDF, Media.OFD):
        whole = [d for d in stored.documents if d.media is media and d.seal.state is not SealState.ALTERED]
        if whole:
            return whole[-1]
    return None


def chosen_face(stored: StoredInvoice, wish: Wish) -> FaceChoice:
    """Return the face that would really be printed: rolls, pre-printed forms, and invoices without a stored page, are typeset."""
    if (
        wish.paper.is_roll
        or wish.paper is Paper.FORM
        or wish.face is FaceChoice.TYPESET
        or original_face(stored) is None
    ):
        return FaceChoice.TYPESET
    return FaceChoice.ORIGINAL


def check(
    stored: StoredInvoice,
    history: Sequence[Reprint],
    operator: Operator,
    policy: Policy,
    now: datetime,
    wish: Wish,
) -> Verdict:
    """Return the verdict on printing ``stored`` for ``operator`` at ``now`` (aware UTC) as ``wish`` asks."""
    state = print_state(history, printed_before=stored.invoice.kind.is_paper)
    continues = open_reprint(history)
    copy_no = continues.copy_no if continues else max((r.copy_no for r in history), default=0) + 1
    case = _Case(stored, tuple(history), operator, policy, now, wish, state, copy_no)
    findings = tuple(case.findings())
    unmet = tuple(f for f in findings if case.is_unmet(f))
    if any(f.level is Level.REFUSE for f in findings):
        decision = Decision.REFUSED
    elif unmet:
        decision = Decision.NEEDS
    else:
        decision = Decision.ALLOWED
    operation = Operation.FIRST if state is PrintState.UNPRINTED else Operation.AGAIN
    return Verdict(decision, operation, copy_no, findings, state, continues, unmet)


@dataclass(frozen=True, slots=True)
class _Case:
    stored: StoredInvoice
    history: tuple[Reprint, ...]
    operator: Operator
    policy: Policy
    now: datetime
    wish: Wish
    state: PrintState
    copy_no: int

    def findings(self) -> Iterator[Finding]:
        yield from self._permission()
        yield from self._void()
        yield from self._reimbursed()
        yield from self._printed()
        yield from self._max_free()
        yield from self._voucher()
        yield from self._window()
        yield from self._copies()
        yield from self._face()
        yield from self._offline()
        yield from self._reason_and_applicant()
        yield from self._notes()

    def is_unmet(self, finding: Finding) -> bool:
        """Tell whether a finding still asks for something that the wish does not bring."""
        if finding.level is Level.REASON:
            return self.wish.reason is None
        if finding.level is Level.APPLICANT:
            return not self.wish.applicant
        return finding.level is Level.APPROVAL and not self._approved()

    def _approved(self) -> bool:
        approval = self.wish.approval
        return (
            approval is not None
            and approval.full_no == self.stored.invoice.full_no
            and approval.copy_no == self.copy_no
            and approval.operator == self.operator.name
            and approval.approver != self.operator.name
            and self.now < approval.expires
        )

    def _permission(self) -> Iterator[Finding]:
        if not self.operator.may(Permission.REPRINT):
            roles = "、".join(sorted(r.label for r in self.operator.roles)) or "无角色"
            yield Finding(
                "permission",
                Level.REFUSE,
                f"{self.operator.display} 没有补打权限",
                "请由操作员或主管补打，或请管理员授予角色",
                "管理员",
                (("角色", roles), ("账户", self.operator.state.value)),
            )
        if self.wish.stamp and not self.operator.may(Permission.STAMP):
            yield Finding(
                "permission",
                Level.REFUSE,
                f"{self.operator.display} 没有加盖站点印章的权限",
                "请在打印设置里去掉站点印章，或请主管补打",
                SUPERVISOR,
                (("站点印章", "要求加盖"),),
            )

    def _void(self) -> Iterator[Finding]:
        status = self.stored.status
        facts = (("状态", status.label), ("红字发票", "、".join(self.stored.red_by)))
        if status is Status.VOID:
            yield Finding(
                "reprint.void",
                Level.REFUSE,
                "发票已作废，不能作为有效发票打印",
                "请打印替代它的发票；若不该作废请联系开票方",
                "无人可以",
                facts,
            )
        elif status is Status.FULLY_RED:
            yield Finding(
                "reprint.void",
                Level.REFUSE,
                "发票已全额红冲，不能作为有效发票打印",
                "请打印红字发票或重新开具后的发票",
                "无人可以",
                facts,
            )
        elif status is Status.PARTLY_RED:
            yield Finding("reprint.void", Level.WARN, "发票已部分红冲", "请连同红字发票一起交付", "", facts)

    def _reimbursed(self) -> Iterator[Finding]:
        if not self.stored.reimbursed:
            return
        facts = (("已报销", "是"), ("原因", self.wish.reason.label if self.wish.reason else "未说明"))
        if self.policy["reprint.reimbursed"] == "refuse" and self.wish.reason in LEGAL_NEEDS:
            yield Finding(
                "reprint.reimbursed",
                Level.APPROVAL,
                "发票已报销，仅供审计或诉讼，须主管授权",
                "请主管当场授权",
                SUPERVISOR,
                facts,
            )
        else:
            strict = self.policy["reprint.reimbursed"] == "strict"
            yield Finding(
                "reprint.reimbursed",
                Level.REFUSE,
                "发票已报销，不能补打",
                "请查阅已报销的原件" if strict else "审计或诉讼需要时，选原因 4 或 5 并由主管授权",
                "无人可以" if strict else SUPERVISOR,
                facts,
            )

    def _printed(self) -> Iterator[Finding]:
        if self.state is PrintState.UNPRINTED and self.policy["reprint.unprinted"] == "refuse":
            yield Finding(
                "reprint.unprinted",
                Level.REFUSE,
                "按规则本台不做首次打印",
                "请在开票处打印，或请管理员改规则",
                "管理员",
                (("打印状态", "未打印"),),
            )
            return
        if self.state is PrintState.UNPRINTED and self.wish.copies <= 1:
            return
        facts = (("打印状态", self.state.value), ("已打次数", str(self._papers())))
        message = self._printed_message()
        mode = self.policy["reprint.printed"]
        if mode == "refuse":
            yield Finding(
                "reprint.printed",
                Level.REFUSE,
                f"{message}，按规则不能再打",
                "请使用已打印的那张，或请管理员改规则",
                "管理员",
                facts,
            )
            return
        yield Finding("reprint.printed", Level.REASON, message, "请选一个原因", "", facts)
        if mode == "supervisor":
            yield Finding(
                "reprint.printed", Level.APPROVAL, f"{message}，再打须主管授权", "请主管当场授权", SUPERVISOR, facts
            )

    def _papers(self) -> int:
        return sum(r.is_burnt for r in self.history)

    def _printed_message(self) -> str:
        if self.state is PrintState.IN_FLIGHT:
            return "另一台正在打印这张发票"
        if self.state is PrintState.UNKNOWN:
            return "上一次打印结果未知，尚未处理"
        if not self._papers():
            return "原件是纸质发票，视为已打印" if self.stored.invoice.kind.is_paper else "一次多份"
        last = [r for r in self.history if r.is_burnt][-1]
        when = last.at.astimezone(HOME)
        return f"已打印 {self._papers()} 次（{when:%Y-%m-%d} {last.desk} {last.operator}）"

    def _max_free(self) -> Iterator[Finding]:
        limit = self.policy.number("reprint.max_free")
        before = 0 if self.stored.invoice.kind.is_paper else 1
        again = self.copy_no + self.wish.copies - 1 - before
        if limit is not None and again > limit:
            yield Finding(
                "reprint.max_free",
                Level.APPROVAL,
                f"再次补打第 {again} 次，超过免授权的 {limit} 次",
                "请主管当场授权",
                SUPERVISOR,
                (("免授权次数", str(limit)), ("本次", f"第 {self.copy_no} 次")),
            )

    def _voucher(self) -> Iterator[Finding]:
        mode = self.policy["reprint.voucher_forbidden"]
        if not self.stored.invoice.voucher_forbidden or mode == "allow":
            return
        level = {"reason": Level.REASON, "supervisor": Level.APPROVAL, "refuse": Level.REFUSE}[mode]
        cure = {
            Level.REASON: "请说明打印原因，并告知对方须以电子文件入账",
            Level.APPROVAL: "请主管当场授权",
            Level.REFUSE: "请交付电子文件",
        }[level]
        yield Finding(
            "reprint.voucher_forbidden",
            level,
            "票面注明“纸质打印件不能作为报销入账归档依据”",
            cure,
            SUPERVISOR if level is Level.APPROVAL else "",
            (("票面", "含该声明"),),
        )

    def _window(self) -> Iterator[Finding]:
        days = self.policy.number("reprint.window_days")
        issued_on = self.stored.invoice.issued_on
        if days is None or issued_on is None:
            return
        today = self.now.astimezone(HOME).date()
        left = (issued_on + timedelta(days=days) - today).days
        facts = (("开票日期", issued_on.isoformat()), ("期限", f"{days} 天"))
        if left < 0:
            yield Finding(
                "reprint.window_days",
                Level.APPROVAL,
                f"已超过补打期限 {-left} 天",
                "请主管当场授权",
                SUPERVISOR,
                facts,
            )
        else:
            yield Finding("reprint.window_days", Level.INFO, f"补打期限还有 {left} 天", "", "", facts)

    def _copies(self) -> Iterator[Finding]:
        most = self.policy.number("copies.max")
        if self.wish.copies < 1 or (most is not None and self.wish.copies > most):
            yield Finding(
                "copies.max",
                Level.REFUSE,
                f"一次最多打印 {most} 份，要求 {self.wish.copies} 份",
                f"请把份数改为 1 到 {most}" if most else "份数至少为 1",
                "管理员",
                (("要求", str(self.wish.copies)), ("上限", str(most or "不限"))),
            )

    def _face(self) -> Iterator[Finding]:
        altered = [d for d in self.stored.documents if d.seal.state is SealState.ALTERED]
        if altered:
            yield Finding(
                "face.typeset",
                Level.WARN,
                f"{altered[-1].media.upper()} 原件被改动过，不用作票面",
                "请向开票方重新取得原件",
                "",
                (("文件", altered[-1].sha256[:12]),),
            )
        if chosen_face(self.stored, self.wish) is FaceChoice.ORIGINAL:
            return
        mode = self.policy["face.typeset"]
        if mode == "refuse":
            yield Finding(
                "face.typeset",
                Level.REFUSE,
                "没有可用的版式文件，按规则不能用数据排版",
                "请导入该发票的 PDF 版式文件，并选 A4",
                "管理员",
                (("版式文件", "无"),),
            )
        elif not self.stored.invoice.is_complete:
            yield Finding(
                "face.typeset",
                Level.REFUSE,
                "登记的信息不完整，排不出票面",
                "请导入该发票的 XML、OFD 或 PDF 文件",
                "有导入权限的人",
                (("明细", "无" if not self.stored.invoice.lines else "有"),),
            )
        elif mode == "reason":
            yield Finding("face.typeset", Level.REASON, "没有版式文件，用数据排版", "请选一个原因", "", ())

    def _offline(self) -> Iterator[Finding]:
        if self.wish.connected is not False:
            return
        mode = self.policy["offline.reprint"]
        again = self.state is not PrintState.UNPRINTED
        if mode == "refuse" or (mode == "first_only" and again):
            yield Finding(
                "offline.reprint",
                Level.REFUSE,
                "与平台断开时不能再次补打" if again else "与平台断开时不能补打",
                "请等联机后再打",
                "",
                (("平台", "断开"),),
            )

    def _reason_and_applicant(self) -> Iterator[Finding]:
        offered = self.policy["reasons"].split(",")
        if self.wish.reason is not None and self.wish.reason.value not in offered:
            labels = "、".join(r.label for r in Reason if r.value in offered)
            yield Finding(
                "reasons", Level.REFUSE, f"原因“{self.wish.reason.label}”未启用", f"请从中选择：{labels}", "管理员"
            )
        if self.policy["applicant"] == "required":
            yield Finding("applicant", Level.APPLICANT, "须登记申请人", "请在打印设置里填写申请人", "", ())

    def _notes(self) -> Iterator[Finding]:
        for conflict in self.stored.conflicts:
            yield Finding("file.conflict", Level.WARN, conflict, "请对照原件核对；不符时联系开票方", "", ())
