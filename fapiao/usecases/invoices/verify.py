"""Open an invoice to be checked and printed: its verdict, and an order with this desk's settings and a fresh key."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.errors import NotFound
from fapiao.said import say
from fapiao.usecases.invoices.find import find_one
from fapiao.usecases.invoices.inspect import Inspection, inspect_invoice
from fapiao.usecases.paper.order import Order
from fapiao.usecases.printers.desk_settings import load_settings

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.policy import Policy
    from fapiao.reprint import Reason
    from fapiao.services import Services


def verify(
    services: Services, session: Session, text: str, *, reason: Reason | None = None, digit: str = ""
) -> tuple[Order, Inspection]:
    """Return the order and the inspection of the invoice that ``text`` means: a full number, a scan, or what was typed.

    ``reason`` is chosen beforehand, or by its ``digit`` on the verify screen. The key of the order is made here, once, so
    that two Enters make one reprint. Raises NotFound.
    """
    if digit:
        with services.store.reading() as unit:
            reason = reason_of(services.policy(unit), digit)
    full_no = find_one(services, session, text)
    settings = replace(load_settings(services), copies=1)
    order = Order(full_no, settings, secrets.token_hex(16), reason=reason)
    return order, inspect_invoice(services, session, full_no, order.wish())


def reason_of(policy: Policy, digit: str) -> Reason:
    """Return the reason that a digit chooses. Raises NotFound naming the digits there are."""
    if digit.isascii() and digit.isdigit() and 1 <= int(digit) <= len(policy.reasons):
        return policy.reasons[int(digit) - 1]
    raise NotFound(say("没有原因 {digit}", digit=digit[:4]), say("请用 1 到 {count}", count=len(policy.reasons)))
