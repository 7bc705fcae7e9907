"""A memo's file beside the memos of its case here: is it the stored one, an earlier copy, a replaced one, or another?

The bytes decide, and the journal's digest of what was issued: a column of the database is only a way to find something.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.subjects import ISSUED, of_memo
from gongshu_desktop.services.journal.whereabouts import HandedOver, HandOverAct, handed_over
from gongshu_desktop.services.ports import MemoRecord, MemoState, SignatureVerdict, UnitOfWork
from gongshu_desktop.services.signing.order import was_issued
from gongshu_desktop.services.verification.verification import VerificationReport
from gongshu_desktop.wording import _


class Standing(StrEnum):
    """How a file stands to what is on record here."""

    SAME = "same"
    SUPERSEDED = "superseded"
    EARLIER_COPY = "earlier-copy"
    DIFFERS = "differs"
    OTHER_FILE = "other-file"
    RECORD_DAMAGED = "record-damaged"
    DRAFT = "draft"
    NO_MEMO = "no-memo"
    HANDED_OVER = "handed-over"
    SIGNED_SINCE = "handed-over-signed-since"
    NOT_FROM_HERE = "handed-over-other-file"


CONTRADICTING = frozenset({Standing.DIFFERS, Standing.OTHER_FILE, Standing.RECORD_DAMAGED})
"""What no good signature can make up for: one of the two is not what it says."""
ELSEWHERE = frozenset({Standing.HANDED_OVER, Standing.SIGNED_SINCE, Standing.NOT_FROM_HERE})
"""The case is worked on by another PC: what is on record here can neither confirm the file nor speak against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord:
    """``memo`` here that the file is, or claims to be, None when there is none; ``replaced_by`` in words, "" for none.

    ``gone`` says where the case is worked on since, None when it is here.
    """

    standing: Standing
    memo: MemoRecord | None = None
    replaced_by: str = ""
    gone: HandedOver | None = None


def on_record(uow: UnitOfWork, report: VerificationReport, case: str) -> OnRecord:
    """The file of a report beside the memos of a case, which may have got others since it was handed over."""
    found, gone = _beside(uow, report, case), handed_over(uow, case)
    if gone is None:
        return found
    return replace(found, standing=_since(report, found), gone=gone)


def _since(report: VerificationReport, found: OnRecord) -> Standing:
    """How the file stands to a record that ends with the hand-over."""
    standing, memo = found.standing, found.memo
    if standing is Standing.SAME:
        return Standing.HANDED_OVER
    if standing in {Standing.OTHER_FILE, Standing.NO_MEMO}:
        return Standing.NOT_FROM_HERE
    if standing is not Standing.DIFFERS or memo is None or memo.state.closed:
        return standing
    only_signed = report.pdf.startswith(memo.pdf) and report.signatures.verdict is SignatureVerdict.INTACT
    return Standing.SIGNED_SINCE if only_signed else standing


def _beside(uow: UnitOfWork, report: VerificationReport, case: str) -> OnRecord:
    memos = uow.memos.of_case(case)
    memo = _closest(report, memos)
    if memo is None:
        unsigned_draft = not report.signatures.signatures and not report.signatures.signable
        nothing = Standing.OTHER_FILE if memos else Standing.NO_MEMO
        return OnRecord(standing=Standing.DRAFT if unsigned_draft else nothing)
    standing = _standing(report, memo, _issued_digest(uow, memo))
    return OnRecord(standing=standing, memo=memo, replaced_by=_replaced_by(memo, memos))


def _closest(report: VerificationReport, memos: Sequence[MemoRecord]) -> MemoRecord | None:
    base, digest = report.signatures.base, report.signatures.base_digest
    same = (memo for memo in memos if memo.pdf == report.pdf)
    grown = (memo for memo in memos if base and memo.pdf.startswith(base))
    claimed = (memo for memo in memos if digest and memo.base_digest == digest)
    return next((memo for found in (same, grown, claimed) for memo in found), None)


def _standing(report: VerificationReport, memo: MemoRecord, issued: str | None) -> Standing:
    closed = memo.state.closed
    if issued is not None and hashlib.sha256(memo.pdf).hexdigest() != issued:
        return Standing.RECORD_DAMAGED
    if memo.pdf == report.pdf:
        return Standing.SUPERSEDED if memo.state is MemoState.SUPERSEDED else Standing.SAME
    if not memo.pdf.startswith(report.signatures.base):
        return Standing.RECORD_DAMAGED  # only the column says that it has these pages
    if memo.pdf.startswith(report.pdf):
        return Standing.EARLIER_COPY
    genuine = report.signatures.complete and report.signatures.verdict is SignatureVerdict.INTACT
    return Standing.RECORD_DAMAGED if genuine and closed and issued is None else Standing.DIFFERS


def _issued_digest(uow: UnitOfWork, memo: MemoRecord) -> str | None:
    subjects = {Act.ISSUE.value: of_memo(memo.id), HandOverAct.TAKE_OVER.value: of_memo(memo.id, ISSUED)}
    found = [
        change.new
        for entry in uow.journal.of_case(memo.case, tuple(subjects))
        for change in entry.changes
        if change.subject == subjects[entry.action]
    ]
    return found[-1] if found else None


def _replaced_by(memo: MemoRecord, memos: Sequence[MemoRecord]) -> str:
    found = [other for other in memos if other.replaces == memo.id and was_issued(other)]
    return f"{found[-1].number}({found[-1].drawn:%Y-%m-%d})" if found else ""


def standing_title(standing: Standing) -> str:
    """The answer in a few words."""
    return {
        Standing.SAME: _("与本机存档一致"),
        Standing.SUPERSEDED: _("与本机存档一致，已作废或被取代"),
        Standing.EARLIER_COPY: _("与本机存档不完全一致"),
        Standing.DIFFERS: _("与本机存档不一致"),
        Standing.OTHER_FILE: _("本机存有同一文号的另一份意见书"),
        Standing.RECORD_DAMAGED: _("本机存档被改动或损坏"),
        Standing.DRAFT: _("草稿不存档"),
        Standing.NO_MEMO: _("本机有这一案，还没有它的意见书"),
        Standing.HANDED_OVER: _("与本机移交时的存档一致，本案已移交"),
        Standing.SIGNED_SINCE: _("比本机存档新：移交后又有签名"),
        Standing.NOT_FROM_HERE: _("本机没有存这一份，本案已移交"),
    }[standing]


def standing_words(found: OnRecord, number: str) -> str:
    """The grounds in a sentence, and what to do."""
    words = {
        Standing.SAME: _("{number}，与本机存档逐字节相同"),
        Standing.SUPERSEDED: _("与本机存档逐字节相同，但这份意见书已被{successor}取代，不得再用。"),
        Standing.EARLIER_COPY: _("页面相同，签名比存档少：是签署过程中的副本，不是签发的文件。"),
        Standing.DIFFERS: _("页面相同，但签名部分与存档不同，不是存档中的那一份。请查明来源。"),
        Standing.OTHER_FILE: _(
            "本机存有{number}的另一份意见书，与这个文件不是同一份。请查明哪一份是真的，在此之前不得采用。"
        ),
        Standing.RECORD_DAMAGED: _("本机存档的{number}与签发时所记的不是同一份：存档被改动或损坏。请用备份查明。"),
        Standing.DRAFT: _("草稿不是签发的文件，只与本案现在的内容逐项比对。"),
        Standing.NO_MEMO: _("本机的{number}还没有制作审核意见书，这个文件不是本机签发的。"),
        Standing.HANDED_OVER: _("{number}，与本机移交时的存档逐字节相同；移交后可能已被更正取代，本机不能判断。"),
        Standing.SIGNED_SINCE: _("{number}的页面和已有签名与本机存档相同，只是多了移交后的签名。"),
        Standing.NOT_FROM_HERE: _("不是{number}移交时本机存有的意见书，可能是移交后在接收方制作的；本机不能判断。"),
    }[found.standing]
    if found.standing is Standing.SUPERSEDED and not found.replaced_by:
        return _("与本机存档逐字节相同，但本案已退回，这份意见书没有签发就已作废，不得再用。")
    return words.format(number=number, successor=found.replaced_by)
