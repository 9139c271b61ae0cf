from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.devices.escpos.status import Asb, Barrier, Printed, RealTime, ReplyStream, Said, is_low, stops

REPLIES = st.one_of(
    st.sampled_from([0x12, 0x1A, 0x16, 0x32, 0x7E, 0x1E]).map(lambda b: (bytes([b]), RealTime(b))),
    st.sampled_from([0x00, 0x03, 0x0C]).map(lambda b: (bytes([b]), Barrier(b))),
    st.sampled_from([b"\x10\0\x03\0", b"\x38\0\0\0", b"\x18\0\x0f\0", b"\x14\0\0\0"]).map(lambda f: (f, Asb(f))),
    st.binary(min_size=4, max_size=4)
    .map(lambda raw: bytes(0x20 + byte % 0x5F for byte in raw))
    .map(lambda token: (b"\x37\x22" + token + b"\0", Printed(token))),
    st.just((b"_TM-T20III\0", Said(b"TM-T20III"))),
    st.just((b"\x3d\x21\0", None)),
)


@given(st.lists(REPLIES, max_size=12), st.data())
def test_replies_are_told_apart_however_the_bytes_are_cut(replies, data):
    wire = b"".join(raw for raw, _ in replies)
    stream, found = ReplyStream(), []
    while wire:
        size = data.draw(st.integers(1, len(wire)))
        found += stream.feed(wire[:size])
        wire = wire[size:]
    assert found == [reply for _, reply in replies if reply is not None]


@given(st.binary(max_size=300))
def test_noise_never_raises(data):
    ReplyStream().feed(data)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ("12 12 12 12", ()),
        ("12 12 12 1e", ()),
        ("1a 16 12 12", ("上盖打开，请合上",)),
        ("1a 32 12 7e", ("缺纸，请装纸",)),
        ("1a 12 12 12", ("打印机离线",)),
        ("1a 52 1a 12", ("打印机报错", "切刀故障")),
        ("1a 52 32 12", ("打印机报错", "打印机故障，须断电重启")),
    ],
)
def test_status_bytes_in_words(answers, words):
    assert stops(bytes.fromhex(answers)) == words


@pytest.mark.parametrize(("answers", "low"), [("12 12 12 12", False), ("12 12 12 1e", True), ("1a 32 12 7e", False)])
def test_little_paper(answers, low):
    assert is_low(bytes.fromhex(answers)) is low


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ("10 00 00 00", ()),
        ("10 00 03 00", ()),
        ("38 00 00 00", ("上盖打开，请合上",)),
        ("18 00 0f 00", ("缺纸，请装纸",)),
        ("18 08 00 00", ("切刀故障",)),
        ("18 00 00 00", ("打印机离线",)),
    ],
)
def test_reports_in_words(frame, words):
    assert Asb(bytes.fromhex(frame)).stops == words
