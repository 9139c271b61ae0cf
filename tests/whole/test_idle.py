"""An idle desk is silent: between two status polls it writes nothing to the terminal, so a slow line stays free."""

from __future__ import annotations

import time

import pytest

from bench.programs import DEMO, OPEN, practice_environment
from bench.terminal import Terminal
from tui.app import POLL_SECONDS
from tui.practice import ACCOUNTS

SILENCE = 30.0
SETTLE = 1.0
MARGIN = 4.0
HOME = "查找与补打"


def wait_for_room(desk, opened):
    """Wait until the whole silence fits before the desk's next poll."""
    while POLL_SECONDS - (time.monotonic() - opened) % POLL_SECONDS < SILENCE + MARGIN:
        desk.read(0.5)


@pytest.mark.timeout(240)
def test_an_idle_desk_writes_nothing_between_two_polls(tmp_path):
    env = practice_environment(tmp_path)
    name, password, *_ = ACCOUNTS[0]

    with Terminal(DEMO, env) as at_sign_in, Terminal(DEMO, env) as at_home:
        at_home.until(OPEN)
        at_home.type(f"{name}\r{password}\r")
        at_home.until(HOME)
        at_sign_in.until(OPEN)
        # The later of the two opened no later than now; the earlier one a few seconds before.
        wait_for_room(at_sign_in, time.monotonic())
        at_home.quiet(SETTLE)
        at_sign_in.quiet(SETTLE)
        written = at_home.read(SILENCE), at_sign_in.read(0)

    assert written == (b"", b"")
