"""``journal check`` and ``journal show``: the journal of a data folder, for the auditor and for whoever keeps the backups.

The folder is only read: not one byte of it changes, and a program that has it open is not disturbed.

Entries without a case (fonts, keys, revocations, readings, people, lists, backups) stand in no case's log: only here. What was
done to a case on another PC came with its hand-over package, and stands under the entry that took it over.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongshu_desktop.commands.journal_check import add_check, check_journal
from gongshu_desktop.commands.output import OK, complain, plain_line, say
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.journal.reading import ReadEntry
    from gongshu_desktop.services.ports import Change, Entry
    from gongshu_desktop.store.reading import ReadStore

_SHOWN = 160
"""Characters of a change that are shown as text; --json gives all."""
_NAMED = 500
"""Characters of a name that are shown as text."""


def add_journal_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``journal`` to the program's commands."""
    journal = commands.add_parser("journal", help=_("核对或查看操作日志")).add_subparsers(
        required=True, metavar="check|show"
    )
    check = add_check(journal)
    check.set_defaults(run=_run, use=check_journal)
    show = journal.add_parser("show", help=_("列出操作日志，包括不属于任何案卷的各条"))
    show.add_argument("--case", metavar="NUMBER", help=_("只列这一案：编号（包括只见于操作日志的编号）或内部编号"))
    show.set_defaults(run=_run, use=_show)
    for parser in (check, show):
        parser.add_argument("--json", action="store_true", help=_("以JSON输出"))


def _run(options: argparse.Namespace) -> int:
    from gongshu_desktop.host.data_folder import data_folder  # noqa: PLC0415 - a command loads only what it needs
    from gongshu_desktop.services.records import StoreError  # noqa: PLC0415
    from gongshu_desktop.store.reading import read_store  # noqa: PLC0415

    folder: Path = options.data or data_folder()
    if not folder.is_dir():
        return complain(_("没有数据文件夹“{folder}”。").format(folder=folder))
    try:
        with read_store(folder) as store:
            return int(options.use(store, options))
    except StoreError as problem:
        return complain(problem)


def _show(store: "ReadStore", options: argparse.Namespace) -> int:
    from gongshu_desktop.services.journal.names import names as known_names  # noqa: PLC0415
    from gongshu_desktop.services.journal.reading import cases_of, read_through  # noqa: PLC0415

    with store.open_uow() as uow:
        known = known_names(uow)
        names = {**known.rows, **{person: told[-1][1] for person, told in known.told.items()}}
        summaries = uow.cases.summaries()
        numbers = {summary.id: summary.number for summary in summaries}
        policies = {summary.id: summary.policy for summary in summaries}
        wanted = frozenset[str]() if options.case is None else cases_of(uow, options.case)
        if options.case is not None and not wanted:
            return complain(_("没有编号为{number}的案卷。").format(number=options.case))
        for read in read_through(uow.journal.entries()):
            if options.case is not None and read.entry.case not in wanted:
                continue
            _learn(read.entry, numbers, policies)
            say(
                json.dumps(_read_json(read, names, numbers), ensure_ascii=False)
                if options.json
                else "\n".join(_read_words(read, names, numbers, policies))
            )
    return OK


def _learn(entry: "Entry", numbers: dict[str, str], policies: dict[str, str]) -> None:
    """A case that is gone has its number and its policy in its entries alone."""
    for subject, known in (("number", numbers), ("policy", policies)):
        change = entry.change(subject)
        told = None if change is None else change.new or change.old
        if told and entry.case is not None:
            known.setdefault(entry.case, told)


def _read_json(read: "ReadEntry", names: Mapping[str, str], numbers: Mapping[str, str]) -> dict[str, Any]:
    found = _as_json(read.entry, names, numbers)
    if read.histories:
        found["histories"] = [
            {
                "sha256": history.sha256,
                "office": history.office,
                "by": read.entry.told("handover/by"),
                "own": history.sha256 in read.own,
                "taken_over": read.entry.at.isoformat(),
                "people": dict(history.people),
                "entries": [_as_json(entry, history.people, numbers) for entry in history.entries],
            }
            for history in read.histories
        ]
    return found


def _as_json(entry: "Entry", names: Mapping[str, str], numbers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "person": entry.person,
        "name": names.get(entry.person, ""),
        "action": entry.action,
        "case": entry.case,
        "number": numbers.get(entry.case or "", ""),
        "changes": [_change_json(item) for item in entry.changes],
        "previous": entry.previous,
        "digest": entry.digest,
    }


def _change_json(change: "Change") -> dict[str, Any]:
    """A stretch of another PC's journal stands under "histories" of the entry that brought it, and is only named here."""
    from gongshu_desktop.services.journal.histories import held  # noqa: PLC0415

    sha256 = held(change.subject)
    return {"subject": change.subject, "old": change.old, "new": {"history": sha256} if sha256 else change.new}


def _read_words(
    read: "ReadEntry", names: Mapping[str, str], numbers: Mapping[str, str], policies: Mapping[str, str]
) -> Iterator[str]:
    yield from _in_words(read.entry, names, numbers, policies)
    for history in read.histories:
        if history.sha256 in read.own:
            said = _("随移交包带回的本机操作日志，第{first}至{last}条，见上文。")
            yield "    " + said.format(first=history.entries[0].sequence, last=history.entries[-1].sequence)
            continue
        said = _("“{office}”另一台电脑上的操作日志，{count}条（由{by}移交，{at}接收）：")
        at = f"{read.entry.at.astimezone():%Y-%m-%d %H:%M:%S}"
        by = read.entry.told("handover/by") or "—"
        yield "    " + said.format(office=history.office, count=len(history.entries), by=by, at=at)
        for entry in history.entries:
            yield from (f"        {line}" for line in _in_words(entry, history.people, numbers, policies))
            yield "            " + _("摘要：{digest}").format(digest=entry.digest)


def _in_words(
    entry: "Entry", names: Mapping[str, str], numbers: Mapping[str, str], policies: Mapping[str, str]
) -> list[str]:
    from gongshu_desktop.services.journal.acts import act_words  # noqa: PLC0415
    from gongshu_desktop.services.journal.histories import held  # noqa: PLC0415

    who = plain_line(names.get(entry.person, entry.person) or "—", _NAMED)
    case = "" if entry.case is None else f" · {numbers.get(entry.case) or entry.case}"
    head = f"{entry.sequence} · {entry.at.astimezone():%Y-%m-%d %H:%M:%S} · {who} · {plain_line(act_words(entry.action), _NAMED)}{case}"
    changes = (item for item in entry.changes if not held(item.subject))
    return [head, *(f"    {_change_words(item, policies.get(entry.case or ''))}" for item in changes)]


def _change_words(change: "Change", policy: str | None) -> str:
    """In the words of the window; what it leaves out, and what belongs to no case, in words of its own; as it is written where
    no words are known."""
    from gongshu_desktop import wiring  # noqa: PLC0415
    from gongshu_desktop.services.audit.entry_words import entry_words  # noqa: PLC0415
    from gongshu_desktop.services.journal.words import change_words  # noqa: PLC0415

    known = wiring.policies()
    said = "" if policy is None or policy not in known.ids() else change_words(change, known.get(policy), {})
    said = said or entry_words(change, known)
    return plain_line(said or f"{change.subject}: {change.old or '—'} → {change.new or '—'}", _SHOWN)
