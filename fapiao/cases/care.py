"""The desk itself."""

from __future__ import annotations

from fapiao.cases.bound import Room, ask
from fapiao.usecases.care.facts import font_coverage, now, policy_in_force, store_facts


class CareCases(Room):
    """What the desk is asked about itself."""

    facts = ask(store_facts)
    policy = ask(policy_in_force)
    now = ask(now)
    font_coverage = ask(font_coverage)
