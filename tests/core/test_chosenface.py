"""The face by merit: a seal that holds, then none, then the newest; never what was altered."""

from __future__ import annotations

from facts import stored
from fapiao.chosenface import faces_by_merit, original_face
from fapiao.invoice import Media, Seal, SealState
from fapiao.stored import Document


def document(name, media=Media.OFD, seal=SealState.NONE):
    return Document(name.ljust(64, "0"), media, name, 1, Seal(seal))


def merit(*documents):
    return [each.name for each in faces_by_merit(stored(documents=documents))]


def test_a_later_file_without_a_seal_does_not_displace_the_sealed_one():
    sealed = document("sealed", seal=SealState.INTACT)

    assert merit(sealed, document("template"), document("page", Media.PDF)) == ["sealed", "page", "template"]


def test_a_seal_of_a_test_authority_comes_behind_a_real_one_and_before_none():
    files = [document("real", seal=SealState.INTACT), document("test", seal=SealState.TEST), document("plain")]

    assert merit(*reversed(files)) == ["real", "test", "plain"]


def test_of_equal_ones_the_newest_comes_first():
    assert merit(document("old"), document("new")) == ["new", "old"]


def test_an_altered_file_and_data_are_no_face():
    altered, data = document("altered", seal=SealState.ALTERED), document("data", Media.XML)

    assert merit(altered, data) == []
    assert original_face(stored(documents=(altered, data))) is None
