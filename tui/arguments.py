"""What may be typed after ``fapiao``: every command with its arguments. Light: it loads before the first paint."""

from __future__ import annotations

import argparse

from fapiao.errors import BadInput
from fapiao.said import LANGUAGES, say, words

_CHARSETS = ("gb18030", "gbk", "gb2312", "ascii")


class _Parser(argparse.ArgumentParser):
    """argparse whose errors are ours: one clear line, exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]  # raises, as the original exits
        raise BadInput(
            say("命令写得不对：{message}", message=message), say("用 {program} --help 查看用法", program=self.prog)
        )


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    root = _Parser(prog="fapiao", description=words("发票补打台"))
    root.add_argument("--store", metavar="URL", help=words("数据位置（默认取 FAPIAO_STORE，再默认用户数据目录）"))
    root.add_argument("--version", action="store_true", help=words("显示版本"))
    commands = root.add_subparsers(dest="command", metavar=words("命令"), parser_class=_Parser)
    _invoices(commands)
    _printing(commands)
    _printers(commands)
    _administration(commands)
    return root


def _add(commands: argparse._SubParsersAction[_Parser], name: str, text: str, *, json_too: bool = False) -> _Parser:
    sub: _Parser = commands.add_parser(name, help=text, description=text)
    sub.add_argument("--store", metavar="URL", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    sub.set_defaults(json=False)
    if json_too:
        sub.add_argument("--json", action="store_true", help=words("以 JSON 输出"))
    return sub


def _invoices(commands: argparse._SubParsersAction[_Parser]) -> None:
    sub = _add(commands, "import", words("导入发票文件、文件夹、压缩包"), json_too=True)
    sub.add_argument("paths", nargs="+", metavar=words("路径"))
    sub = _add(commands, "find", words("查找发票"), json_too=True)
    sub.add_argument("words", nargs="+", metavar=words("词"))
    sub.add_argument("--limit", type=int, default=50, help=words("最多几张"))
    for name, text in (("show", words("一张发票的全部资料与历史")), ("why", words("为什么能打、不能打"))):
        sub = _add(commands, name, text, json_too=True)
        sub.add_argument("number", metavar=words("号码"))
        if name == "why":
            sub.add_argument("--operator", metavar=words("用户"), help=words("按谁的权限判断（默认：一般操作员）"))
            sub.add_argument("--reason", metavar=words("原因"))
    sub = _add(commands, "preview", words("预览要打的纸，不计次数"))
    sub.add_argument("number", metavar=words("号码"))
    sub.add_argument("--png", default="", metavar=words("文件"), help=words("把一页存成图片"))
    sub.add_argument("--page", type=int, default=1, metavar=words("页"))
    sub.add_argument("--paper", default="", metavar=words("纸张"), help=words("默认取本台的打印设置"))
    sub.add_argument(
        "--operator", metavar=words("用户"), help=words("按谁的权限看，须遮盖的不给他看（默认：有本机权限的人）")
    )
    sub = _add(commands, "reimbursed", words("标记已报销"))
    sub.add_argument("number", metavar=words("号码"))
    sub.add_argument("--clear", action="store_true", help=words("取消标记"))
    sub = _add(commands, "set-aside", words("搁置一张发票，或取回"))
    sub.add_argument("number", metavar=words("号码"))
    sub.add_argument("--reason", required=True, metavar=words("原因"))
    sub.add_argument("--take-back", action="store_true", help=words("取回"))


def _printing(commands: argparse._SubParsersAction[_Parser]) -> None:
    sub = _add(commands, "reprint", words("补打一张发票"), json_too=True)
    sub.add_argument("number", metavar=words("号码"))
    sub.add_argument("--printer", required=True, metavar=words("打印机"))
    sub.add_argument("--reason", metavar=words("原因"), help="lost damaged spoiled audit litigation other")
    sub.add_argument("--operator", required=True, metavar=words("用户"))
    sub.add_argument("--password-file", required=True, metavar=words("文件"))
    sub.add_argument("--copies", type=int, default=1, metavar=words("份数"))
    sub.add_argument("--applicant", default="", metavar=words("申请人"))
    sub.add_argument("--remark", default="", metavar=words("附加说明"))
    sub.add_argument("--stamp", action="store_true", help=words("加盖站点印章"))
    sub = _add(commands, "batch", words("批量补打：号码清单，或 resume、list、show、manifest"), json_too=True)
    sub.add_argument(
        "words",
        nargs="+",
        metavar=words("文件|动作"),
        help=words("文件...（每行一个号码）；resume 批号；list；show 批号；manifest 批号"),
    )
    sub.add_argument("--printer", default="", metavar=words("打印机"))
    sub.add_argument("--paper", default="", metavar=words("纸张"), help=words("默认取打印机装的纸"))
    sub.add_argument("--reason", metavar=words("原因"), help="lost damaged spoiled audit litigation other")
    sub.add_argument("--applicant", default="", metavar=words("申请人"))
    sub.add_argument("--operator", default="", metavar=words("用户"))
    sub.add_argument("--password-file", metavar=words("文件"))
    sub.add_argument("--csv", metavar=words("文件"), help=words("manifest：另存为 CSV"))
    sub = _add(commands, "records", words("补打记录"), json_too=True)
    sub.add_argument("--csv", metavar=words("文件"), help=words("另存为 CSV"))
    sub.add_argument("--xlsx", metavar=words("文件"), help=words("另存为 Excel 工作簿"))
    sub.add_argument("--number", default="", metavar=words("号码"))
    sub.add_argument("--applicant", default="", metavar=words("申请人"))
    sub = _add(commands, "attach", words("把扫描件归到补打记录（按件上的码）"), json_too=True)
    sub.add_argument("files", nargs="+", metavar=words("文件"), help=words("PDF、JPEG、PNG"))
    sub = _add(commands, "layout", words("发票格式"))
    actions = sub.add_subparsers(dest="action", required=True, metavar=words("动作"), parser_class=_Parser)
    check = _add(actions, "check", words("检查版式文件，不改动任何东西"), json_too=True)
    check.add_argument("file", metavar=words("文件"))
    for name, text in (
        ("set", words("采用一份发票格式")),
        ("show", words("显示发票格式")),
        ("reset", words("恢复自带的格式")),
    ):
        action = _add(actions, name, text, json_too=name == "show")
        action.add_argument("printer", metavar=words("打印机"))
        action.add_argument("paper", metavar=words("纸张"))
        if name == "set":
            action.add_argument("file", metavar=words("文件"))

    sub = _add(commands, "stamp", words("站点印章（与原件一致等）"))
    actions = sub.add_subparsers(dest="action", required=True, metavar=words("动作"), parser_class=_Parser)
    upload = _add(actions, "set", words("采用一枚站点印章"))
    upload.add_argument("file", metavar=words("图片"), help=words("PNG 或 JPEG"))
    upload.add_argument("--words", required=True, metavar=words("名称"), help=words("例如 与原件一致"))
    _add(actions, "show", words("显示站点印章"), json_too=True)
    _add(actions, "remove", words("去掉站点印章"))


def _printers(commands: argparse._SubParsersAction[_Parser]) -> None:
    sub = _add(commands, "printers", words("打印机"))
    actions = sub.add_subparsers(dest="action", required=True, metavar=words("动作"), parser_class=_Parser)
    add = _add(actions, "add", words("添加或更改打印机"), json_too=True)
    add.add_argument("name", metavar=words("名称"))
    add.add_argument("--device", required=True, metavar="URL")
    add.add_argument("--paper", required=True, metavar=words("纸张"))
    add.add_argument("--backup", default="", metavar=words("打印机"))
    add.add_argument("--machine", default="", metavar=words("键"))
    add.add_argument("--charset", choices=_CHARSETS, default="", help=words("小票机的字符集"))
    _add(actions, "list", words("列出打印机及状态"), json_too=True)
    probe = _add(actions, "probe", words("问一次打印机会什么，记下来；不出纸"), json_too=True)
    probe.add_argument("name", metavar=words("名称"))
    probe.add_argument("--charset", choices=_CHARSETS, default="", help=words("小票机的字符集"))
    probe.add_argument("--columns", type=int, metavar=words("列"), help=words("一行的半角字数"))
    probe.add_argument("--dots", type=int, metavar=words("点"), help=words("打印头的点数"))
    probe.add_argument("--cutter", action=argparse.BooleanOptionalAction, help=words("有没有切刀"))
    probe.add_argument("--qr", action=argparse.BooleanOptionalAction, help=words("会不会自己画二维码"))
    pictures = probe.add_mutually_exclusive_group()
    for flag, value, text in (
        ("--raster", "raster", words("能打点阵图")),
        ("--columns-only", "columns", words("针式，只能打列图")),
        ("--text-only", "none", words("不能打图")),
    ):
        pictures.add_argument(flag, action="store_const", const=value, dest="pictures", help=text)
    test = _add(actions, "test", words("打一张测试页"), json_too=True)
    test.add_argument("name", metavar=words("名称"))
    test.add_argument("--operator", required=True, metavar=words("用户"))
    test.add_argument("--password-file", required=True, metavar=words("文件"))


def _administration(commands: argparse._SubParsersAction[_Parser]) -> None:
    sub = _add(commands, "init", words("建立新的库和第一个管理员"), json_too=True)
    sub.add_argument("--admin", required=True, metavar=words("用户"))
    sub.add_argument("--password-file", metavar=words("文件"))
    sub = _add(commands, "users", words("人员"))
    actions = sub.add_subparsers(dest="action", required=True, metavar=words("动作"), parser_class=_Parser)
    add = _add(actions, "add", words("添加账户"), json_too=True)
    add.add_argument("name", metavar=words("用户"))
    add.add_argument("--role", action="append", required=True, choices=("operator", "supervisor", "auditor", "admin"))
    add.add_argument("--shown", default="", metavar=words("姓名"))
    add.add_argument("--grant", action="append", default=[], metavar=words("权限"))
    add.add_argument("--password-file", metavar=words("文件"))
    for name, text in (
        ("freeze", words("冻结账户")),
        ("reset", words("重设密码，给出一次性口令")),
        ("list", words("列出账户")),
    ):
        action = _add(actions, name, text, json_too=True)
        if name != "list":
            action.add_argument("name", metavar=words("用户"))
    language = _add(actions, "language", words("选择账户阅读的语言"))
    language.add_argument("name", metavar=words("用户"))
    language.add_argument("language", choices=tuple(LANGUAGES))
    sub = _add(commands, "policy", words("规则"))
    actions = sub.add_subparsers(dest="action", required=True, metavar=words("动作"), parser_class=_Parser)
    _add(actions, "list", words("列出规则、现值、含义"), json_too=True)
    change = _add(actions, "set", words("改一条规则"))
    change.add_argument("key", metavar=words("规则"))
    change.add_argument("value", metavar=words("值"))
    sub = _add(commands, "ledger", words("账本"))
    actions = sub.add_subparsers(dest="action", required=True, metavar=words("动作"), parser_class=_Parser)
    _add(actions, "verify", words("校验账本"), json_too=True)
    _add(commands, "doctor", words("检查版本、库、账本、打印机、字体、终端、磁盘"), json_too=True)
    sub = _add(commands, "log", words("看程序日志"))
    sub.add_argument("--follow", action="store_true", help=words("一直看下去，Ctrl+C 结束"))
    sub.add_argument("--lines", type=int, default=0, metavar=words("行"), help=words("先看最新的几行"))
    sub = _add(commands, "support", words("写一个支持包：版本、检查、结构、日志；没有发票资料"))
    sub.add_argument("--out", required=True, metavar=words("文件"), help=words("新的 zip 文件"))
    sub = _add(commands, "demo", words("练习台"))
    sub.add_argument("--tour", metavar=words("目录"), help=words("不用终端，走一遍补打，留下画面、PDF 和小票"))
