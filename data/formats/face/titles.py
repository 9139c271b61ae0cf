"""The title of a page: of which kind of invoice it is, or what other document it looks like (docs/invoices.md)."""

from __future__ import annotations

import re
import statistics
from typing import TYPE_CHECKING

from data.formats.values import line
from fapiao.identity import REGIONS
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.formats.face.runs import Run

VARIANTS = (
    "成品油", "稀土", "建筑服务", "货物运输服务", "不动产销售", "不动产经营租赁服务", "代收车船税", "通行费",
    "旅客运输服务", "医疗服务", "自产农产品销售", "拖拉机和联合收割机", "机动车", "二手车", "农产品收购", "光伏收购", "卷烟",
)  # fmt: skip
_CITIES = ("大连", "宁波", "厦门", "青岛", "深圳", "全国")
_REGION = f"(?:{'|'.join((*REGIONS.values(), *_CITIES))})(?:省|市|(?:[维壮回]+(?:吾尔|族)*)?自治区)?"
_KINDS = (
    r"电子发票\([^()]{0,16}(?:发票|客票|行程单|通行费)\)",
    r"(?:收费公路)?(?:通行费)?增值税(?:电子)?(?:专用|普通)发票(?:\([^()]{1,12}\))?",
    r"(?:机动车|二手车)销售统一发票(?:\([^()]{1,12}\))?",
    r"(?:区块链)?电子(?:普通)?发票(?:\([^()]{1,12}\))?",
    r"通用(?:机打|电子|手工|定额)发票(?:\([^()]{1,12}\))?",
)
_VARIANT = "|".join(VARIANTS)
_TITLE = re.compile(
    rf"(?:{_VARIANT})?\(?(?:{_VARIANT})?\)?(?:{_REGION})?(?P<name>{'|'.join(_KINDS)})(?:发票联|抵扣联|记账联|存根联|销项负数)?"
)
_ROUND = str.maketrans("（）", "()")
_TALL = 1.2
"""Of the usual height: letters of a title."""
_UPPER = 0.4
"""Part of the page's text in which a title stands."""
_HEADING = 30
"""Characters of a heading."""

_LOOKS = (
    (r"合同|协议书?$|协议编号|订货单|采购订单|购销", say("合同或订单")),
    (r"报价[单表函]?|询价单", say("报价单")),
    (r"送货单|发货单|出库单|入库单|交货单|收货单|装箱单|提货单|运单|签收单", say("送货单")),
    (r"完税证明|缴款书|缴税|税收(?:票证|通用)|电子税票|纳税申报|印花税", say("完税或缴税凭证")),
    (r"社会保险|社保|医疗保险|养老保险|公积金|参保|缴费证明", say("社保或缴费凭证")),
    (r"财政(?:电子)?票据|非税收入|捐赠票据|医疗收费|结算票据|一般缴款|事业单位", say("财政票据")),
    (r"对账单|账户明细|交易明细|交易流水|(?<!结)账单", say("对账单")),
    (
        r"回单|进账单|借记通知|贷记通知|转账凭证|电汇凭证|业务凭证|交易凭证|收付款凭证|客户入账|银行电子",
        say("银行回单"),
    ),
    (r"行程[单报]|行程报销|行程信息", say("行程单")),
    (r"登机牌|车票|船票|门票|机票|客票退", say("票证")),
    (r"销货清单|应税劳务.?服务清单|货物清单", say("销货清单")),
    (
        r"信息(?:确认单|表)|开票信息|开票资料|开票申请|发票(?:清单|汇总|明细|台账|目录|统计|领用|签收|查验|认证|抵扣|申请|登记)",
        say("发票的清单或申请表"),
    ),
    (r"报销单|费用单|付款申请|借款单|记账凭证|审批单", say("报销单或内部单据")),
    (r"收据|收款凭证|收条|押金条|收费凭据", say("收据")),
    (r"保险单|保单|投保单|批单", say("保险单")),
    (r"小票|结账单|结算单|消费单|点菜单|订单|购物清单|清单|明细表?$", say("小票或清单")),
    (r"证明|证书|执照|通知书?|授权|委托书|说明$|简历|工资", say("证明或通知")),
)
"""What else people import by mistake, by the words in its heading; the first that fits is named."""


def title_of(runs: Sequence[Run]) -> str:
    """Return the invoice title as it is printed; empty where the page has none.

    A title stands alone in the upper part of the page, in letters larger than the rest.
    """
    for text, tall in _headings(runs):
        match = _TITLE.fullmatch(text)
        if match and tall:
            return line(text.replace("(", "（").replace(")", "）"), 60)
    return ""


def mentions_title(runs: Sequence[Run]) -> bool:
    """Tell whether an invoice title stands somewhere on its own, in letters of any size: weak evidence."""
    return any(_TITLE.fullmatch(text) for text, _ in _headings(runs))


def looks_like(runs: Sequence[Run], bare: str) -> str:
    """Return in words what a page that is no invoice looks like, by its heading, else by its text; empty if unknown."""
    headings = [text for text, _ in _headings(runs)]
    tall = [text for text, is_tall in _headings(runs) if is_tall]
    for texts in (tall, headings):
        for text in texts:
            found = _named(text)
            if found:
                return found
    return _named(bare[:400])


def heading_of_another(runs: Sequence[Run]) -> str:
    """Return what the page's own heading, in large letters, says it is; empty where that is no other document."""
    return next((found for text, tall in _headings(runs) if tall and (found := _named(text))), "")


def _named(text: str) -> str:
    return next((words for pattern, words in _LOOKS if re.search(pattern, text)), "")


def _headings(runs: Sequence[Run]) -> Iterator[tuple[str, bool]]:
    """Yield short texts of the upper part without blanks, tallest first, and whether their letters are tall."""
    if not runs:
        return
    usual = statistics.median(r.height for r in runs for _ in r.text)
    top, bottom = min(r.y0 for r in runs), max(r.y1 for r in runs)
    until = top + max((bottom - top) * _UPPER, 30.0)
    upper = [r for r in runs if r.y0 <= until and len(r.text) <= _HEADING * 2]
    for run in sorted(upper, key=lambda r: (-round(r.height, 1), r.y0)):
        group = _spread(run, upper)
        text = "".join("".join(r.text.split()) for r in group).translate(_ROUND)
        yield text[:_HEADING], run.height >= _TALL * usual
        if len(group) > 1:
            yield (
                "".join(run.text.split()).translate(_ROUND)[:_HEADING],
                run.height >= _TALL * usual,
            )


def _spread(run: Run, runs: Sequence[Run]) -> list[Run]:
    """Return the pieces of one heading: some write its characters far apart, or its bracket in a line below."""
    group = [run]
    same = sorted((r for r in runs if abs(r.height - run.height) < 0.15 * run.height), key=lambda r: r.x0)
    for other in same:
        if other is run or abs(other.middle - run.middle) > 0.4 * run.height:
            continue
        if (
            min(abs(other.x0 - g.x1) for g in group) < 2.5 * run.height
            or min(abs(g.x0 - other.x1) for g in group) < 2.5 * run.height
        ):
            group.append(other)
    group.sort(key=lambda r: r.x0)
    if "".join(r.text for r in group).strip() == "电子发票":
        below = [r for r in runs if r.text.strip()[:1] in {"（", "("} and 0 < r.y0 - run.y0 < 3 * run.height]
        group += below[:1]
    return group
