"""SM2 signatures over SM3 (GB/T 32918), verified; the library at hand knows SM3 but not the curve."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
DEFAULT_ID = b"1234567812345678"
_SIZE = 32

Point = tuple[int, int] | None


def sm3(data: bytes) -> bytes:
    """Return the SM3 digest."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def verify(public: bytes, message: bytes, r: int, s: int, user_id: bytes = DEFAULT_ID) -> bool:
    """Tell whether (r, s) is the signature of ``message`` by the uncompressed public key (``04`` x y)."""
    if len(public) != 1 + 2 * _SIZE or public[0] != 4 or not (0 < r < N and 0 < s < N):
        return False
    key = int.from_bytes(public[1 : 1 + _SIZE], "big"), int.from_bytes(public[1 + _SIZE :], "big")
    if not _on_curve(key):
        return False
    e = int.from_bytes(sm3(_identity_digest(key, user_id) + message), "big")
    t = (r + s) % N
    if t == 0:
        return False
    point = _add(_multiply(s, G), _multiply(t, key))
    return point is not None and (e + point[0]) % N == r


def _identity_digest(key: tuple[int, int], user_id: bytes) -> bytes:
    numbers = b"".join(n.to_bytes(_SIZE, "big") for n in (A, B, *G, *key))
    return sm3((len(user_id) * 8).to_bytes(2, "big") + user_id + numbers)


def _on_curve(point: tuple[int, int]) -> bool:
    x, y = point
    return x < P and y < P and (y * y - x * x * x - A * x - B) % P == 0


def _add(p: Point, q: Point) -> Point:
    if p is None:
        return q
    if q is None:
        return p
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        slope = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P)
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def _multiply(k: int, point: Point) -> Point:
    result: Point = None
    while k:
        if k & 1:
            result = _add(result, point)
        point = _add(point, point)
        k >>= 1
    return result
