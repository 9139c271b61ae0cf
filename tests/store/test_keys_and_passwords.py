"""The ledger's key file and the password hashes."""

from __future__ import annotations

import stat

import pytest

from data.keys import FileKeys, keys_of
from data.passwords import Argon2Passwords
from fapiao.errors import BadInput, StoreError, StoreUnsafe


@pytest.fixture
def keys(tmp_path) -> FileKeys:
    return FileKeys(tmp_path / "keys" / "desk.key")


@pytest.fixture(scope="module")
def passwords() -> Argon2Passwords:
    return Argon2Passwords(time_cost=1, memory_kib=64)


def test_a_key_is_made_once_and_read_again(keys) -> None:
    made = keys.create()

    assert keys.ledger_key() == made
    assert len(made[1]) == 32
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    with pytest.raises(BadInput, match="已存在"):
        keys.create()


def test_an_earlier_key_still_verifies_and_the_last_one_signs(keys) -> None:
    old_id, old = keys.create()
    keys.path.write_text(keys.path.read_text() + f"k-new {'ab' * 32}\n")

    assert keys.ledger_key() == ("k-new", b"\xab" * 32)
    assert keys.secret_of(old_id) == old
    assert keys.secret_of("none") is None


def test_a_missing_key_is_named_with_its_cure(keys) -> None:
    with pytest.raises(StoreError, match="缺少账本密钥") as caught:
        keys.ledger_key()

    assert "FAPIAO_KEYS" in caught.value.cure


def test_a_key_that_others_can_read_is_refused(keys) -> None:
    keys.create()
    keys.path.chmod(0o640)

    with pytest.raises(StoreUnsafe, match="可被别人读取"):
        keys.ledger_key()


@pytest.mark.parametrize("content", ["", "k-1\n", "k-1 zz\n", "k-1 abcd\n", "密\n"])
def test_a_damaged_key_is_refused(keys, content) -> None:
    keys.create()
    keys.path.write_text(content)

    with pytest.raises(StoreError):
        keys.ledger_key()


def test_the_key_lies_beside_the_store_or_in_the_named_folder(tmp_path, monkeypatch) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.delenv("FAPIAO_KEYS", raising=False)

    assert keys_of(url).path == tmp_path / "desk.db.key"
    monkeypatch.setenv("FAPIAO_KEYS", str(tmp_path / "k"))
    assert keys_of(url).path == tmp_path / "k" / "desk.db.key"
    assert keys_of("postgresql://h/fp").path == tmp_path / "k" / "fp.key"


def test_postgresql_needs_a_folder_for_keys(monkeypatch) -> None:
    monkeypatch.delenv("FAPIAO_KEYS", raising=False)

    with pytest.raises(BadInput, match="密钥目录"):
        keys_of("postgresql://h/fp")


def test_a_password_is_recognised(passwords) -> None:
    encoded = passwords.hash("正确的口令 123")

    assert encoded.startswith("$argon2id$")
    assert passwords.verify(encoded, "正确的口令 123")
    assert not passwords.verify(encoded, "别的")


@pytest.mark.parametrize("encoded", ["", "nonsense", "$argon2id$v=19$broken"])
def test_no_account_and_no_hash_never_match(passwords, encoded) -> None:
    assert not passwords.verify(encoded, "")


def test_the_dummy_is_a_real_hash(passwords) -> None:
    from argon2.exceptions import VerifyMismatchError

    with pytest.raises(VerifyMismatchError):
        passwords._hasher.verify(passwords._dummy, "x")


def test_raised_parameters_ask_for_a_new_hash(passwords) -> None:
    encoded = passwords.hash("x")

    assert not passwords.needs_rehash(encoded)
    assert Argon2Passwords(time_cost=2, memory_kib=64).needs_rehash(encoded)
    assert passwords.needs_rehash("nonsense")


def test_the_shipped_parameters_are_three_rounds_of_64_mib() -> None:
    parameters = Argon2Passwords()._hasher._parameters

    assert (parameters.time_cost, parameters.memory_cost) == (3, 65536)
