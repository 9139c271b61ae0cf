"""An idle desk is silent: between two status polls it writes nothing to the terminal, so a slow line stays free."""

from __future__ import annotations

import time

from bench.programs import DEMO, OPEN, practice_environment
from bench.terminal import Terminal
from tui.app import POLL_SECONDS
from tui.practice_accounts import ACCOUNTS

SILENCE = 30.0
SETTLE = 1.0
MARGIN = 4.0
HOME = "查找与补打"


def before_poll(opened):
    return POLL_SECONDS - (time.monotonic() - opened) % POLL_SECONDS


def test_an_idle_desk_writes_nothing_between_two_polls(tmp_path):
    env = practice_environment(tmp_path)
    name, password, *_ = ACCOUNTS[0]

    with Terminal(DEMO, env) as at_sign_in, Terminal(DEMO, env) as at_home:
        opened = []
        for desk in (at_sign_in, at_home):
            desk.until(OPEN)
            opened.append(time.monotonic())
        at_home.press(f"{name}\r{password}\r")
        at_home.until(HOME)
        while min(map(before_poll, opened)) < SILENCE + MARGIN:
            at_home.read(0.5)
        for desk in (at_sign_in, at_home):
            desk.quiet(SETTLE)
        written = at_home.read(SILENCE), at_sign_in.read(0)

    assert written == (b"", b"")
