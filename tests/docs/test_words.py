"""The English catalogue is complete, fits its lines, and nothing Chinese is left unsaid (docs/languages.md)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.words.check import LINE, faults, sample_width
from scripts.words.found import ROOT, Sentence, Source
from scripts.words.kept import KEPT
from scripts.words.po import mo_bytes, read_po, write_po

CATALOGUE = ROOT / "fapiao" / "locale" / "en" / "LC_MESSAGES" / "fapiao.po"


def said(template, *, wrapped=False):
    return Sentence(template, "fapiao/some.py", 7, wrapped)


def found(tmp_path, code, file="fapiao/some.py"):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"from fapiao.said import say, words\n{code}\n", encoding="utf-8")
    return Source(path, tmp_path)


def unsaid(tmp_path, code):
    return [one.shown.partition(": ")[2] for one in found(tmp_path, code).unsaid()]


def test_the_catalogue_of_this_program_has_no_fault():
    done = subprocess.run(
        [sys.executable, "-m", "scripts.words", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, re.sub(r"^\d+", "N", done.stdout.strip())) == (0, "N sentences, 0 faults")


def test_what_is_kept_chinese_is_still_there():
    assert [file for file in KEPT if not (ROOT / file).is_file()] == []


def test_a_catalogue_that_was_not_compiled_is_a_fault(tmp_path):
    copied = Path(shutil.copy(CATALOGUE, tmp_path))
    shutil.copy(CATALOGUE.with_suffix(".mo"), tmp_path)
    copied.write_text(copied.read_text(encoding="utf-8").replace("Ready", "Steady"), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "scripts.words", "check", str(copied)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "fapiao.mo is not what the .po says: make words")


@pytest.mark.parametrize(
    ("sentences", "translations", "fault"),
    [
        ([said("缺纸")], {}, "fapiao/some.py:7: not in the catalogue: 缺纸"),
        ([said("缺纸")], {"缺纸": ""}, "fapiao/some.py:7: not in the catalogue: 缺纸"),
        ([], {"缺纸": "Out of paper"}, "nobody says it any more: 缺纸"),
        ([said("{n} 张")], {"{n} 张": "sheets"}, "fapiao/some.py:7: fields ['n'] differ: sheets"),
        ([said("{n} 张")], {"{n} 张": "{m} sheets"}, "fapiao/some.py:7: fields ['m', 'n'] differ: {m} sheets"),
        ([said("长")], {"长": "x" * 79}, f"fapiao/some.py:7: 79 cells on a line of 78: {'x' * 79}"),
        ([said("长" * 40)], {"长" * 40: "x"}, f"fapiao/some.py:7: 80 cells on a line of 78: {'长' * 40}"),
    ],
)
def test_a_fault_names_the_sentence(sentences, translations, fault):
    assert list(faults(sentences, translations)) == [fault]


def test_a_wrapped_sentence_may_be_longer_unless_it_is_also_drawn_on_one_line():
    translations = {"长": "x" * 79}

    assert list(faults([said("长", wrapped=True)], translations)) == []
    assert len(list(faults([said("长", wrapped=True), said("长")], translations))) == 1


def test_fields_are_measured_by_a_sample():
    assert (sample_width("{number} 张"), sample_width("{n} 张"), sample_width("{什么} 张")) == (23, 7, 11)
    assert LINE == 78


@pytest.mark.parametrize(
    ("code", "wrapped"),
    [
        ('raise BadInput(say("不对"), "")', False),
        ('raise BadInput("", say("请改"))', True),
        ('Finding("file.x", level, say("不对"), "")', False),
        ('Finding("file.x", level, "", say("请改"))', True),
        ('_CURE = say("请改")', True),
        ('check(cure=say("请改"))', True),
        ('label = say("金额")', False),
    ],
)
def test_cures_are_wrapped_and_messages_are_not(tmp_path, code, wrapped):
    assert [one.wrapped for one in found(tmp_path, code).sentences()] == [wrapped]


@pytest.mark.parametrize(
    "code",
    [
        'say("缺纸")',
        '"""缺纸"""',
        'line.startswith("缺纸")',
        'line == "缺纸"',
        '{"缺纸": 1}',
        'f"{day:%Y}年{day:%m}月"',
    ],
)
def test_what_is_said_looked_for_or_explained_is_no_fault(tmp_path, code):
    assert unsaid(tmp_path, code) == []


@pytest.mark.parametrize(
    "code", ['x = "缺纸"', 'x = f"缺 {n} 张"', 'x = {1: "缺纸"}', '"、".join(x)', 'f(say(x), "缺纸")']
)
def test_chinese_outside_is_a_fault(tmp_path, code):
    source = code.replace("say(x)", 'say("好")')

    assert len(unsaid(tmp_path, source)) == 1


def test_a_template_that_is_no_literal_cannot_be_extracted(tmp_path):
    with pytest.raises(ValueError, match=r"fapiao/some\.py:2: the template is not a literal"):
        list(found(tmp_path, "say(text)").sentences())


def test_another_words_is_another_word(tmp_path):
    path = tmp_path / "fapiao" / "some.py"
    path.parent.mkdir()
    path.write_text('from printing.devices.ipp.words import words\nwords("media-empty")\n', encoding="utf-8")

    assert list(Source(path, tmp_path).sentences()) == []


def test_the_file_comes_back_as_it_was_written():
    sentences = {"“{n}”张\\": ("fapiao/a.py", '"{n}" sheets\\'), "缺纸": ("fapiao/b.py", "")}
    text = write_po("en", sentences)

    assert read_po(text) == {template: english for template, (_, english) in sentences.items()}


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_gettext_reads_the_catalogue_as_we_do(tmp_path):
    subprocess.run(["msgfmt", "--check-format", "-o", tmp_path / "out.mo", CATALOGUE], check=True)

    assert mo_bytes("en", read_po(CATALOGUE.read_text(encoding="utf-8"))) == CATALOGUE.with_suffix(".mo").read_bytes()
