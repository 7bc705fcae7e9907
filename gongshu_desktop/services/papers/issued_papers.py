"""Notices that were issued: kept in the journal with their number, deadline and content, so that nothing about them changes.

A notice is drawn again from its content; the digest printed on its pages is that content's.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.papers.dossier import OfficeDocument
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.refusal import RefusalNotice
from gongshu_desktop.review.papers.supplement import SupplementNotice
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.font_choices import OfficeFont, fonts_from, recorded
from gongshu_desktop.services.journal import histories
from gongshu_desktop.services.journal.acts import NoticeAct
from gongshu_desktop.services.journal.whereabouts import elsewhere_words, handed_to
from gongshu_desktop.services.office.acting import acting
from gongshu_desktop.services.paper_kinds import NOTICES, PaperChoices, PaperKind, PaperRefused
from gongshu_desktop.services.ports import Change, Entry, MemoRecord, MemoState, UnitOfWork
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

_ACTS = {PaperKind.SUPPLEMENT: NoticeAct.SUPPLEMENT, PaperKind.REFUSAL: NoticeAct.REFUSAL}
_CLASSES: Mapping[PaperKind, type[SupplementNotice] | type[RefusalNotice]] = {
    PaperKind.SUPPLEMENT: SupplementNotice,
    PaperKind.REFUSAL: RefusalNotice,
}
# The words of the documents themselves are Chinese in every language of the screen.
_TITLES = {PaperKind.SUPPLEMENT: "补正材料一次性告知通知书", PaperKind.REFUSAL: "不予支持告知书"}
_ORDINALS = {PaperKind.SUPPLEMENT: "补", PaperKind.REFUSAL: "告"}
_STATES = {
    MemoState.DRAWN: "待签署",
    MemoState.SIGNING: "签署中",
    MemoState.ISSUED: "已签发",
    MemoState.SUPERSEDED: "已作废或被替代",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPaper:
    """An issued notice. ``deadline`` is an ISO day ("" if it sets none); ``sha256`` (hex) of the PDF as it was issued.

    ``fonts``: the office's own that it was drawn with.
    """

    kind: PaperKind
    number: str
    at: datetime
    person: str
    deadline: str
    sha256: str
    content: SupplementNotice | RefusalNotice
    fonts: tuple[OfficeFont, ...] = ()

    def document(self) -> OfficeDocument:
        """Its line in the list of the case's documents."""
        return OfficeDocument(
            title=_TITLES[self.kind],
            number=self.number,
            state="已签发",
            day=self.at.date().isoformat(),
            sha256=self.sha256,
        )


def memo_document(memo: MemoRecord, issued: str, drawn: str) -> OfficeDocument:
    """A memo's line in the list of the case's documents; ``issued``, ``drawn``: the days (ISO) of both by the journal."""
    return OfficeDocument(
        title="审核意见书" if memo.replaces is None else "审核意见书（更正）",
        number=memo.number,
        state=_STATES[memo.state],
        day=issued if memo.state is MemoState.ISSUED and issued else drawn or memo.drawn.date().isoformat(),
        sha256=hashlib.sha256(memo.pdf).hexdigest(),
    )


def issued_of(uow: UnitOfWork, case_id: str) -> tuple[IssuedPaper, ...]:
    """The notices that were issued for a case, oldest first; on other PCs, too, before it was handed over to this one."""
    return tuple(_found(uow, case_id))


def _found(uow: UnitOfWork, case_id: str) -> Iterator[IssuedPaper]:
    kinds = {act.value: kind for kind, act in _ACTS.items()}
    entries = uow.journal.of_case(case_id)
    before = [entry for entry, _history in histories.elsewhere(entries)]
    for entry in sorted((*before, *entries), key=lambda entry: entry.at) if before else entries:
        if entry.action in kinds:
            yield _read(kinds[entry.action], entry)


def _read(kind: PaperKind, entry: Entry) -> IssuedPaper:
    values = {change.subject: change.new or "" for change in entry.changes}
    content: dict[str, Any] = json.loads(values["paper/content"])
    return IssuedPaper(
        kind=kind,
        number=values["paper/number"],
        at=entry.at,
        person=entry.person,
        deadline=values.get("paper/deadline", ""),
        sha256=values["paper/sha256"],
        content=_CLASSES[kind].from_json(content),
        fonts=fonts_from(json.loads(values.get("paper/fonts", "[]"))),
    )


def next_number(uow: UnitOfWork, kind: PaperKind, case: Case) -> str:
    """The number that the next notice of that sort would have: the case's own, and how many there are: …号补1."""
    count = sum(paper.kind is kind for paper in issued_of(uow, case.id))
    return f"{case.number}{_ORDINALS[kind]}{count + 1}"


def out_of_stage(kind: PaperKind, case: Case) -> str:
    """Why a notice cannot be issued at the stage that the case is at, in words; "" where it can."""
    if kind is PaperKind.SUPPLEMENT and case.stage not in {Stage.REGISTERED, Stage.EXAMINATION}:
        return _("本案已提交复核。需要补正的，请先退回审核。")
    if kind is PaperKind.REFUSAL and case.stage is not Stage.ISSUED:
        return _("审核意见书签发后，才能签发不予支持告知书。")
    return ""


def require_issuable(uow: UnitOfWork, kind: PaperKind, case: Case, person: Person, choices: PaperChoices) -> None:
    """Refuse what cannot be issued now.

    Raises:
        PaperRefused: a sort that is not issued, no office, no number, the wrong stage or person, no remedies.
    """
    office = uow.office.office()
    if kind not in NOTICES:
        raise PaperRefused(_("这种文书不编号签发，打印即可。"))
    if office is None or not office.name:
        raise PaperRefused(_("请先在“单位”中填写单位名称。"))
    elsewhere = handed_to(uow, case.id)
    if elsewhere:
        raise PaperRefused(elsewhere_words(elsewhere))
    if not case.number:
        raise PaperRefused(_("本案还没有编号，不能签发通知书。"))
    if Role.EXAMINER not in acting(uow, person).roles:
        raise PaperRefused(_("通知书由经办人签发。"))
    against = out_of_stage(kind, case)
    if against:
        raise PaperRefused(against)
    if kind is PaperKind.REFUSAL and not choices.remedies.strip():
        raise PaperRefused(_("请写明救济途径，例如向谁、在多少日内申请复核。"))


def record(
    uow: UnitOfWork,
    kind: PaperKind,
    case: Case,
    person: Person,
    content: Paper,
    pdf: bytes,
    fonts: Sequence[OfficeFont] = (),
) -> IssuedPaper:
    """Write an issued notice to the journal; gives it as it stands there."""
    document = content.to_json()
    values = {
        "paper/number": document["number"],
        "paper/deadline": document.get("deadline", ""),
        "paper/digest": content.digest,
        "paper/sha256": hashlib.sha256(pdf).hexdigest(),
        "paper/content": canonical_bytes(document).decode("utf-8"),
        "paper/fonts": json.dumps(recorded(fonts), ensure_ascii=False) if fonts else "",
    }
    changes = tuple(Change(subject=subject, new=value) for subject, value in values.items() if value)
    return _read(kind, uow.journal.write(person=person.id, action=_ACTS[kind], case=case.id, changes=changes))
