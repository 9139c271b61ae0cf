"""``init``, ``users``, ``policy``, ``ledger``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.names import check_name
from fapiao.people import Permission, Role
from fapiao.policy import RULES, Policy
from fapiao.said import LANGUAGES, listed, say
from fapiao.text import fit
from fapiao.usecases.people.accounts import freeze_person, reset_password
from fapiao.usecases.people.add import add_person
from fapiao.usecases.people.initialise import initialise
from fapiao.usecases.people.language import choose_language
from fapiao.usecases.people.policy import set_policy
from fapiao.usecases.people.sign_in import check_password
from fapiao.usecases.records.ledger import ledger_check
from tui import shapes
from tui.bootstrap import create_services, store_url
from tui.commands.context import cell, host_session, put, put_json, read_password, services_of

if TYPE_CHECKING:
    import argparse

    from fapiao.services import Services


def init(args: argparse.Namespace) -> int:
    """Make a store and its first administrator."""
    name = check_name(args.admin, say("用户"))
    password = read_password(args.password_file)
    if password is not None:
        from fapiao.people import Operator

        check_password(password, Operator(name))
    services = create_services(store_url(args.store))
    code = initialise(services, name, password)
    _say_code(args, services, name, code)
    return 0


def _say_code(args: argparse.Namespace, services: Services, name: str, code: str) -> None:
    if args.json:
        put_json({"name": name, "code": code or None, "store": services.store.facts().url})
        return
    put(say("账户 {name} 已建立（{url}）", name=name, url=services.store.facts().url))
    if code:
        put(say("一次性口令：{code}    首次登录后须设置自己的密码", code=code))


def users(args: argparse.Namespace) -> int:
    """``users add|freeze|reset|language|list``."""
    services = services_of(args)
    session = host_session(services)
    if args.action == "add":
        roles = frozenset(Role(r) for r in args.role)
        granted = frozenset(_permission(p) for p in args.grant)
        code = add_person(
            services, session, args.name, roles, read_password(args.password_file), shown=args.shown, granted=granted
        )
        _say_code(args, services, args.name, code)
    elif args.action == "freeze":
        freeze_person(services, session, args.name)
        put(say("账户 {name} 已冻结", name=args.name))
    elif args.action == "language":
        choose_language(services, session, args.language, name=args.name)
        put(say("账户 {name} 的语言：{language}", name=args.name, language=LANGUAGES[args.language]))
    elif args.action == "reset":
        _say_code(args, services, args.name, reset_password(services, session, args.name))
    else:
        _list_people(services, as_json=args.json)
    return 0


def _permission(text: str) -> Permission:
    try:
        return Permission(text)
    except ValueError:
        raise BadInput(
            say("没有权限 {text}", text=text[:30]), say("可用：{choices}", choices=" ".join(Permission))
        ) from None


def _list_people(services: Services, *, as_json: bool) -> None:
    with services.store.reading() as unit:
        people = unit.people.all()
    if as_json:
        put_json([{"name": p.name, "shown": p.shown, "roles": sorted(p.roles), "state": p.state.value} for p in people])
        return
    for person in people:
        roles = listed(r.label for r in sorted(person.roles))
        put(f"{fit(person.name, 20)}{fit(person.shown, 16)}{cell(roles, 20)}{person.state.value}")


def policy(args: argparse.Namespace) -> int:
    """``policy list`` and ``policy set``."""
    services = services_of(args)
    if args.action == "set":
        changed = set_policy(services, host_session(services), args.key, args.value)
        put(f"{args.key} = {changed[args.key]}")
        return 0
    with services.store.reading() as unit:
        rules = Policy(unit.policy())
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
    result = ledger_check(services_of(args))
    if args.json:
        put_json(shapes.verification(result))
    elif result.ok and result.checkpoint:
        put(say("账本 {entries} 条，校验通过，链头 {head}", entries=result.entries, head=result.checkpoint.head))
    else:
        put(say("账本第 {first_bad} 条起不可信：{why}", first_bad=result.first_bad, why=result.why))
    return 0 if result.ok else 1
