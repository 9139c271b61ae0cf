"""A sentence is its Chinese text wherever it goes, and is said again in the reader's language where it is drawn."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from fapiao.errors import NotFound
from fapiao.people import Role
from fapiao.said import Said, in_turn, in_words, joined, listed, read_in, reader_language, say, spaced, words
from fapiao.usecases.invoices.find import not_found


@pytest.fixture
def english():
    read_in("en")
    yield
    read_in("zh")


def test_a_sentence_is_its_chinese_text():
    sentence = say("没有账户 {name}", name="lilei")

    assert sentence == "没有账户 lilei"
    assert json.dumps(sentence, ensure_ascii=False) == '"没有账户 lilei"'
    assert in_words(sentence) == "没有账户 lilei"


def test_it_is_said_again_for_who_reads_english(english):
    sentence = say("没有账户 {name}", name="lilei")

    assert in_words(sentence) == "There is no account lilei"
    assert sentence == "没有账户 lilei"


def test_a_sentence_in_a_field_is_said_again_too(english):
    assert words("打印机未就绪：{reasons}", reasons=listed([say("打印机离线"), say("切刀故障")])) == (
        "Printer not ready: Printer offline, Cutter fault"
    )


@pytest.mark.parametrize(
    ("several", "chinese", "english_text"),
    [
        (listed, "操作员、主管、管理员", "Operator, Supervisor, Admin"),
        (in_turn, "操作员；主管；管理员", "Operator; Supervisor; Admin"),
        (spaced, "操作员  主管  管理员", "Operator  Supervisor  Admin"),
    ],
)
def test_several_stay_one_that_remembers_them(english, several, chinese, english_text):
    roles = [Role.OPERATOR.label, Role.SUPERVISOR.label, Role.ADMIN.label]

    assert several(roles) == chinese
    assert in_words(several(roles)) == english_text


@pytest.mark.parametrize("several", [listed, in_turn, spaced])
def test_none_and_one_stay_what_they_are(several):
    assert (several([]), several(["一"])) == ("", "一")


def test_joining_draws_each_in_the_readers_language(english):
    assert joined(" | ", [Role.AUDITOR.label, "张敏"]) == "Auditor | 张敏"


def test_cutting_or_adding_gives_plain_text_that_is_never_translated(english):
    assert in_words(say("打印机离线")[:3]) == "打印机"
    assert in_words(say("打印机离线") + "！") == "打印机离线！"


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda said: pickle.loads(pickle.dumps(said))])
def test_it_crosses_into_another_process_with_its_fields(english, again):
    sentence = again(say("没有账户 {name}", name="lilei"))

    assert (sentence, sentence.fields) == ("没有账户 lilei", {"name": "lilei"})
    assert in_words(sentence) == "There is no account lilei"


def test_a_sentence_without_english_is_said_in_chinese(english):
    assert in_words(say("无人翻译 {n}", n=3)) == "无人翻译 3"


def test_an_unknown_language_means_chinese():
    read_in("tlh")

    assert reader_language() == "zh"


def test_an_error_carries_what_its_message_names(english):
    error = not_found("26422000000099000101")

    assert isinstance(error, NotFound)
    assert error.fields == {"what": "26422000000099000101"}
    assert str(error).startswith("本机没有发票 26422000000099000101；")
    assert in_words(str(error)).startswith("There is no invoice 26422000000099000101 in this store; ")


def test_fields_of_an_error_are_what_json_can_hold():
    error = NotFound(say("{role} 第 {n} 次", role=Role.ADMIN.label, n=2))

    assert json.loads(json.dumps(error.fields, ensure_ascii=False)) == {"role": "管理员", "n": 2}
    assert not isinstance(error.fields["role"], Said)
