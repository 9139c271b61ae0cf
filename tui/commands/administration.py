"""``init``, ``users``, ``policy``, ``ledger``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.cases import Cases
from fapiao.errors import BadInput
from fapiao.names import check_name
from fapiao.people import Permission, Role
from fapiao.policy import RULES
from fapiao.said import LANGUAGES, listed, say
from fapiao.text import fit
from fapiao.usecases.people.sign_in import check_password
from tui import shapes
from tui.bootstrap import create_services, store_url
from tui.commands.context import cases_of, cell, put, put_json, read_password

if TYPE_CHECKING:
    import argparse


def init(args: argparse.Namespace) -> int:
    """Make a store and its first administrator."""
    name = check_name(args.admin, say("用户"))
    password = read_password(args.password_file)
    if password is not None:
        from fapiao.people import Operator

        check_password(password, Operator(name))
    cases = Cases(create_services(store_url(args.store)))
    code = cases.people.initialise(name, password)
    _say_code(args, cases, name, code)
    return 0


def _say_code(args: argparse.Namespace, cases: Cases, name: str, code: str) -> None:
    if args.json:
        put_json({"name": name, "code": code or None, "store": cases.care.facts().url})
        return
    put(say("账户 {name} 已建立（{url}）", name=name, url=cases.care.facts().url))
    if code:
        put(say("一次性口令：{code}    首次登录后须设置自己的密码", code=code))


def users(args: argparse.Namespace) -> int:
    """``users add|freeze|reset|language|list``."""
    cases = cases_of(args)
    if args.action == "add":
        roles = frozenset(Role(r) for r in args.role)
        granted = frozenset(_permission(p) for p in args.grant)
        code = cases.people.add(args.name, roles, read_password(args.password_file), shown=args.shown, granted=granted)
        _say_code(args, cases, args.name, code)
    elif args.action == "freeze":
        cases.people.freeze(args.name)
        put(say("账户 {name} 已冻结", name=args.name))
    elif args.action == "language":
        cases.people.choose_language(args.language, name=args.name)
        put(say("账户 {name} 的语言：{language}", name=args.name, language=LANGUAGES[args.language]))
    elif args.action == "reset":
        _say_code(args, cases, args.name, cases.people.reset_password(args.name))
    else:
        _list_people(cases, as_json=args.json)
    return 0


def _permission(text: str) -> Permission:
    try:
        return Permission(text)
    except ValueError:
        raise BadInput(
            say("没有权限 {text}", text=text[:30]), say("可用：{choices}", choices=" ".join(Permission))
        ) from None


def _list_people(cases: Cases, *, as_json: bool) -> None:
    people = cases.people.all()
    if as_json:
        put_json([{"name": p.name, "shown": p.shown, "roles": sorted(p.roles), "state": p.state.value} for p in people])
        return
    for person in people:
        roles = listed(r.label for r in sorted(person.roles))
        put(f"{fit(person.name, 20)}{fit(person.shown, 16)}{cell(roles, 20)}{person.state.value}")


def policy(args: argparse.Namespace) -> int:
    """``policy list`` and ``policy set``."""
    cases = cases_of(args)
    if args.action == "set":
        changed = cases.people.set_policy(args.key, args.value)
        put(f"{args.key} = {changed[args.key]}")
        return 0
    rules = cases.care.policy()
    if args.json:
        put_json(
            {rule.key: {"value": rules[rule.key], "default": rule.default, "meaning": rule.meaning} for rule in RULES}
        )
        return 0
    for rule in RULES:
        put(
            say(
                "{key}{value}{meaning}（默认 {default}）",
                key=fit(rule.key, 28),
                value=fit(rules[rule.key], 20),
                meaning=rule.meaning,
                default=rule.default,
            )
        )
    return 0


def ledger(args: argparse.Namespace) -> int:
    """``ledger verify``: exit code 1 and the first bad entry when broken."""
    result = cases_of(args).records.check_ledger()
    if args.json:
        put_json(shapes.verification(result))
    elif result.ok and result.checkpoint:
        put(say("账本 {entries} 条，校验通过，链头 {head}", entries=result.entries, head=result.checkpoint.head))
    else:
        put(say("账本第 {first_bad} 条起不可信：{why}", first_bad=result.first_bad, why=result.why))
    return 0 if result.ok else 1
