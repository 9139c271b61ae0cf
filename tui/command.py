"""The command line: one handler a command, one way to say what went wrong.

Arguments stand in ``tui/arguments.py``, handlers in ``tui/commands``; the same use cases serve the screens. Without a
command the desk opens.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Sequence

from fapiao.errors import BadInput, FapiaoError, as_fapiao
from fapiao.said import in_words, say
from tui.arguments import parser
from tui.language import read_as_asked
from tui.terminal import check_terminal, has_terminal, scrub_environment


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. Every refusal is one line on standard error (or JSON on output)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    wants_json = "--json" in arguments
    read_as_asked()
    try:
        return _run(parser().parse_args(arguments))
    except FapiaoError as problem:
        return _refused(problem, wants_json=wants_json)
    except BrokenPipeError:
        # Whoever read our output went away (`| head`); what was done is done and recorded.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # noqa: BLE001 - a fault of ours is one line with its id, the traceback is in the log
        return _refused(_logged(fault), wants_json=wants_json)


def _refused(problem: FapiaoError, *, wants_json: bool) -> int:
    if wants_json:
        from tui import shapes

        print(json.dumps(shapes.error(problem), ensure_ascii=False))
    else:
        print(f"fapiao: {in_words(str(problem))}", file=sys.stderr)
    return problem.exit_code


def _logged(fault: Exception) -> FapiaoError:
    from tui.bootstrap import desk_name, open_log

    return as_fapiao(fault, open_log(desk_name()), "command")


def _run(args: argparse.Namespace) -> int:
    if args.version:
        from importlib.metadata import version

        print(f"fapiao-desk {version('fapiao-desk')}")
        return 0
    if args.command is None:
        return _open_desk(args)
    if args.command == "demo":
        return _demo(args)
    from tui.commands import HANDLERS

    return HANDLERS[args.command](args)


def _open_desk(args: argparse.Namespace) -> int:
    _need_terminal()
    # Nothing that is loaded for the first paint is garbage; the app turns the collector on behind it.
    gc.disable()
    from tui.bootstrap import desk_name, store_url

    url = store_url(args.store)
    scrub_environment()
    from tui.run import run_desk

    return run_desk(url, desk_name())


def _demo(args: argparse.Namespace) -> int:
    scrub_environment()
    if args.tour:
        from tui.tour import run_tour

        return run_tour(args.tour)
    _need_terminal()
    gc.disable()
    from tui.run import run_practice

    return run_practice()


def _need_terminal() -> None:
    if not has_terminal():
        raise BadInput(say("这里没有终端，打不开画面"), say("不用终端请运行 fapiao demo --tour 目录"))
    check_terminal()


if __name__ == "__main__":
    sys.exit(main())
