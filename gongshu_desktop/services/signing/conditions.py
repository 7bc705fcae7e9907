"""What must hold before anybody puts a name to a memo, and after, before the signature is kept."""

import hashlib
import re

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Role
from gongshu_desktop.review.sweep import AWARDED, errors
from gongshu_desktop.services.journal.subjects import of_memo
from gongshu_desktop.services.memos.anchor_words import anchored_words
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.office.signers import certificate_fingerprint
from gongshu_desktop.services.office.signing import Signer
from gongshu_desktop.services.ports import MemoRecord, SignatureReport, SignatureVerdict, UnitOfWork, UnusableKey
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


def obstacle(uow: UnitOfWork, memo: MemoRecord, case: Case, ledger: Ledger, *, seen: str = "") -> str:
    """Why the memo cannot be signed, in words; "" when nothing stands against it. ``seen``: the digest of the entry up to which
    this very act has found the whole journal in order; while it is the last one, only the rest is looked at again.

    The journal must be unbroken and as the memos that were issued say that it was, and the case in everything as it says; the memo
    must be as it was drawn up and put on record, and say what the case says; and nothing may have been awarded for the same
    elsewhere since the approval.
    """
    head = uow.journal.head()
    again = head is not None and head.digest == seen
    broken = None if again else uow.journal.verify()
    if broken is not None:
        return _("操作日志自第{number}条起对不上，数据可能被改动过，不能签署。请先查明。").format(number=broken)
    subject = of_memo(memo.id)
    drawn = {
        change.new for entry in uow.journal.of_case(case.id) for change in entry.changes if change.subject == subject
    }
    intact = memo.signed_by or hashlib.sha256(memo.pdf).hexdigest() == memo.base_digest
    if memo.base_digest not in drawn or not intact:
        return _("意见书与操作日志所记的不是同一份，不能签署。请重新制作审核意见书。")
    rewritten = None if again else ledger.anchors.contradiction(uow)
    if rewritten is not None:
        return _("{found}在此之前不能签署。").format(found=anchored_words(rewritten))
    anchor = ledger.anchors.of(uow, memo)
    if anchor.contradicts:
        return _("{found}不能签署。请重新制作审核意见书。").format(found=anchored_words(anchor))
    otherwise = ledger.contradiction(uow, memo, case)
    if otherwise:
        return _("{found}不能签署，请退回本案，查明后重新制作审核意见书。").format(found=otherwise)
    against = ledger.against_journal(uow, case)
    if against:
        return against
    awarded = next((item for item in errors(ledger.standing(uow, case).findings) if item.code in AWARDED), None)
    if awarded is not None:
        return _("批准后又查到：{reason} 不能签署，请批准人退回本案。").format(reason=awarded.text)
    return ""


def holds(report: SignatureReport, memo: MemoRecord, *, last: bool) -> bool:
    """Whether a fresh signature may be kept; after the ``last``, all three must be good, over the very pages drawn up."""
    if report.verdict is not SignatureVerdict.INTACT:
        return False
    good = all(item.good for item in report.signatures)
    return not last or (report.complete and report.base_digest == memo.base_digest and good)


def require_own_key(person: Person, signer: Signer) -> None:
    """Raises UnusableKey when the key is not the one that was issued to the person."""
    own = certificate_fingerprint(person.certificate)
    if not own or re.sub(r"[^0-9a-f]", "", signer.fingerprint.lower()) != own:
        raise UnusableKey(_("这把密钥不是发给{name}的。请选用本人的密钥文件。").format(name=person.name))


def spoken(case: Case, role: Role) -> str:
    """What the person of that role said when moving the case on: the page says it, and the signature says no other."""
    acted = case.acted(role)
    return "" if acted is None else acted.opinion.strip()
