"""All the memos of a year in one go: each written where the caller wants it, one in memory at a time."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gongshu_desktop.services.journal.whereabouts import all_handed_over
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.register import IssueRegister, SignatureChecks, issue_register
from gongshu_desktop.services.memos.standing import Progress, no_progress, require_own_year
from gongshu_desktop.services.papers.year_papers import number_order
from gongshu_desktop.services.ports import MemoRecord, MemoState, OpenUnitOfWork
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.services.signing.memo_life import Memos
from gongshu_desktop.wording import _

_LONGEST, _MOST_BYTES = 72, 216
"""Characters and bytes of a name without its state: Linux takes names of 255 bytes."""
Keep = Callable[[str, bytes], None]
"""Puts a file somewhere, by its name (safe on every system, with suffix)."""
MarkedUnsigned = Callable[[bytes], bytes]
"""A memo that waits for signatures, marked on every page (``document`` implements it): on paper nobody takes it for an issued one."""


def elsewhere_words(report: "BatchReport") -> str:
    """That cases are missing because they were handed over; "" when none was."""
    return _("另有{count}件案卷已移交，不在其内。").format(count=report.elsewhere) if report.elsewhere else ""


def never() -> bool:
    """Nobody asks to stop."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFailure:
    """A case whose memo could not be had; ``problem`` says why, for people."""

    case: str
    number: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """What came of a batch: how many issued memos, memos waiting for signatures and drafts; what failed; was it stopped.

    ``skipped`` counts cases without a memo where drafts were not wanted; ``elsewhere`` those that were handed over, whose memos
    whoever has them now writes; ``kinds`` says of each file that was kept, by its
    name, of which of the three it is.
    """

    issued: int = 0
    waiting: int = 0
    drafts: int = 0
    skipped: int = 0
    elsewhere: int = 0
    failures: tuple[BatchFailure, ...] = ()
    stopped: bool = False
    kinds: Mapping[str, str] = field(default_factory=dict)


class MemoBatch:
    """The batch over a year's cases."""

    def __init__(
        self,
        open_uow: OpenUnitOfWork,
        memos: Memos,
        checks: SignatureChecks,
        read_receipt: ReadReceipt,
        marked_unsigned: MarkedUnsigned,
    ) -> None:
        self._open_uow, self._memos, self._checks, self._read_receipt = open_uow, memos, checks, read_receipt
        self._marked_unsigned = marked_unsigned

    def run(
        self,
        year: int,
        keep: Keep,
        *,
        drafts: bool = True,
        progress: Progress = no_progress,
        stop: Callable[[], bool] = never,
    ) -> BatchReport:
        """Hand the memo of each case of a year that is here to ``keep``: the one that stands, else the one being signed, else a
        draft.

        One that is being signed is marked, as a draft is: the file to be signed stays in the program.
        ``stop`` is asked before each case. What ``progress`` raises ends the batch; what was kept stays.

        Raises:
            PaperRefused: when the journal does not hold, or a case that was issued is gone or bears another year than its memo;
                nothing is kept then.
        """
        register, summaries, elsewhere = self._of_year(year)
        counts = {"issued": 0, "waiting": 0, "drafts": 0, "skipped": 0, "elsewhere": elsewhere}
        failures: list[BatchFailure] = []
        names: set[str] = set()
        kinds: dict[str, str] = {}
        stopped = False
        for done, summary in enumerate(summaries):
            progress(done, len(summaries))
            stopped = stop()
            if stopped:
                break
            try:
                name, kind = self._one(summary, register, keep, names, drafts=drafts)
                counts[kind] += 1
                if name:
                    kinds[name] = kind
            except Exception as error:  # noqa: BLE001 - one case's trouble, of whatever kind, must not cost the others
                problem = str(error) or type(error).__name__
                failures.append(BatchFailure(case=summary.id, number=summary.number, problem=problem))
        else:
            progress(len(summaries), len(summaries))
        return BatchReport(**counts, failures=tuple(failures), stopped=stopped, kinds=kinds)

    def _of_year(self, year: int) -> tuple[IssueRegister, list[CaseSummary], int]:
        """What was issued according to the record, the year's cases by number, and how many more were handed over.

        Raises PaperRefused when one is gone or strayed.
        """
        with self._open_uow() as uow:
            everything, register = uow.cases.summaries(), issue_register(uow, self._checks)
            gone = all_handed_over(uow)
        register.require_all({summary.id: summary for summary in everything})
        require_own_year(self._open_uow, self._read_receipt, register, everything, year)
        known = [summary for summary in everything if summary.year == year]
        here = [summary for summary in known if summary.id not in gone]
        here.sort(key=lambda summary: number_order(summary.number))
        return register, here, len(known) - len(here)

    def _one(
        self, summary: CaseSummary, register: IssueRegister, keep: Keep, names: set[str], *, drafts: bool
    ) -> tuple[str, str]:
        memo = _latest(self._memos.of_case(summary.id))
        standing = memo if memo is not None and memo.state is MemoState.ISSUED else None
        register.require_standing(summary, standing)
        if memo is None and not drafts:
            return "", "skipped"
        if memo is None:
            with self._open_uow() as uow:
                case = uow.cases.get(summary.id)
            pdf, state, kind = self._memos.draft(case), "（草稿）", "drafts"
        elif memo.state is MemoState.ISSUED:
            pdf, state, kind = memo.pdf, "", "issued"
        else:
            pdf, state, kind = self._marked_unsigned(memo.pdf), "（待签署）", "waiting"
        name = _file_name(summary, state, names)
        keep(name, pdf)
        return name, kind


def _latest(memos: tuple[MemoRecord, ...]) -> MemoRecord | None:
    """The memo that counts: issued before one that is being signed; none that is superseded."""
    for states in ({MemoState.ISSUED}, {MemoState.DRAWN, MemoState.SIGNING}):
        found = [memo for memo in memos if memo.state in states]
        if found:
            return found[-1]
    return None


def _file_name(summary: CaseSummary, state: str, names: set[str]) -> str:
    """A name that every system takes, and that no other file of the batch has. Too long a name is shortened, not the state."""
    words = _plain(f"{summary.number or _('未编号')} {summary.makerspace}")[:_LONGEST]
    while len(words.encode()) > _MOST_BYTES:
        words = words[:-1]
    stem = words.strip(" .") + state
    name = next(
        name
        for count in range(1, len(names) + 2)
        if (name := f"{stem}.pdf" if count == 1 else f"{stem}-{count}.pdf").casefold() not in names
    )
    names.add(name.casefold())
    return name


def _plain(words: str) -> str:
    """Without what systems forbid in names, and without signs that nobody sees: control, direction, ends of lines."""
    seen = "".join(sign for sign in words if unicodedata.category(sign)[0] != "C" and sign not in "\u2028\u2029")
    return re.sub(r'[\\/:*?"<>|]', "_", seen)
