"""``journal check``: the chain of the journal, what issued memos say of it, and whether the record is what it says.

A chain that is broken proves nothing of the record, which is then not looked at.
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongshu_desktop.commands.input import LARGEST_MEMO, LARGEST_TRUST_FILE, read_input
from gongshu_desktop.commands.journal_record import (
    add_record_options,
    audited,
    record_json,
    record_words,
    told_now_and_then,
)
from gongshu_desktop.commands.output import NO, OK, REFUSED, complain, plain_line, say
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.audit.audit import Audit
    from gongshu_desktop.services.journal.clock import StepBack
    from gongshu_desktop.services.ports import UnitOfWork
    from gongshu_desktop.services.verification.journal_check import Given, JournalReport
    from gongshu_desktop.store.reading import ReadStore


def add_check(journal: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add ``check`` to the ``journal`` commands."""
    check = journal.add_parser(
        "check",
        help=_("核对操作日志是否完整；不完整时指出第一条，退出状态为1"),
        description=_(
            "核对操作日志各条是否前后相接，并与本机存档的每一份已签发意见书所记载的位置核对；"
            "给出归档的意见书文件时，也逐份核对；再把案卷、意见书、佐证材料、人员姓名和采用的口径与日志逐项核对。"
            "任何一处不符，退出状态为1。"
        ),
    )
    check.add_argument(
        "files", nargs="*", type=Path, metavar="F.pdf|FOLDER", help=_("归档的审核意见书，或其所在的文件夹")
    )
    check.add_argument("--trust", type=Path, metavar="FILE", help=_("另存的信任文件；不给出时用数据文件夹中的"))
    check.add_argument(
        "--expect", metavar="DIGEST", default=[], action="append", help=_("印在纸上的一条日志摘要：日志中须有这一条")
    )
    add_record_options(check)
    return check


def check_journal(store: "ReadStore", options: argparse.Namespace) -> int:
    """Run ``journal check``."""
    from gongshu_desktop import wiring  # noqa: PLC0415 - a command loads only what it needs
    from gongshu_desktop.document.papers.attached import memo_receipt  # noqa: PLC0415
    from gongshu_desktop.services.journal.clock import steps_back  # noqa: PLC0415
    from gongshu_desktop.services.verification.journal_check import JournalCheck  # noqa: PLC0415

    trust = None if options.trust is None else read_input(options.trust, LARGEST_TRUST_FILE)
    if trust is None and options.trust is not None:
        return REFUSED
    given = _Given(options.files)
    try:
        report = JournalCheck(store.open_uow, wiring.signing().check, memo_receipt, trust).run(given)
    except _Unread:
        return REFUSED
    with store.open_uow() as uow:
        back = tuple(steps_back(uow)) if report.broken is None else ()
        expected = _expected(uow, options.expect)
    record = audited(store, options) if report.broken is None else None
    ok = report.ok and record is not None and not record.problems and None not in expected.values()
    said = {**_as_json(report, record, back, ok=ok), "expected": expected}
    words = (*_words(report, record, back), *_expected_words(expected))
    say(json.dumps(said, ensure_ascii=False) if options.json else "\n".join(words))
    if given.unread:
        complain(_("文件夹中有{count}个文件没有读取，没有核对。").format(count=given.unread))
    return NO if not ok else REFUSED if given.unread else OK


def _expected(uow: "UnitOfWork", digests: Sequence[str]) -> dict[str, int | None]:
    """Which entry has each digest that somebody has on paper, where it may stand on two lines; None for none."""
    wanted = dict.fromkeys(re.sub(r"\s", "", digest).lower() for digest in digests)
    known = {entry.digest: entry.sequence for entry in uow.journal.entries()} if wanted else {}
    return {digest: known.get(digest) for digest in wanted}


def _expected_words(expected: Mapping[str, int | None]) -> Iterator[str]:
    for digest, sequence in expected.items():
        if sequence is None:
            words = _(
                "操作日志中没有摘要为{digest}的一条：日志被改写、截断，或由更早的备份恢复，或摘要出自另一台电脑。"
            )
            yield words.format(digest=plain_line(digest, len("0" * 64)))
        else:
            yield _("摘要{digest}是操作日志第{number}条的。").format(digest=digest, number=sequence)


class _Unread(Exception):
    """A file that was named could not be read, which has been said."""


class _Given:
    """The files, one in memory at a time; of a folder all that is in it and below. ``unread``: how many of a folder could not be
    read, which has been said: what the others say is worth knowing all the same."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths, self.unread = paths, 0

    def __iter__(self) -> "Iterator[Given]":
        for path in self._paths:
            if path.is_dir():
                yield from self._inside(path)
            else:
                pdf = read_input(path, LARGEST_MEMO)
                if pdf is None:
                    raise _Unread
                yield _named(path, pdf)

    def _inside(self, folder: Path) -> "Iterator[Given]":
        progress = told_now_and_then(_("已核对文件 {done}／{all}"))
        found = sorted(file for file in folder.rglob("*") if file.suffix.lower() == ".pdf" and not file.is_dir())
        for done, file in enumerate(found, start=1):
            pdf = read_input(file, LARGEST_MEMO)
            if pdf is None:
                self.unread += 1
            else:
                yield _named(file, pdf, among=True)
            progress(done, len(found))


def _named(file: Path, pdf: bytes, *, among: bool = False) -> "Given":
    from gongshu_desktop.services.verification.journal_check import Given  # noqa: PLC0415

    return Given(name=str(file), pdf=pdf, among=among)


def _as_json(
    report: "JournalReport", record: "Audit | None", back: "Sequence[StepBack]", *, ok: bool
) -> dict[str, Any]:
    from gongshu_desktop.services.memos.anchor_words import anchored_json  # noqa: PLC0415

    said = {
        "ok": ok,
        "first_bad": report.broken,
        "entries": 0 if report.head is None else report.head.sequence,
        "head": None if report.head is None else report.head.digest,
        "memos": [anchored_json(found) for found in report.memos],
        "files": [anchored_json(found) for found in report.files],
        "skipped": report.skipped,
    }
    return {**said, **_back_json(back), **record_json(record)}


def _back_json(back: "Sequence[StepBack]") -> dict[str, Any]:
    """Where the clock went back: that breaks no chain, and is for whoever reads it to judge."""
    return {
        "steps_back": [
            {
                "entry": step.entry.sequence,
                "at": step.entry.at.isoformat(),
                "before": step.before.sequence,
                "before_at": step.before.at.isoformat(),
                "confirmed": step.settled,
            }
            for step in back
        ]
    }


def _words(report: "JournalReport", record: "Audit | None", back: "Sequence[StepBack]") -> Iterator[str]:
    yield from _chain_words(report)
    yield from (step.words for step in back)
    yield from () if record is None else record_words(record)


def _chain_words(report: "JournalReport") -> Iterator[str]:
    from gongshu_desktop.services.memos.anchor_words import anchored_words  # noqa: PLC0415
    from gongshu_desktop.services.memos.anchors import AnchorStanding  # noqa: PLC0415

    count, digest = (0, "—") if report.head is None else (report.head.sequence, report.head.digest)
    if report.broken is not None:
        yield _("操作日志自第{number}条起对不上，数据可能被改动过。请先查明。").format(number=report.broken)
    elif report.contradicting:
        said = _("操作日志共{count}条，各条前后相接，但有意见书核对不上，见下。最后一条的摘要：{digest}")
        yield said.format(count=count, digest=digest)
    else:
        yield _("操作日志完整，共{count}条。最后一条的摘要：{digest}").format(count=count, digest=digest)
    if report.memos:
        standings = [found.standing for found in report.memos]
        words = _(
            "本机存档的已签发意见书{count}份：{agree}份的记载与操作日志相符，{other}份由其他电脑制作，{none}份没有记载。"
        )
        elsewhere = AnchorStanding.ELSEWHERE, AnchorStanding.AGREES_ELSEWHERE
        yield words.format(
            count=len(standings),
            agree=standings.count(AnchorStanding.AGREES),
            other=sum(standing in elsewhere for standing in standings),
            none=standings.count(AnchorStanding.NONE),
        )
    yield from (anchored_words(found) for found in report.memos if found.contradicts)
    yield from (anchored_words(found) for found in report.files)
    if report.skipped:
        yield _("文件夹中另有{count}个文件不是已签发的审核意见书，略过。").format(count=report.skipped)
