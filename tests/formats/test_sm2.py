"""SM2, SM3 and DER against the published example and their limits."""

from __future__ import annotations

import pytest

from ofd.der import DerError, read
from ofd.sm2 import G, N, sm3, verify

KEY = bytes.fromhex(
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
"""Key, message and signature of GB/T 32918.5-2017, annex A.2 (the recommended curve)."""
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA


def test_the_published_digest() -> None:
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_published_signature_holds() -> None:
    assert verify(KEY, b"message digest", R, S)


@pytest.mark.parametrize(
    ("key", "message", "r", "s"),
    [
        (KEY, b"message digesT", R, S),
        (KEY, b"message digest", R + 1, S),
        (KEY, b"message digest", R, S - 1),
        (KEY, b"message digest", 0, S),
        (KEY, b"message digest", R, N),
        (KEY, b"message digest", R, N - R),
        (KEY[:-1] + b"\x14", b"message digest", R, S),
        (KEY[:-1], b"message digest", R, S),
        (b"\x02" + KEY[1:], b"message digest", R, S),
        (b"\x04" + b"\x00" * 64, b"message digest", R, S),
        (b"\x04" + G[0].to_bytes(32, "big") + G[1].to_bytes(32, "big"), b"message digest", R, S),
    ],
)
def test_anything_else_does_not(key, message, r, s) -> None:
    assert not verify(key, message, r, s)


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x05\x02\x01", b"\x30\x80", b"\x30\x85\x01\x00\x00\x00\x00"])
def test_what_is_no_der_is_refused(data) -> None:
    with pytest.raises(DerError):
        read(data)
