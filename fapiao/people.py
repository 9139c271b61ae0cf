"""Who may do what: operators, roles, named permissions, sessions, approvals (docs/people.md).

Permissions are checked in use cases, never in screens. An account may hold several roles; approver and operator of one
paper are never the same person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.errors import NotPermitted
from fapiao.said import listed, say

if TYPE_CHECKING:
    from datetime import datetime


class Permission(StrEnum):
    """What an account may be allowed to do. The label says it in the operator's words."""

    FIND = "find"
    REPRINT = "reprint"
    DOWNLOAD = "download"
    SETTLE_OWN = "settle_own"
    PLACE = "place"
    APPROVE = "approve"
    SETTLE_ANY = "settle_any"
    OVERRIDE = "override"
    IMPORT = "import"
    REIMBURSE = "reimburse"
    SET_ASIDE = "set_aside"
    REVEAL = "reveal"
    STAMP = "stamp"
    AUDIT = "audit"
    EXPORT = "export"
    PRINTERS = "printers"
    PEOPLE = "people"
    POLICY = "policy"
    KEYS = "keys"
    BACKUP = "backup"

    @property
    def label(self) -> str:
        """The permission in words."""
        return PERMISSION_LABELS[self]


PERMISSION_LABELS = {
    Permission.FIND: say("查找与查看"),
    Permission.REPRINT: say("补打"),
    Permission.DOWNLOAD: say("下载"),
    Permission.SETTLE_OWN: say("处理自己的未知结果"),
    Permission.PLACE: say("填写存放位置"),
    Permission.APPROVE: say("授权"),
    Permission.SETTLE_ANY: say("处理任何未知结果"),
    Permission.OVERRIDE: say("解除打印机封锁"),
    Permission.IMPORT: say("登记与导入"),
    Permission.REIMBURSE: say("标记已报销"),
    Permission.SET_ASIDE: say("搁置与取回发票"),
    Permission.REVEAL: say("显示隐去的资料"),
    Permission.STAMP: say("加盖站点印章"),
    Permission.AUDIT: say("审计日志与日报"),
    Permission.EXPORT: say("导出账本"),
    Permission.PRINTERS: say("打印机、版式与站点印章"),
    Permission.PEOPLE: say("人员"),
    Permission.POLICY: say("规则"),
    Permission.KEYS: say("密钥"),
    Permission.BACKUP: say("备份与恢复"),
}


class Role(StrEnum):
    """Roles that map to permissions."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The role in words."""
        return {"operator": say("操作员"), "supervisor": say("主管"), "auditor": say("审计员"), "admin": say("管理员")}[
            self.value
        ]


_P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: frozenset({_P.FIND, _P.REPRINT, _P.DOWNLOAD, _P.SETTLE_OWN, _P.PLACE}),
    Role.SUPERVISOR: frozenset(
        {
            _P.FIND,
            _P.REPRINT,
            _P.DOWNLOAD,
            _P.SETTLE_OWN,
            _P.PLACE,
            _P.APPROVE,
            _P.SETTLE_ANY,
            _P.OVERRIDE,
            _P.IMPORT,
            _P.REIMBURSE,
            _P.SET_ASIDE,
            _P.REVEAL,
            _P.STAMP,
            _P.AUDIT,
            _P.EXPORT,
            _P.PRINTERS,
        }
    ),
    Role.AUDITOR: frozenset({_P.FIND, _P.REVEAL, _P.AUDIT, _P.EXPORT}),
    Role.ADMIN: frozenset(
        {_P.FIND, _P.IMPORT, _P.REIMBURSE, _P.SET_ASIDE, _P.PRINTERS, _P.PEOPLE, _P.POLICY, _P.KEYS, _P.BACKUP}
    ),
}
"""Which role may what (docs/people.md)."""

GRANTABLE = frozenset({_P.IMPORT, _P.REIMBURSE, _P.REVEAL, _P.STAMP})
"""May be granted singly, beside a role."""


class AccountState(StrEnum):
    """States of an account."""

    NEW = "new"
    """Has a one-time code, must choose a password."""
    NORMAL = "normal"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Operator:
    """An account."""

    name: str
    """Login name."""
    shown: str = ""
    """Name on screens and papers."""
    roles: frozenset[Role] = frozenset()
    granted: frozenset[Permission] = frozenset()
    state: AccountState = AccountState.NORMAL
    id: int = 0

    @property
    def display(self) -> str:
        """The name people read."""
        return self.shown or self.name

    @property
    def permissions(self) -> frozenset[Permission]:
        """All permissions of the roles plus those granted singly."""
        of_roles: frozenset[Permission] = frozenset()
        for role in self.roles:
            of_roles |= ROLE_PERMISSIONS[role]
        return of_roles | (self.granted & GRANTABLE)

    def may(self, permission: Permission) -> bool:
        """Tell whether the account holds ``permission`` and is in use."""
        return self.state is AccountState.NORMAL and permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise NotPermitted, naming the permission and who holds it, unless :meth:`may`."""
        if self.may(permission):
            return
        who = listed(r.label for r in Role if permission in ROLE_PERMISSIONS[r])
        raise NotPermitted(
            say("{who} 没有“{permission}”权限", who=self.display, permission=permission.label),
            say("请由{who}操作，或请管理员授权", who=who),
            rule="permission",
        )


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in at a desk. ``via_host`` sessions act as ``host:<os user>`` in the ledger."""

    operator: Operator
    desk: str
    started: datetime
    token: str = ""
    via_host: bool = False

    @property
    def actor(self) -> str:
        """The name that goes into the ledger."""
        return f"host:{self.operator.name}" if self.via_host else self.operator.name


@dataclass(frozen=True, slots=True)
class Approval:
    """A supervisor's yes, given on the spot, used up once."""

    approver: str
    full_no: str
    copy_no: int
    operator: str
    desk: str
    expires: datetime
