"""The stand-ins themselves, where a mistake in them would let a mistake of ours pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import needs
from escposwire import split


@pytest.fixture
def nothing_here(monkeypatch):
    monkeypatch.setitem(needs._HERE, "a-service", lambda: False)


def test_a_missing_service_skips_outside_ci(nothing_here, monkeypatch):
    monkeypatch.setattr(needs, "IN_CI", False)
    with pytest.raises(pytest.skip.Exception, match="a-service"):
        needs.require("a-service")


def test_a_missing_service_fails_in_ci(nothing_here, monkeypatch):
    monkeypatch.setattr(needs, "IN_CI", True)
    with pytest.raises(pytest.fail.Exception, match="a-service"):
        needs.require("a-service")


COMMANDS = st.one_of(
    st.just(b"\x1b@"),
    st.just(b"\x1dV\x00"),
    st.just(b"\x1dV\x42\x03"),
    st.just(b"\x10\x04\x01"),
    st.binary(min_size=4, max_size=4).map(lambda token: b"\x1d(H\x06\x00\x30\x30" + token),
    st.binary(max_size=60).map(lambda data: b"\x1d(k" + bytes([len(data), 0]) + data),
    st.binary(max_size=8).map(lambda row: b"\x1dv0\x00" + bytes([len(row), 0, 1, 0]) + row),
    st.binary(max_size=8).map(lambda row: b"\x1b*\x00" + bytes([len(row), 0]) + row),
    st.sampled_from([b"a", b"\n", b"\xb7"]),
)


@given(st.lists(COMMANDS, max_size=10), st.data())
def test_a_stream_is_cut_where_its_commands_end_however_it_arrives(commands, data):
    wire, rest, found = b"".join(commands), b"", []
    while wire:
        size = data.draw(st.integers(1, len(wire)))
        pieces, rest = split(rest + wire[:size])
        found += pieces
        wire = wire[size:]
    assert (found, rest) == (commands, b"")
