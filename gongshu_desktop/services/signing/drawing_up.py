"""Drawing a memo up: who may, what it replaces, and what goes into its attachment beside the content."""

import hashlib
import json
from dataclasses import replace

from gongshu_desktop.policy import receipt
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.correcting import Replaced
from gongshu_desktop.review.stage import Stage, stage_words
from gongshu_desktop.services.journal.anchor import KEY, Anchor
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import MemoRecord, UnusableKey
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signing.coding import MemoCoding
from gongshu_desktop.services.signing.order import ORDER
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.wording import _


def replacing(memo: MemoRecord | None, ledger: Ledger) -> Replaced | None:
    """What a correction says of the memo that it replaces. Raises MemoRefused when that one cannot be read."""
    if memo is None:
        return None
    try:
        return Replaced(content=ledger.content(memo), sha256=hashlib.sha256(memo.pdf).hexdigest())
    except PaperRefused as problem:
        raise MemoRefused(str(problem)) from problem


def coded(
    content: MemoContent, attached: bytes, anchor: Anchor | None, coding: MemoCoding
) -> tuple[MemoContent, bytes]:
    """The content and its attachment with the code for paper, made over all the content; and where the journal stands.

    Raises MemoRefused when the issuing key cannot be used.
    """
    try:
        with_code = replace(content, paper_code=coding(content.to_json()))
    except UnusableKey as error:
        raise MemoRefused(str(error)) from error
    anchored = {} if anchor is None else {KEY: anchor.to_json()}
    return with_code, receipt.canonical_bytes({**json.loads(attached), "memo": with_code.to_json(), **anchored})


def require_may_draw(case: Case, person: Person) -> None:
    """Raises MemoRefused before the final decision, and for somebody who has not acted on the case."""
    if case.stage is not Stage.SIGNING:
        stage = stage_words(case.stage)
        raise MemoRefused(_("本案处于“{stage}”阶段，批准后才能制作审核意见书。").format(stage=stage))
    if all((acted := case.acted(role)) is None or acted.person != person.id for role in ORDER):
        raise MemoRefused(_("只有本案的经办人、复核人、批准人能制作审核意见书。"))
