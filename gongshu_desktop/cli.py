"""The command line: everything that a reviewer's figures depend on, without a window. No command opens the desktop.

Exit statuses: 0 as asked; 1 the answer is no (a memo that does not hold, a failed self-test); 2 something was refused.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop import __version__
from gongshu_desktop.commands.input import read_input
from gongshu_desktop.commands.output import NO, OK, REFUSED, Parser, add_out, complain, say
from gongshu_desktop.commands.window import open_window, show_window
from gongshu_desktop.wording import LANGUAGES, _, speak

if TYPE_CHECKING:
    from gongshu_desktop.services.desk.exchanging import CaseFileRefused

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status. Whatever the console's code page, output is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    speak(_language(words))
    options = _plain_start(words) or _parser().parse_args(words)
    command: Command = options.run
    try:
        return command(options)
    except KeyboardInterrupt:
        return NO
    except BrokenPipeError:
        # Whoever read our output has closed it: nothing is left to be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO  # what was asked did not arrive: never the status of a memo that holds


def _language(arguments: Sequence[str]) -> str:
    """The language asked for: looked up first, because the help is worded in it."""
    words = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    words += [after for word, after in pairwise(arguments) if word == "--lang"]
    return words[-1] if words and words[-1] in LANGUAGES else LANGUAGES[0]


def _root(*, alone: bool) -> argparse.ArgumentParser:
    """What stands before any command; ``alone``: without the commands, raising ArgumentError."""
    parser = Parser(
        prog="gongshu-desktop",
        description=_("众创空间扶持政策审核（无命令时打开窗口）"),
        allow_abbrev=False,
        add_help=not alone,
        exit_on_error=not alone,
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=_("数据文件夹"))
    parser.add_argument("--lang", choices=LANGUAGES, default="zh", help=_("语言"))
    parser.set_defaults(run=open_window)
    return parser


def _plain_start(words: Sequence[str]) -> argparse.Namespace | None:
    """The options of a start of the window, for which no command is loaded; None: more is asked, or something wrong."""
    try:
        options, rest = _root(alone=True).parse_known_args(words)
    except argparse.ArgumentError:
        return None
    return None if rest else options


def _parser() -> argparse.ArgumentParser:
    from gongshu_desktop.commands.journal import add_journal_commands  # noqa: PLC0415 - not for a start of the window
    from gongshu_desktop.commands.package import add_package_commands  # noqa: PLC0415
    from gongshu_desktop.commands.papers import add_paper_commands  # noqa: PLC0415
    from gongshu_desktop.commands.policy import add_policy_commands  # noqa: PLC0415
    from gongshu_desktop.commands.update import add_update_commands  # noqa: PLC0415

    parser = _root(alone=False)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(title=_("命令"), metavar="COMMAND")

    opening = commands.add_parser("open", help=_("在窗口中打开案卷文件、移交包或审核意见书"))
    opening.add_argument("file", nargs="?", metavar="FILE", help=_("不给出时只打开窗口"))
    opening.set_defaults(run=open_window)

    assess = commands.add_parser("assess", help=_("测算案卷文件，每案输出一行JSON"))
    assess.add_argument("files", nargs="+", type=Path, metavar="CASE.json")
    assess.set_defaults(run=_assess)

    add_policy_commands(commands)

    memo = commands.add_parser("memo", help=_("按案卷文件绘制审核意见书草稿"))
    memo.add_argument("file", type=Path, metavar="CASE.json")
    add_out(memo)
    memo.set_defaults(run=_memo)

    add_paper_commands(commands)
    add_package_commands(commands)

    verify = commands.add_parser(
        "verify",
        help=_("核验已签署的审核意见书"),
        description=_(
            "核验已签署的审核意见书。--data（写在 verify 之前）给出本单位的数据文件夹：从中取信任文件、自备字体和存档，"
            "说明文件是否已被更正取代、与存档和操作日志是否一致；不给出时这些不明。签名、金额、页面全部成立，"
            "并且吊销情况和签署时间没有疑问、没有被取代、与存档没有矛盾、本案没有移交时，退出状态为 0。"
        ),
    )
    verify.add_argument("file", type=Path, metavar="F.pdf")
    verify.add_argument("--trust", type=Path, metavar="FILE", help=_("本单位的信任文件"))
    verify.add_argument("--json", action="store_true", help=_("以JSON输出"))
    verify.set_defaults(run=_verify)

    demo = commands.add_parser("demo", help=_("建立并打开演示单位"))
    demo.add_argument("--folder", type=Path, metavar="DIR")
    demo.add_argument("--headless", action="store_true", help=_("只建立，不打开窗口"))
    demo.set_defaults(run=_demo)

    add_update_commands(commands)
    add_journal_commands(commands)

    selftest = commands.add_parser("selftest", help=_("在临时文件夹中走完真实的全过程"))
    selftest.add_argument("--json", action="store_true", help=_("以JSON输出"))
    selftest.set_defaults(run=_selftest)
    return parser


def _assess(options: argparse.Namespace) -> int:
    from gongshu_desktop import wiring  # noqa: PLC0415 - a command loads only what it needs
    from gongshu_desktop.exchange.case_file import LARGEST, assessed  # noqa: PLC0415
    from gongshu_desktop.services.desk.exchanging import CaseFileRefused  # noqa: PLC0415

    policies = wiring.policies()
    status = OK
    for path in options.files:
        content = read_input(path, LARGEST)
        try:
            if content is None:
                status = REFUSED
            else:
                say(json.dumps(assessed(content, policies), ensure_ascii=False), flush=True)
        except CaseFileRefused as refusal:
            status = _refuse(path, refusal)
    return status


def _refuse(path: Path, refusal: "CaseFileRefused") -> int:
    """One line for each problem of a case file."""
    for problem in refusal.problems:
        complain(path, problem.path, problem.expected)
    return REFUSED


def _memo(options: argparse.Namespace) -> int:
    from gongshu_desktop import wiring  # noqa: PLC0415
    from gongshu_desktop.document.fonts.faces import UnprintableCharacter  # noqa: PLC0415
    from gongshu_desktop.exchange.case_file import LARGEST, read_case  # noqa: PLC0415
    from gongshu_desktop.exchange.output_file import UnwritableFile, write_file  # noqa: PLC0415
    from gongshu_desktop.services.desk.exchanging import CaseFileRefused  # noqa: PLC0415
    from gongshu_desktop.services.memos.composing import draft_without_office  # noqa: PLC0415

    content = read_input(options.file, LARGEST)
    if content is None:
        return REFUSED
    policies = wiring.policies()
    try:
        case = read_case(content, policies)
        pdf = draft_without_office(case, policies.get(case.policy), wiring.clock(), wiring.drawing())
        write_file(options.out, pdf, force=options.force)
    except CaseFileRefused as refusal:
        return _refuse(options.file, refusal)
    except UnprintableCharacter as problem:
        return complain(options.file, problem)
    except UnwritableFile as problem:
        return complain(options.out, problem)
    say(options.out)
    return OK


def _verify(options: argparse.Namespace) -> int:
    from gongshu_desktop import bootstrap, wiring  # noqa: PLC0415
    from gongshu_desktop.services.ports import UnreadableDocument  # noqa: PLC0415
    from gongshu_desktop.services.records import StoreError  # noqa: PLC0415
    from gongshu_desktop.services.verification.report_json import as_json  # noqa: PLC0415
    from gongshu_desktop.services.verification.sizes import LARGEST_MEMO, LARGEST_TRUST_FILE  # noqa: PLC0415
    from gongshu_desktop.services.verification.verification import Conclusion, verify  # noqa: PLC0415
    from gongshu_desktop.services.verification.words import concluded, in_plain_words  # noqa: PLC0415

    pdf = read_input(options.file, LARGEST_MEMO)
    trust = None if options.trust is None else read_input(options.trust, LARGEST_TRUST_FILE)
    if pdf is None or (trust is None and options.trust is not None):
        return _unverified(options, "")
    if options.trust is None and options.data is None:
        complain(_("没有给出信任文件，无法确认签署人身份；请用 --trust 指定。"))
    try:
        if options.data is not None:
            with bootstrap.read_record(options.data) as office:
                report = office.verify(pdf, office.offices.trust() if trust is None else trust)
                here = office.beside(report)
        else:
            report, here = verify(pdf, trust or b"", wiring.verifying()), None
    except UnreadableDocument as problem:
        return _unverified(options, f"{options.file}: {problem}")
    except StoreError as problem:
        return _unverified(options, str(problem))
    if options.json:
        say(json.dumps(as_json(report, here), ensure_ascii=False))
    else:
        say("\n".join(in_plain_words(report, here)))
    return OK if concluded(report, here) is Conclusion.HOLDS else NO


def _unverified(options: argparse.Namespace, why: str) -> int:
    """The refusal of a file of which nothing can be said; as JSON, too, where that was asked for."""
    if options.json:
        say(
            json.dumps({"ok": False, "conclusion": "unreadable", "error": why or str(options.file)}, ensure_ascii=False)
        )
    return complain(why) if why else REFUSED


def _demo(options: argparse.Namespace) -> int:
    from gongshu_desktop import bootstrap  # noqa: PLC0415
    from gongshu_desktop.services.demonstration.building import DemonstrationRefused  # noqa: PLC0415
    from gongshu_desktop.services.records import StoreError  # noqa: PLC0415

    try:
        places = bootstrap.demonstration(options.folder)
    except (DemonstrationRefused, StoreError) as problem:
        return complain(problem)
    say(json.dumps(places, ensure_ascii=False, indent=1), flush=True)
    return OK if options.headless else show_window(Path(places["data"]))


def _selftest(options: argparse.Namespace) -> int:
    from gongshu_desktop.selftest import steps  # noqa: PLC0415

    done = steps.run()
    if options.json:
        say(json.dumps({"ok": all(step.ok for step in done), "steps": [step.as_json() for step in done]}))
    else:
        for step in done:
            say(step.in_words())
    return OK if all(step.ok for step in done) else NO
