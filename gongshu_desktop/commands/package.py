"""``pack``, ``unpack`` and ``take-back``: hand-over packages 移交包 from the command line, as the window writes and reads them."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop.commands.output import OK, REFUSED, complain, say
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.open_office import OpenOffice
    from gongshu_desktop.services.handover.taking_over import ArrivalPreview
    from gongshu_desktop.services.records import Person

Use = Callable[["OpenOffice", argparse.Namespace], int]


def add_package_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the three to the program's commands."""
    pack = commands.add_parser("pack", help=_("把案卷移交给另一台电脑：写成移交包，本机标为已移交"))
    pack.add_argument("number", metavar="NUMBER", help=_("案卷编号"))
    pack.add_argument("--out", required=True, type=Path, metavar="F.gspack")
    pack.add_argument("--to", required=True, metavar="T", help=_("移交给谁，例如：二号机 沈伟民"))
    pack.set_defaults(run=_run, use=_pack)
    unpack = commands.add_parser("unpack", help=_("预览或接收移交包"))
    unpack.add_argument("file", type=Path, metavar="F.gspack")
    unpack.add_argument("--dry-run", action="store_true", help=_("只预览，不写入任何内容"))
    unpack.add_argument("--replace", action="store_true", help=_("两边都有改动时，改用移交包中的内容"))
    unpack.set_defaults(run=_run, use=_unpack)
    back = commands.add_parser("take-back", help=_("收回移交，在本机继续办理"))
    back.add_argument("number", metavar="NUMBER", help=_("案卷编号"))
    back.add_argument("--reason", required=True, metavar="T", help=_("收回的理由"))
    back.set_defaults(run=_run, use=_take_back)
    for parser in (pack, unpack, back):
        parser.add_argument("--person", metavar="NAME", help=_("由谁办理，须是本单位登记的在岗人员"))


def _run(options: argparse.Namespace) -> int:
    from gongshu_desktop import bootstrap  # noqa: PLC0415 - a command loads only what it needs
    from gongshu_desktop.services.handover.arrival import HandOverRefused  # noqa: PLC0415
    from gongshu_desktop.services.records import StoreError  # noqa: PLC0415

    use: Use = options.use
    try:
        if vars(options).get("dry_run"):
            return _preview(options)
        office = bootstrap.open_record(options.data)
        try:
            return use(office, options)
        finally:
            office.close()
    except (HandOverRefused, StoreError) as problem:
        return complain(problem)


def _person(office: "OpenOffice", name: str | None) -> "Person":
    from gongshu_desktop.services.handover.arrival import HandOverRefused  # noqa: PLC0415

    if not name:
        raise HandOverRefused(_("请用--person写明由谁办理。"))
    found = [person for person in office.offices.people() if person.name == name and person.active]
    if len(found) != 1:
        said = _("没有名为“{name}”的在岗人员。") if not found else _("有几位名为“{name}”的在岗人员，请在窗口中办理。")
        raise HandOverRefused(said.format(name=name))
    return found[0]


def _case(office: "OpenOffice", number: str) -> str:
    from gongshu_desktop.services.handover.arrival import HandOverRefused  # noqa: PLC0415

    found = [summary.id for summary in office.desk.summaries() if summary.number == number]
    if len(found) != 1:
        raise HandOverRefused(_("没有编号为{number}的案卷。").format(number=number))
    return found[0]


def _pack(office: "OpenOffice", options: argparse.Namespace) -> int:
    from gongshu_desktop.host.whole_file import put_whole  # noqa: PLC0415
    from gongshu_desktop.services.digests import grouped  # noqa: PLC0415

    if options.out.exists():
        return complain(options.out, _("这里已有文件，没有覆盖；请换一个文件名。"))
    prepared = office.handing_over.prepare(_case(office, options.number), _person(office, options.person), options.to)
    try:
        office.handing_over.hand_over(prepared, lambda content, mark: put_whole(options.out, content, mark))
    except OSError as error:
        return complain(options.out, _("无法写入（{reason}）").format(reason=error.strerror or error))
    say(options.out)
    say(_("核对码 {groups}").format(groups=grouped(prepared.file.digest)))
    return OK


def _read(options: argparse.Namespace, preview: "Callable[[bytes], ArrivalPreview]") -> "ArrivalPreview | None":
    """What the package would bring; None when it is refused, which is said."""
    from gongshu_desktop.host.input_file import UnreadableFile, read_file  # noqa: PLC0415
    from gongshu_desktop.services.desk.exchanging import CaseFileRefused  # noqa: PLC0415
    from gongshu_desktop.services.handover.package import LARGEST_PACKAGE  # noqa: PLC0415

    try:
        return preview(read_file(options.file, LARGEST_PACKAGE))
    except UnreadableFile as problem:
        complain(options.file, problem)
    except CaseFileRefused as refusal:
        for found in refusal.problems:
            complain(options.file, found.path, found.expected)
    return None


def _preview(options: argparse.Namespace) -> int:
    """Only show it: the data folder is read, and not one byte of it changes."""
    from gongshu_desktop import bootstrap  # noqa: PLC0415

    with bootstrap.read_record(options.data) as office:
        preview = _read(options, office.taking_over.preview)
    if preview is None:
        return REFUSED
    say("\n".join(_in_words(preview)))
    return OK


def _unpack(office: "OpenOffice", options: argparse.Namespace) -> int:
    from gongshu_desktop.services.handover.arrival import Relation  # noqa: PLC0415

    preview = _read(options, office.taking_over.preview)
    if preview is None:
        return REFUSED
    person = _person(office, options.person)
    if preview.relation is Relation.DIVERGED and not options.replace:
        say("\n".join(_in_words(preview)))
        return complain(_("两边都有改动，没有接收。核对后确认以移交包为准的，请加 --replace。"))
    taken = office.taking_over.take_over(preview, person, choose=options.replace)
    say(taken.number)
    return OK


def _take_back(office: "OpenOffice", options: argparse.Namespace) -> int:
    case = _case(office, options.number)
    office.handing_over.take_back(case, _person(office, options.person), options.reason)
    say(options.number)
    return OK


def _in_words(preview: "ArrivalPreview") -> list[str]:
    from gongshu_desktop import wiring  # noqa: PLC0415
    from gongshu_desktop.review.stage import stage_words  # noqa: PLC0415
    from gongshu_desktop.services.digests import grouped  # noqa: PLC0415
    from gongshu_desktop.services.handover.arrival_words import difference_lines, people_lines, step_lines, warnings  # noqa: PLC0415

    case, origin = preview.case, preview.opened.package.origin
    lines = [
        f"{case.number} · {case.makerspace.name} · {case.applicant.name} · {stage_words(case.stage)}",
        f"{origin.office} {origin.by} → {origin.to} · {origin.made.astimezone():%Y-%m-%d %H:%M}",
        _("核对码 {groups}").format(groups=grouped(preview.opened.digest)),
        *(said for said, _tone in warnings(preview)),
        *map(_on_one_line, step_lines(preview)),
        *people_lines(preview),
    ]
    if preview.here is None:
        return [*lines, _("本机没有这个案卷，将作为新案卷接收。")]
    said = difference_lines(preview, wiring.policies().get(case.policy))
    return [*lines, _("与本机现有案卷相比"), *(f"    {_on_one_line(line)}" for line in said)]


def _on_one_line(text: str) -> str:
    """What a person wrote on several lines: the second must not look like one of ours."""
    return " ".join(text.split())
