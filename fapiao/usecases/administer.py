"""People, printers and policy: what administrators change on the host. Each change is a ledger entry."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, NotFound
from fapiao.ledger import Draft
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.people import GRANTABLE, Operator, Permission, Role, Session
from fapiao.policy import Policy
from fapiao.text import clean
from fapiao.usecases.people.initialise import one_time_code
from fapiao.usecases.people.sign_in import check_password
from fapiao.usecases.printers.desk_settings import papers_for

if TYPE_CHECKING:
    from fapiao.ports.store import Unit
    from fapiao.services import Services

_NAME_LIMIT = 40


def check_name(name: str, what: str) -> str:
    """Return a cleaned name of a person or printer. Raises BadInput where it is empty or holds odd characters."""
    cleaned = clean(name.strip(), limit=_NAME_LIMIT + 1)
    if not cleaned or len(cleaned) > _NAME_LIMIT or cleaned != name.strip():
        raise BadInput(f"{what}名应为 1 到 {_NAME_LIMIT} 个普通字符", "请换一个名字")
    return cleaned


def add_person(
    services: Services,
    session: Session,
    name: str,
    roles: frozenset[Role],
    password: str | None,
    *,
    shown: str = "",
    granted: frozenset[Permission] = frozenset(),
) -> str:
    """Add an account; without a password return a one-time code that must be changed at sign-in."""
    session.operator.require(Permission.PEOPLE)
    name = check_name(name, "用户")
    if granted - GRANTABLE:
        raise BadInput("这些权限不能单独授予", f"可单独授予：{'、'.join(sorted(p.label for p in GRANTABLE))}")
    if password is not None:
        check_password(password, Operator(name))
    code = "" if password is not None else one_time_code()
    encoded = services.passwords.hash(password if password is not None else code)
    with services.store.writing() as unit:
        unit.people.put(
            name,
            shown=clean(shown) or name,
            roles=roles,
            granted=granted,
            encoded=encoded,
            must_change=password is None,
        )
        body = {"name": name, "roles": " ".join(sorted(roles)), "granted": " ".join(sorted(granted))}
        services.record(unit, Draft("person.add", session.actor, services.desk, f"person:add:{name}", body))
        unit.commit()
    return code


def add_printer(services: Services, session: Session, printer: Printer) -> Printer:
    """Add or change a printer after checking its URL, paper and backup. Raises BadInput, NotFound, NotPermitted."""
    session.operator.require(Permission.PRINTERS)
    name = check_name(printer.name, "打印机")
    services.devices.check(printer.device)
    profile = printer.profile
    if printer.paper.is_roll and profile == PrinterProfile():
        profile = PrinterProfile.for_paper(printer.paper)
    kept = Printer(
        name, printer.device, printer.paper, printer.backup, printer.machine or machine_of(printer.device), profile
    )
    with services.store.writing() as unit:
        if kept.backup:
            _require_backup(unit, kept)
        unit.printers.put(kept)
        body = {"name": name, "device": kept.device, "paper": kept.paper.value, "machine": kept.machine}
        key = f"printer:{name}:{secrets.token_hex(8)}"
        services.record(unit, Draft("printer.put", session.actor, services.desk, key, body))
        unit.commit()
    return kept


def _require_backup(unit: Unit, printer: Printer) -> None:
    """Raise unless the stand-in of ``printer`` is another one that takes the same paper: NotFound, BadInput."""
    if printer.backup == printer.name:
        raise BadInput("打印机不能做自己的备用", "请写另一台打印机的名称")
    backup = unit.printers.get(printer.backup)
    if backup is None:
        raise NotFound(f"没有名为 {printer.backup} 的备用打印机", "请先添加备用打印机")
    if printer.paper not in {backup.paper, *papers_for(backup)}:
        raise BadInput(
            f"备用打印机 {backup.name} 装的是 {backup.paper.label}，打不了 {printer.paper.label}",
            "请换一台装同样纸的打印机",
        )


def machine_of(url: str) -> str:
    """Return the key of the physical printer behind a URL: its host or device path, so two queues share one lease."""
    scheme, _, rest = url.partition("://")
    if scheme in {"ipp", "ipps", "http", "https"} and "/printers/" in rest:
        return f"cups:{rest}"
    if scheme == "escpos+usb":
        return f"usb:{rest.partition('?')[0].rstrip('/').lower()}"
    if scheme in {"file", "faulty"}:
        return f"{scheme}:{rest.partition('?')[0]}"
    host = re.sub(r":\d*$", "", rest.partition("/")[0].partition("?")[0].lower())
    return f"host:{host}" if host else f"path:{rest.partition('?')[0]}"


def set_policy(services: Services, session: Session, key: str, value: str) -> Policy:
    """Change one rule and return the policy in force."""
    session.operator.require(Permission.POLICY)
    with services.store.writing() as unit:
        policy = services.policy(unit)
        changed = policy.with_value(key, value)
        unit.set_policy(key, value)
        body = {"key": key, "old": policy[key], "new": value}
        entry_key = f"policy:{key}:{secrets.token_hex(8)}"
        services.record(unit, Draft("policy.set", session.actor, services.desk, entry_key, body))
        unit.commit()
    return changed


def printers(services: Services) -> tuple[Printer, ...]:
    """Return the store's printers by name."""
    with services.store.reading() as unit:
        return unit.printers.all()


def paper_named(name: str) -> Paper:
    """Return the paper called ``name``. Raises BadInput naming those there are."""
    try:
        return Paper(name)
    except ValueError:
        raise BadInput(f"没有名为 {name} 的纸张", f"可用：{' '.join(Paper)}") from None
