"""Password hashes: argon2id with t=3 and 64 MiB, at most two at a time so that sign-ins never exhaust memory."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

if TYPE_CHECKING:
    from fapiao.ports.host import Passwords

AT_ONCE = 2
_DUMMY = "$argon2id$v=19$m=65536,t=3,p=1$ZmFwaWFvLWRlc2stZHVtbXk$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""Compared with where there is no account, so that an unknown name takes as long as a wrong password."""


class Argon2Passwords:
    """Implements :class:`fapiao.ports.host.Passwords`."""

    def __init__(self, *, time_cost: int = 3, memory_kib: int = 65536) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._dummy = _DUMMY.replace("m=65536,t=3", f"m={memory_kib},t={time_cost}")
        self._turns = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """Return the encoded hash."""
        with self._turns:
            return self._hasher.hash(password)

    def verify(self, encoded: str, password: str) -> bool:
        """Compare; an empty ``encoded`` is compared with a dummy and is never right."""
        with self._turns:
            try:
                self._hasher.verify(encoded or self._dummy, password)
            except (VerificationError, InvalidHashError):
                return False
        return bool(encoded)

    def needs_rehash(self, encoded: str) -> bool:
        """True where the parameters have risen since."""
        try:
            return self._hasher.check_needs_rehash(encoded)
        except InvalidHashError:
            return True


if TYPE_CHECKING:
    _: type[Passwords] = Argon2Passwords
