"""The life of a memo 审核意见书: drawn up at the final decision, signed by the three in their order, checked, and issued for good."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace

from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.memo.correcting import Replaced
from gongshu_desktop.review.memo.decided import Hint
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage, role_words
from gongshu_desktop.services.desk.stages import Stages
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.anchor import anchor_now
from gongshu_desktop.services.journal.clock import behind
from gongshu_desktop.services.journal.subjects import RECEIPT, SIGNATURE, of_memo
from gongshu_desktop.services.journal.whereabouts import elsewhere_words, handed_to
from gongshu_desktop.services.memos.composing import Composed, MemoDrawing, composed
from gongshu_desktop.services.memos.hints import passed_over
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.memos.standing import standing_memo
from gongshu_desktop.services.office.acting import acting
from gongshu_desktop.services.office.fonts import fonts_in_use
from gongshu_desktop.services.office.signers import KeyFileProvider, SignerProvider
from gongshu_desktop.services.office.signing import MemoSigning
from gongshu_desktop.services.ports import (
    Change,
    Clock,
    MemoRecord,
    MemoState,
    OpenUnitOfWork,
    PolicyLibrary,
    SigningRefused,
    UnitOfWork,
)
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signing.coding import MemoCoding, no_code
from gongshu_desktop.services.signing.conditions import holds, obstacle, require_own_key, spoken
from gongshu_desktop.services.signing.drawing_up import coded, replacing, require_may_draw
from gongshu_desktop.services.signing.order import ORDER, next_role
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.services.summary import summary_of
from gongshu_desktop.wording import _


class Memos:
    """Use cases of the memo. Each call is one transaction; nothing is kept of one that fails."""

    def __init__(  # noqa: PLR0913 - one place wires it
        self,
        open_uow: OpenUnitOfWork,
        policies: PolicyLibrary,
        clock: Clock,
        signing: MemoSigning,
        drawing: MemoDrawing,
        *,
        ledger: Ledger | None = None,
        coding: MemoCoding = no_code,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._open_uow, self._policies, self._clock = open_uow, policies, clock
        self._signing, self._drawing, self._coding, self._new_id = signing, drawing, coding, new_id
        self._ledger = ledger or Ledger(policies)
        self._stages = Stages(open_uow, policies, clock, ledger=self._ledger)

    def draft(self, case: Case) -> bytes:
        """The memo as it would be now, marked 草稿, as a PDF; the case need not be saved."""
        with self._open_uow() as uow:
            content, attached, _assessment = self._content(uow, case, None, ())
            fonts = fonts_in_use(uow, self._open_uow)
        return self._drawing(content, draft=True, receipt=attached, fonts=fonts)

    def on_record(self, base_digest: str) -> MemoRecord | None:
        """The memo here whose unsigned pages have that digest."""
        with self._open_uow() as uow:
            return uow.memos.by_base_digest(base_digest)

    def of_case(self, case_id: str) -> tuple[MemoRecord, ...]:
        """The case's memos, oldest first."""
        with self._open_uow() as uow:
            return tuple(uow.memos.of_case(case_id))

    def get(self, memo_id: str) -> MemoRecord:
        """One memo."""
        with self._open_uow() as uow:
            return uow.memos.get(memo_id)

    def awarded(self, memo: MemoRecord) -> int | None:
        """What a memo itself awards in all (fen): the sum that is signed. Raises PaperRefused when it cannot be read."""
        return self._ledger.content(memo).total

    def draw_up(self, case_id: str, person: Person) -> MemoRecord:
        """Draw the memo up, ready for signing; one that is drawn up already is given back.

        Raises:
            MemoRefused: before the final decision, or by somebody who has not acted on the case.
        """
        with self._open_uow() as uow:
            case = uow.cases.get(case_id)
            known = uow.memos.of_case(case_id)
            open_one = next((memo for memo in known if memo.state.waiting), None)
            if open_one is not None and case.stage is Stage.SIGNING:
                return open_one
            _require_here(uow, case)
            require_may_draw(case, person)
            against = self._ledger.against_journal(uow, case)
            if against:
                raise MemoRefused(against)
            replaced = standing_memo(uow, case_id)
            memo = self._drawn(uow, case, replaced, passed_over(uow, case_id))
            self._add(uow, memo, person)
            uow.commit()
        return memo

    def approve_and_draw(self, case_id: str, person: Person, opinion: str) -> MemoRecord:
        """批准 and the memo in one transaction: a case never waits to be signed without anything to sign.

        Raises:
            MoveRefused: when something stands in the way.
            MemoRefused, and whatever the drawing raises: when there can be no memo; the case is then where it was.
        """
        with self._open_uow() as uow:
            planned = self._stages.plan(uow, case_id, Move.APPROVE, person, opinion)
            # Drawn before the first change is written: nobody else waits for the pages.
            memo = self._drawn(uow, planned.moved, standing_memo(uow, case_id), planned.hints)
            self._stages.carry_out(uow, planned)
            self._add(uow, memo, person)
            uow.commit()
        return memo

    def _add(self, uow: UnitOfWork, memo: MemoRecord, person: Person) -> None:
        uow.memos.add(memo)
        uow.journal.write(
            person=person.id,
            action=Act.DRAW_UP,
            case=memo.case,
            changes=(
                Change(subject=of_memo(memo.id), new=memo.base_digest),
                Change(subject=of_memo(memo.id, RECEIPT), new=memo.receipt),
            ),
        )

    def sign(self, memo_id: str, person: Person, key_file: bytes, passphrase: str) -> MemoRecord:
        """``sign_with`` a key file."""
        return self.sign_with(memo_id, person, self.key_file(key_file), passphrase)

    def key_file(self, content: bytes, name: str = "") -> SignerProvider:
        """The key in a file, for ``sign_with``."""
        return KeyFileProvider(self._signing, content, name)

    def sign_with(
        self,
        memo_id: str,
        person: Person,
        provider: SignerProvider,
        secret: str,
        *,
        picture: bytes = b"",
    ) -> MemoRecord:
        """Add this person's signature, over the opinion that stands in the record and on the page.

        After the third and a strict check, the memo and its case are issued.

        ``secret`` is the passphrase or PIN that the provider asks for, ``picture`` the signer's handwriting (PNG) or b"".

        Raises:
            MemoRefused: when it is not this person's turn.
            WrongPassphrase, UnusableKey, SigningRefused: from the key and the signature.
        """
        with self._open_uow() as uow:
            memo = uow.memos.get(memo_id)
            case, role = self._signable(uow, memo, person)
            trust, opinion, head = _trust(uow), spoken(case, role), uow.journal.head()
            fonts = fonts_in_use(uow, self._open_uow)
        with provider.open(secret) as signer:
            require_own_key(person, signer)
            now = self._clock()
            pdf = self._signing.sign(
                memo.pdf, role, signer, opinion=opinion, at=now, trust=trust, picture=picture, fonts=fonts
            )
        last = role is ORDER[-1]
        report = self._signing.check(pdf, trust)
        if not holds(report, memo, last=last):
            raise SigningRefused(_("签名后核对未通过，签名没有保存。请重新制作审核意见书后再签。"))
        state = MemoState.ISSUED if last else MemoState.SIGNING
        signed = replace(memo, pdf=pdf, state=state, signed_by=(*memo.signed_by, person.id))
        with self._open_uow() as uow:
            if uow.memos.get(memo_id) != memo:
                raise MemoRefused(_("签署期间案卷已有变动，签名没有保存。请重新打开本案。"))
            seen = "" if head is None else head.digest
            case, _role = self._signable(uow, memo, person, seen)  # as it is now: a scan may have been bound meanwhile
            uow.memos.save(signed)
            self._journal(uow, signed, Act.SIGN, person, role)
            if last:
                self._issue(uow, signed, case, person)
            uow.commit()
        return signed

    def _signable(self, uow: UnitOfWork, memo: MemoRecord, person: Person, seen: str = "") -> tuple[Case, Role]:
        """The memo's case, and the role in which that person signs it now. Raises MemoRefused when anything stands against it."""
        case = uow.cases.get(memo.case)
        _require_here(uow, case)
        role = self._turn(uow, memo, case, person)
        against = behind(uow, self._clock()) or obstacle(uow, memo, case, self._ledger, seen=seen)
        if against:
            raise MemoRefused(against)
        return case, role

    def _turn(self, uow: UnitOfWork, memo: MemoRecord, case: Case, person: Person) -> Role:
        role = next_role(memo)
        if role is None or case.stage is not Stage.SIGNING:
            raise MemoRefused(_("这份审核意见书现在不能签署。"))
        acted = case.acted(role)
        if acted is None or acted.person != person.id:
            name = acted.name if acted is not None else role_words(role)
            raise MemoRefused(_("现在应由{role}{name}签署。").format(role=role_words(role), name=name))
        if not acting(uow, person).active:
            raise MemoRefused(_("{name}已停用，不能签署。").format(name=person.name))
        return role

    def _issue(self, uow: UnitOfWork, memo: MemoRecord, case: Case, person: Person) -> None:
        now = self._clock()
        passage = Passage(
            at=now,
            person=person.id,
            name=person.name,
            role=None,
            origin=Stage.SIGNING,
            destination=Stage.ISSUED,
        )
        issued = replace(case, stage=Stage.ISSUED, passages=(*case.passages, passage))
        uow.cases.save(issued, summary_of(issued, self._ledger.standing(uow, case), now))
        if memo.replaces is not None:
            uow.memos.save(replace(uow.memos.get(memo.replaces), state=MemoState.SUPERSEDED))
        self._journal(uow, memo, Act.ISSUE, person, None)

    def _journal(self, uow: UnitOfWork, memo: MemoRecord, act: Act, person: Person, role: Role | None) -> None:
        digest = hashlib.sha256(memo.pdf).hexdigest()
        changes = [Change(subject=of_memo(memo.id), new=digest)]
        if role is not None:
            changes.append(Change(subject=of_memo(memo.id, SIGNATURE), new=role.value))
        uow.journal.write(person=person.id, action=act, case=memo.case, changes=tuple(changes))

    def _drawn(self, uow: UnitOfWork, case: Case, replaced: MemoRecord | None, hints: tuple[Hint, ...]) -> MemoRecord:
        content, attached, assessment = self._content(uow, case, replacing(replaced, self._ledger), hints)
        content, attached = coded(content, attached, anchor_now(uow.journal), self._coding)
        pdf = self._drawing(content, draft=False, receipt=attached, fonts=fonts_in_use(uow, self._open_uow))
        return MemoRecord(
            id=self._new_id(),
            case=case.id,
            number=case.number,
            state=MemoState.DRAWN,
            pdf=pdf,
            base_digest=hashlib.sha256(pdf).hexdigest(),
            receipt=assessment.receipt,
            drawn=self._clock(),
            replaces=None if replaced is None else replaced.id,
        )

    def _content(self, uow: UnitOfWork, case: Case, replaced: Replaced | None, hints: tuple[Hint, ...]) -> Composed:
        policy = self._policies.get(case.policy)
        surroundings = uow.office.office(), uow.office.readings(case.policy), uow.office.people()
        fonts = fonts_in_use(uow, self._open_uow).fonts
        return composed(case, policy, *surroundings, self._clock(), replaced=replaced, hints=hints, fonts=fonts)


def _require_here(uow: UnitOfWork, case: Case) -> None:
    elsewhere = handed_to(uow, case.id)
    if elsewhere:
        raise MemoRefused(elsewhere_words(elsewhere))


def _trust(uow: UnitOfWork) -> bytes:
    office = uow.office.office()
    if office is None or not office.trust:
        raise MemoRefused(_("本单位还没有签名密钥，请先在“单位”中建立并发放。"))
    return office.trust
