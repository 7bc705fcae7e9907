"""``paper …`` on the command line: the official papers of a case, of a year, of a policy, from a data folder."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop.commands.output import NO, OK, REFUSED, add_force, add_out, complain, say
from gongshu_desktop.services.font_choices import FontRefused
from gongshu_desktop.services.paper_kinds import (
    NOTICES,
    OF_CASE,
    OF_YEAR,
    PaperChoices,
    PaperKind,
    PaperRefused,
    goes_on_record,
    kind_words,
)
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.records import Person
    from gongshu_desktop.use_cases import Office

Make = Callable[[argparse.Namespace], int]


def add_paper_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``paper`` to the program's commands."""
    papers = commands.add_parser("paper", help=_("制作文书：审批表、通知书、名单、台账")).add_subparsers(
        required=True, metavar="KIND"
    )
    for kind in OF_CASE:
        parser = papers.add_parser(kind.value, help=kind_words(kind))
        parser.add_argument("--case", required=True, metavar="NUMBER", help=_("案卷编号"))
        if kind in NOTICES:
            _add_notice_options(parser, kind)
        _finish(parser, kind, _of_case)
    for kind in OF_YEAR:
        parser = papers.add_parser(kind.value, help=kind_words(kind))
        parser.add_argument("--year", required=True, type=int, metavar="Y")
        parser.add_argument("--policy", metavar="ID", help=_("政策；该年度只有一个政策时可不填"))
        parser.add_argument("--draft", action="store_true", help=_("标为草稿"))
        _add_maker(parser)
        if kind is PaperKind.PUBLICITY:
            parser.add_argument("--begin", type=_day, metavar="D", help=_("公示期第一天，如2016-12-01"))
            parser.add_argument("--end", type=_day, metavar="D", help=_("公示期最后一天，如2016-12-07"))
            parser.add_argument("--contact", default="", metavar="T", help=_("联系方式"))
        _finish(parser, kind, _of_year)
    parser = papers.add_parser(PaperKind.READINGS.value, help=kind_words(PaperKind.READINGS))
    parser.add_argument("--policy", metavar="ID", help=_("政策；只有一个政策时可不填"))
    _finish(parser, PaperKind.READINGS, _readings)
    parser = papers.add_parser("memos", help=_("一个年度的全部审核意见书，每案一个文件"))
    parser.add_argument("--year", required=True, type=int, metavar="Y")
    parser.add_argument("--folder", required=True, type=Path, metavar="DIR")
    parser.add_argument("--issued-only", action="store_true", help=_("没有意见书的案卷不出草稿"))
    add_force(parser)
    _add_maker(parser)
    parser.set_defaults(run=_run, make=_memos, out=None)


def _add_maker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", metavar="NAME", help=_("由谁制作，记入操作日志；不写则日志中没有人名"))


def _add_notice_options(parser: argparse.ArgumentParser, kind: PaperKind) -> None:
    parser.add_argument("--issue", action="store_true", help=_("编号签发并记入操作日志；不加则为草稿"))
    parser.add_argument("--person", metavar="NAME", help=_("签发的经办人"))
    parser.add_argument("--contact", default="", metavar="T", help=_("联系方式"))
    if kind is PaperKind.SUPPLEMENT:
        parser.add_argument("--deadline", type=_day, metavar="D", help=_("补正期限，如2016-12-01"))
    else:
        parser.add_argument("--remedies", default="", metavar="T", help=_("救济途径"))


def _finish(parser: argparse.ArgumentParser, kind: PaperKind, make: Make) -> None:
    add_out(parser)
    parser.set_defaults(run=_run, make=make, kind=kind)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("“{text}”不是日期，例如2016-12-01").format(text=text)) from error


def _run(options: argparse.Namespace) -> int:
    """Make the paper; every refusal in words."""
    from gongshu_desktop.document.fonts.faces import UnprintableCharacter  # noqa: PLC0415 - a command loads only what it needs
    from gongshu_desktop.services.records import StoreError  # noqa: PLC0415

    make: Make = options.make
    if options.out is not None and not _free(options):
        return REFUSED
    try:
        return make(options)
    except (PaperRefused, UnprintableCharacter, FontRefused, StoreError) as problem:
        return complain(problem)


def _office(options: argparse.Namespace, *, recorded: bool) -> "AbstractContextManager[Office]":
    """The data folder: only read, not one byte of it changed, unless what is made goes on record there."""
    from gongshu_desktop import bootstrap  # noqa: PLC0415

    return closing(bootstrap.open_record(options.data)) if recorded else bootstrap.read_record(options.data)


def _free(options: argparse.Namespace) -> bool:
    """Whether the paper has a place: asked before a number is given to it."""
    from gongshu_desktop.exchange.output_file import UnwritableFile, expect_place  # noqa: PLC0415

    try:
        expect_place(options.out, force=options.force)
    except UnwritableFile as problem:
        complain(options.out, problem)
        return False
    return True


def _write(options: argparse.Namespace, pdf: bytes) -> int:
    from gongshu_desktop.exchange.output_file import UnwritableFile, write_file  # noqa: PLC0415

    try:
        write_file(options.out, pdf, force=options.force)
    except UnwritableFile as problem:
        return complain(options.out, problem)
    say(options.out)
    return OK


def _choices(options: argparse.Namespace) -> PaperChoices:
    given = vars(options)
    return PaperChoices(
        deadline=given.get("deadline"),
        remedies=given.get("remedies", ""),
        begin=given.get("begin"),
        end=given.get("end"),
        contact=given.get("contact", ""),
    )


def _of_case(options: argparse.Namespace) -> int:
    if vars(options).get("issue"):
        return _issue(options)
    with _office(options, recorded=False) as office:
        pdf = office.papers.of_case(options.kind, office.papers.numbered(options.case), _choices(options)).pdf
    return _write(options, pdf)


def _issue(options: argparse.Namespace) -> int:
    with _office(options, recorded=True) as office:
        case = office.papers.numbered(options.case)
        issued = office.papers.issue(options.kind, case.id, _examiner(office, options.person), _choices(options))
        pdf = office.papers.issued_pdf(issued)
    status = _write(options, pdf)
    if status == OK:
        say(issued.number)
    else:
        complain(_("{number}已签发并记入操作日志，可在窗口的“文书”菜单中重新打印。").format(number=issued.number))
    return status


def _examiner(office: "Office", name: str | None) -> "Person":
    """The person of that name, who is to be named whenever something is issued."""
    if not name:
        raise PaperRefused(_("请用--person写明签发的经办人。"))
    return _named(office, name)


def _maker(office: "Office", name: str | None) -> str:
    """Who makes a list, by id; "" where nobody is named."""
    return "" if name is None else _named(office, name).id


def _named(office: "Office", name: str) -> "Person":
    found = [person for person in office.offices.people() if person.name == name and person.active]
    if len(found) != 1:
        said = _("没有名为“{name}”的在岗人员。") if not found else _("有几位名为“{name}”的在岗人员，请在窗口中签发。")
        raise PaperRefused(said.format(name=name))
    return found[0]


def _known(office: "Office", policy: str | None) -> str | None:
    if policy is not None and policy not in office.policies.ids():
        known = "、".join(office.policies.ids())
        raise PaperRefused(_("没有政策“{policy}”。已有：{known}").format(policy=policy, known=known))
    return policy


def _of_year(options: argparse.Namespace) -> int:
    choices = _choices(options)
    recorded = goes_on_record(options.kind, choices, draft=options.draft)
    with _office(options, recorded=recorded) as office:
        policy, by = _known(office, options.policy), _maker(office, options.person)
        drawn = office.papers.of_year(options.kind, options.year, choices, policy=policy, draft=options.draft, by=by)
    return _write(options, drawn.pdf)


def _readings(options: argparse.Namespace) -> int:
    with _office(options, recorded=False) as office:
        policy = _known(office, options.policy)
        if policy is None:
            ids = office.policies.ids()
            if len(ids) != 1:
                raise PaperRefused(_("有几个政策，请用--policy选定一个：{policies}").format(policies="、".join(ids)))
            policy = ids[0]
        pdf = office.papers.register(policy).pdf
    return _write(options, pdf)


def _memos(options: argparse.Namespace) -> int:
    from gongshu_desktop.exchange.output_file import write_file  # noqa: PLC0415
    from gongshu_desktop.services.papers.memo_batch import elsewhere_words  # noqa: PLC0415

    def keep(name: str, pdf: bytes) -> None:
        write_file(options.folder / name, pdf, force=options.force)
        say(options.folder / name, flush=True)

    with _office(options, recorded=True) as office:
        by = _maker(office, options.person)
        try:
            options.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return complain(options.folder, error.strerror or error)
        report = office.papers.memos_of_year(options.year, keep, drafts=not options.issued_only, by=by)
    for failure in report.failures:
        complain(failure.number or failure.case, failure.problem)
    words = _("已签发{issued}份，待签署{waiting}份，草稿{drafts}份，略过{skipped}案，失败{failed}案。")
    counts = {"issued": report.issued, "waiting": report.waiting, "drafts": report.drafts, "skipped": report.skipped}
    say(words.format(**counts, failed=len(report.failures)) + elsewhere_words(report))
    if report.failures:
        return NO
    return (
        OK if sum(counts.values()) + report.elsewhere else complain(_("{year}年度没有案卷。").format(year=options.year))
    )
