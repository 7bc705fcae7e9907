"""The whole record of an office held against its journal: cases, memos, numbers, documents, people, readings. Changes nothing.

The chain shows that no entry was changed. Whether the tables still say what the entries say, nobody sees from it: that is done here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from gongshu_desktop.services.audit.audited_cases import audited, case_problems, missing_problems
from gongshu_desktop.services.audit.documents import SealedDocument, SealedRecord, document_problems
from gongshu_desktop.services.audit.memos import memo_problems
from gongshu_desktop.services.audit.numbers import number_notes
from gongshu_desktop.services.journal.acts import OfficeAct
from gongshu_desktop.services.journal.adoptions import adoption_problem
from gongshu_desktop.services.journal.names import names
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.ports import PolicyLibrary, UnitOfWork
from gongshu_desktop.wording import _

Progress = Callable[[int, int], None]
"""How many of how many documents have been read."""


def unwatched(_done: int, _all: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """In words: what contradicts the journal, and what an auditor should know though nothing is wrong with it."""

    problems: tuple[str, ...]
    notes: tuple[str, ...]
    cases: int
    documents: int
    """How many were read; 0 when none was to be."""


def audit(
    uow: UnitOfWork,
    sealed: SealedRecord,
    policies: PolicyLibrary,
    read_receipt: ReadReceipt,
    *,
    documents: bool = True,
    progress: Progress = unwatched,
) -> Audit:
    """All of it. The chain of the journal must have been found whole. ``sealed``: what the database itself keeps shut."""
    found = audited(uow)
    of_memos = sealed.documents()
    by_memo: dict[str, list[SealedDocument]] = {}
    for document in of_memos:
        by_memo.setdefault(document.memo, []).append(document)
    problems = [*missing_problems(found)]
    for item in found.stored:
        problems += case_problems(uow, item, found, policies)
        problems += memo_problems(uow, item, by_memo, policies, read_receipt)
    read = sealed.digests() if documents else ()
    problems += document_problems(uow, found, of_memos, read, progress)
    problems += _office_problems(uow, policies)
    return Audit(
        problems=tuple(dict.fromkeys(problems)),
        notes=(*number_notes(found), *_restored(uow)),
        cases=len(found.stored),
        documents=len(read),
    )


def _office_problems(uow: UnitOfWork, policies: PolicyLibrary) -> Iterator[str]:
    """Who people are, and which readings were adopted: every list and every memo rests on both."""
    found = names(uow).problem, *(adoption_problem(uow, policy) for policy in policies.ids())
    yield from (problem for problem in found if problem)


def _restored(uow: UnitOfWork) -> Iterator[str]:
    for entry in uow.journal.of_act(OfficeAct.RESTORE):
        words = _("{time} 恢复过备份（操作日志第{entry}条）：此前在被替换的数据中办理的，不在本机存档中。")
        yield words.format(time=f"{entry.at.astimezone():%Y-%m-%d %H:%M}", entry=entry.sequence)


def in_plain_words(found: Audit) -> Iterable[str]:
    """What the command line prints, the worst first."""
    yield from found.problems
    yield from (_("说明：{note}").format(note=note) for note in found.notes)
    if not found.problems:
        words = _("案卷与操作日志一致，共{cases}件；佐证材料文件核对{documents}份。")
        yield words.format(cases=found.cases, documents=found.documents)
