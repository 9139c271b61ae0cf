"""The permission table of docs/people.md, verbatim."""

from __future__ import annotations

import pytest

from facts import somebody
from fapiao.errors import NotPermitted
from fapiao.people import GRANTABLE, PERMISSION_LABELS, AccountState, Permission, Role

P = Permission
O, S, A, X = Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN  # noqa: E741 - columns of the table
TABLE = [
    ({P.FIND}, {O, S, A, X}),
    ({P.REPRINT, P.DOWNLOAD, P.SETTLE_OWN, P.PLACE}, {O, S}),
    ({P.APPROVE, P.SETTLE_ANY, P.OVERRIDE}, {S}),
    ({P.IMPORT, P.REIMBURSE, P.SET_ASIDE}, {S, X}),
    ({P.REVEAL}, {S, A}),
    ({P.STAMP}, {S}),
    ({P.AUDIT, P.EXPORT}, {S, A}),
    ({P.PRINTERS}, {S, X}),
    ({P.PEOPLE, P.POLICY, P.KEYS, P.BACKUP}, {X}),
]
ROWS = [(permission, roles) for permissions, roles in TABLE for permission in sorted(permissions)]


def test_every_permission_stands_in_the_table_once():
    assert sorted(permission for permission, _ in ROWS) == sorted(Permission)


@pytest.mark.parametrize(("permission", "roles"), ROWS)
@pytest.mark.parametrize("role", Role)
def test_a_role_holds_what_the_table_says(permission, roles, role):
    assert somebody(role).may(permission) is (role in roles)


@pytest.mark.parametrize("permission", Permission)
def test_only_four_may_be_granted_singly(permission):
    granted = somebody(O, granted=frozenset({permission}))

    assert granted.may(permission) is (permission in GRANTABLE or somebody(O).may(permission))


def test_the_grantable_ones_are_those_of_the_table():
    assert {P.IMPORT, P.REIMBURSE, P.REVEAL, P.STAMP} == GRANTABLE


def test_several_roles_add_up():
    both = somebody(O, X)

    assert both.permissions == somebody(O).permissions | somebody(X).permissions


@pytest.mark.parametrize("state", [AccountState.NEW, AccountState.FROZEN])
def test_an_account_not_in_use_may_nothing(state):
    assert not any(somebody(*Role, state=state).may(permission) for permission in Permission)


@pytest.mark.parametrize("permission", Permission)
def test_a_refusal_names_the_permission_and_who_holds_it(permission):
    with pytest.raises(NotPermitted) as refused:
        somebody().require(permission)

    assert refused.value.rule == "permission"
    assert PERMISSION_LABELS[permission] in refused.value.message
    assert all(role.label in refused.value.cure for role in Role if somebody(role).may(permission))
