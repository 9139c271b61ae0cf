from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fapiao.errors import PrinterError
from printing.devices.ipp.codec import Group, Item, Localised, Message, Range, Resolution, Tag, decode, encode, one

INT32 = st.integers(-(2**31), 2**31 - 1)
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
NAME = st.text(st.characters(min_codepoint=0x61, max_codepoint=0x7A), min_size=1, max_size=20)
PLAIN = st.one_of(
    st.builds(Item, st.sampled_from([Tag.INTEGER, Tag.ENUM]), INT32),
    st.builds(Item, st.just(Tag.BOOLEAN), st.booleans()),
    st.builds(Item, st.sampled_from([Tag.TEXT, Tag.NAME, Tag.KEYWORD, Tag.URI, Tag.MIME]), TEXT),
    st.builds(Item, st.sampled_from([Tag.OCTETS, Tag.DATE_TIME]), st.binary(max_size=20)),
    st.builds(Item, st.just(Tag.RANGE), st.builds(Range, INT32, INT32)),
    st.builds(Item, st.just(Tag.RESOLUTION), st.builds(Resolution, INT32, INT32, st.sampled_from([3, 4]))),
    st.builds(Item, st.sampled_from([Tag.TEXT_LANGUAGE, Tag.NAME_LANGUAGE]), st.builds(Localised, TEXT, NAME)),
    st.builds(Item, st.sampled_from([Tag.NO_VALUE, Tag.UNKNOWN]), st.none()),
)
ITEMS = st.recursive(
    PLAIN,
    lambda inner: st.builds(
        Item,
        st.just(Tag.COLLECTION),
        st.dictionaries(NAME, st.lists(inner, min_size=1, max_size=3).map(tuple), max_size=3),
    ),
    max_leaves=8,
)
GROUPS = st.builds(
    Group,
    st.sampled_from([Tag.OPERATION, Tag.JOB, Tag.PRINTER, Tag.UNSUPPORTED]),
    st.dictionaries(NAME, st.lists(ITEMS, min_size=1, max_size=3).map(tuple), max_size=5),
)
MESSAGES = st.builds(
    Message,
    st.integers(0, 0xFFFF),
    st.integers(1, 2**31 - 1),
    st.lists(GROUPS, max_size=4).map(tuple),
    st.binary(max_size=40),
)


@given(MESSAGES)
def test_what_is_encoded_is_read_back(message):
    assert decode(encode(message)) == message


@given(st.binary(max_size=400))
@example(b"\x02\x00\x00\x00\x00\x00\x00\x01\x02\x34\x00\x01a\x00\x00")
def test_any_bytes_are_a_message_or_one_error(data):
    try:
        decode(data)
    except PrinterError:
        return


@given(MESSAGES, st.data())
def test_a_message_cut_anywhere_is_an_error(message, data):
    whole = encode(Message(message.code, message.request_id, message.groups))
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(PrinterError):
        decode(whole[:cut])


@given(MESSAGES, st.data())
def test_a_flipped_byte_never_escapes_as_another_error(message, data):
    whole = bytearray(encode(message))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        decode(bytes(whole))
    except PrinterError:
        return


def test_collections_nested_too_deeply_are_refused():
    item = Item(Tag.INTEGER, 1)
    for _ in range(40):
        item = Item(Tag.COLLECTION, {"deeper": (item,)})
    with pytest.raises(PrinterError):
        decode(encode(Message(0, 1, (Group(Tag.JOB, {"top": (item,)}),))))


def test_a_request_is_what_the_standard_prints():
    # RFC 8010 appendix A.1, shortened to its first attributes.
    group = Group(
        Tag.OPERATION,
        {
            "attributes-charset": one(Tag.CHARSET, "utf-8"),
            "attributes-natural-language": one(Tag.LANGUAGE, "en-us"),
        },
    )
    expected = (
        b"\x01\x01\x00\x02\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x05en-us\x03"
    )
    assert encode(Message(0x0002, 1, (group,), version=(1, 1))) == expected


def test_a_group_answers_only_for_the_type_that_was_asked():
    group = Group(
        Tag.JOB, {"state": one(Tag.ENUM, 9), "name": one(Tag.NAME, "x"), "flag": one(Tag.BOOLEAN, value=True)}
    )
    assert (group.integer("name"), group.text("state"), group.integer("flag"), group.boolean("state")) == (
        None,
        "",
        None,
        None,
    )
