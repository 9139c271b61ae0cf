"""Reading a page takes time in proportion to its text, whatever stands on it."""

from __future__ import annotations

import time

import pytest

from data.formats.face.fields import read_pages
from data.formats.face.runs import Run, joined
from fapiao.errors import BadInput

MANY = 5000
HEAD = [Run("电子发票（普通发票）", 50, 5, 120, 12), Run("发票号码：26422000000099000101", 150, 11, 200, 14)]
TABLE = [Run("项目名称", 10, 50, 22, 53), Run("单位", 60, 50, 68, 53), Run("金额", 140, 50, 148, 53)]
PAGES = {
    "one row of digits": [Run("1", i * 2.0, 20, i * 2.0 + 1.6, 23.2) for i in range(MANY)],
    "one place": [Run("票", 10, 20, 13.2, 23.2)] * MANY,
    "labels in a row": [Run("发票号码：12345678", i * 30.0, 20, i * 30.0 + 28, 23.2) for i in range(MANY)],
    "rows of labels": [Run("名称：", 10, 20 + i * 4, 18, 23.2 + i * 4) for i in range(MANY)],
    "captions": [Run("购", 10, 20 + i * 4, 13.2, 23.2 + i * 4) for i in range(MANY)],
    "titles": [Run("电子发票", 10 + i * 30, 5, 38 + i * 30, 12) for i in range(MANY)],
    "heads": [Run("项目名称 单位 金额", 5, 20 + i * 4, 200, 23 + i * 4) for i in range(MANY)],
    "blanks": [Run("项目名称" + " " * 100_000 + "金额" + "*" * 100_000, 5, 20, 200, 23)],
    "digits and blanks": [Run("开票日期：" + "2 " * 100_000, 5, 20, 200, 23)],
    "figures": [Run("合计" + "1," * 100_000, 5, 20, 200, 23), Run("零" * 100_000, 5, 40, 200, 43)],
    "words": [Run("小写" + "零壹" * 50_000, 5, 50, 200, 53)],
    "rows of amounts": TABLE + [Run("1.00", 140, 55 + i * 4, 148, 58 + i * 4) for i in range(MANY)],
}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_takes_long(name: str) -> None:
    began = time.process_time()

    try:
        read_pages([joined([*HEAD, *PAGES[name]])])
    except BadInput:
        pass

    assert time.process_time() - began < 2.0
