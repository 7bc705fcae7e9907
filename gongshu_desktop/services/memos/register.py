"""What the journal says was issued: every stored memo is held against it before anything is made of it.

A memo's file stands in a database that anybody with the disk can write to. Its digest stands in the journal, too, under the
chain; so a list is made only from files that are byte for byte those that were issued. The strict check of the signatures
(an eighth of a second a memo) is for single papers, and for memos whose digest the journal does not hold.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.subjects import ISSUED, memo_of, signature_elsewhere
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.memos.anchor_words import anchored_words
from gongshu_desktop.services.memos.anchors import Anchors
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import (
    Entry,
    MemoRecord,
    SignatureReport,
    SignatureVerdict,
    UnitOfWork,
    UnreadableDocument,
)
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.wording import _

StrictCheck = Callable[[bytes, bytes], SignatureReport]
"""The check of a memo's signatures against a trust file (``MemoSigning.check``). May raise UnreadableDocument."""
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The last issue of a case by the journal: which memo, with which file (SHA-256, hex)."""

    memo: str
    sha256: str
    day: str = ""
    """The day of it (ISO), "" where the entry does not say it."""


class SignatureChecks:
    """The strict check, once for each file and trust file in this process; and what the memos here say of the journal."""

    def __init__(self, check: StrictCheck, anchors: Anchors) -> None:
        self._check, self.anchors = check, anchors
        self._known: OrderedDict[tuple[str, str], bool] = OrderedDict()

    def intact(self, pdf: bytes, trust: bytes) -> bool:
        """Whether all three have signed, are known, and nothing was changed since."""
        key = hashlib.sha256(pdf).hexdigest(), hashlib.sha256(trust).hexdigest()
        if key not in self._known:
            self._known[key] = self._found(pdf, trust)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[key]

    def _found(self, pdf: bytes, trust: bytes) -> bool:
        try:
            report = self._check(pdf, trust)
        except UnreadableDocument:
            return False
        return report.complete and report.verdict is SignatureVerdict.INTACT


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRegister:
    """As of one transaction: what was issued, by case and by memo, and the office's trust file."""

    checks: SignatureChecks
    trust: bytes
    by_case: Mapping[str, Issue]
    digests: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Case and digest (SHA-256, hex) of each memo that was ever issued, by its id."""
    days: Mapping[str, str] = field(default_factory=dict)
    """The day (ISO) on which each of them was issued."""

    def require(self, memo: MemoRecord, *, strict: bool = False) -> None:
        """Refuse a memo whose file is not the one that was issued for its case.

        Raises:
            PaperRefused: names the memo and says what to do.
        """
        recorded = self.digests.get(memo.id)
        sha256 = hashlib.sha256(memo.pdf).hexdigest()
        if recorded is not None and recorded != (memo.case, sha256):
            raise PaperRefused(_altered(memo.number))
        if (recorded is None or strict) and not self.checks.intact(memo.pdf, self.trust):
            raise PaperRefused(
                _("{number}的签名核对未通过，不能采用。请先在“核验”中核验本机存档，并用备份查明原件。").format(
                    number=memo.number
                )
            )

    def require_standing(self, case: CaseSummary | Case, memo: MemoRecord | None, *, strict: bool = False) -> None:
        """Refuse a case whose memo that stands is not the one that was issued last: altered, exchanged, or gone.

        Raises:
            PaperRefused: names the case and says what to do.
        """
        issue = self.by_case.get(case.id)
        if memo is None:
            if issue is not None or case.stage is Stage.ISSUED:
                words = _(
                    "{number}已签发，但本机存档中没有有效的审核意见书（可能被删除或被标为已取代），不能采用。请用备份查明。"
                )
                raise PaperRefused(words.format(number=case.number or case.id))
            return
        if memo.number != case.number:
            words = _("{number}的案卷编号是{other}，两者不一致，数据可能被改动过，不能采用。请用备份查明。")
            raise PaperRefused(words.format(number=memo.number, other=case.number or "—"))
        if issue is not None and issue.memo != memo.id:
            raise PaperRefused(_altered(memo.number))
        self.require(memo, strict=strict)

    def require_all(self, summaries: Mapping[str, CaseSummary]) -> None:
        """Refuse to go on when a case that was issued is gone: a list without it would have another sum.

        Raises:
            PaperRefused: says how many, and what to do.
        """
        gone = [case for case in self.by_case if case not in summaries]
        if gone:
            words = _("操作日志记有已签发的案卷{cases}，数据中却没有，可能被删除，不能采用。请用备份查明。")
            raise PaperRefused(words.format(cases="、".join(gone)))


def issue_register(uow: UnitOfWork, checks: SignatureChecks, *, chain: bool = True) -> IssueRegister:
    """The register, once the chain of the journal was found whole and as the memos here say that it was (50 000 entries: three
    seconds, a thousand memos: another one the first time; ``chain=False`` only for a look that nothing is made from).

    Raises:
        PaperRefused: when it is not.
    """
    broken = uow.journal.verify() if chain else None
    if broken is not None:
        raise PaperRefused(
            _("操作日志自第{number}条起对不上，数据可能被改动过，不能制作文书。请先查明。").format(number=broken)
        )
    otherwise = checks.anchors.contradiction(uow) if chain else None
    if otherwise is not None:
        raise PaperRefused(_("{found}在此之前不能制作文书。").format(found=anchored_words(otherwise)))
    by_case: dict[str, Issue] = {}
    digests: dict[str, tuple[str, str]] = {}
    days: dict[str, str] = {}
    issued = [*uow.journal.of_act(Act.ISSUE), *uow.journal.of_act(HandOverAct.TAKE_OVER)]
    for entry in sorted(issued, key=attrgetter("sequence")):
        for issue in _issues(entry):
            if entry.case is not None:
                by_case[entry.case] = issue
                digests[issue.memo] = entry.case, issue.sha256
                days[issue.memo] = days.get(issue.memo) or issue.day
    office = uow.office.office()
    trust = b"" if office is None else office.trust
    return IssueRegister(checks=checks, trust=trust, by_case=by_case, digests=digests, days=days)


def _issues(entry: Entry) -> Iterator[Issue]:
    """What an entry says was issued: here by it, or on another PC before the case was taken over with it."""
    part = ISSUED if entry.action == HandOverAct.TAKE_OVER else ""
    for change in entry.changes:
        memo = memo_of(change.subject, part)
        if memo is not None and change.new:
            yield Issue(memo=memo, sha256=change.new, day=_day(entry, memo))


def _day(entry: Entry, memo: str) -> str:
    """The last signature makes the issue; the entry that took a case over says when the signatures were given elsewhere."""
    if entry.action != HandOverAct.TAKE_OVER:
        return entry.at.date().isoformat()
    signed = entry.told(signature_elsewhere(memo, Role.APPROVER.value))
    return signed[: len("2016-12-06")]


def _altered(number: str) -> str:
    words = _(
        "{number}的文件与签发时记入操作日志的不是同一份，不能采用。请先在“核验”中核验本机存档，并用备份查明原件。"
    )
    return words.format(number=number)
