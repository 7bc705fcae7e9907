"""What a review memo 审核意见书 says, without any layout: plain values that can be stored, compared and drawn again.

Amounts are whole fen, dates ISO texts, verdicts and outcomes the codes of ``policy.assessment``. The pages are drawn from
this and from nothing else, so equal content gives equal pages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from gongshu_desktop.policy.model import Award
from gongshu_desktop.policy.money import LARGEST_IN_WORDS
from gongshu_desktop.policy.verdicts import Origin, Outcome, Result
from gongshu_desktop.review.memo.decided import Correction, Hint
from gongshu_desktop.review.plain_values import UnexpectedValue, from_plain, later, to_plain
from gongshu_desktop.review.stage import Role
from gongshu_desktop.wording import _

M = TypeVar("M", date, datetime)
FORMAT = "gongshu-memo/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The policy that the review rests on, with the digests of its file and of its official text."""

    id: str
    title: str
    number: str
    issuer: str
    issued: str
    effective: str
    digest: str
    text_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A label with its text: one field of the basics."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactContent:
    """A scalar fact as printed: what was claimed, what was verified. ``differs``: the two are not the same.

    ``assumed``: nobody verified it, ``verified`` is the policy's default. ``judged``: the reviewer's judgement, no finding.
    ``unasked``: the policy asks for no document.
    """

    name: str
    claimed: str
    verified: str
    differs: bool
    note: str = ""
    evidence: tuple[str, ...] = ()
    assumed: bool = False
    judged: bool = False
    unasked: bool = later(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellContent:
    """One cell: the verified value, and the claimed one where it is another ("" where they agree).

    ``assumed``: nobody filled it in, ``verified`` is the policy's default.
    """

    verified: str
    claimed: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowContent:
    """One row of a table fact. A struck row keeps its claimed values; they count nothing."""

    cells: tuple[CellContent, ...]
    struck: bool = False
    by_reviewer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableContent:
    """A table fact. ``figures`` says for each column whether it holds amounts or numbers; ``judged`` names the columns that
    the reviewer judges. ``unasked``: the policy asks for no document."""

    name: str
    columns: tuple[str, ...]
    figures: tuple[bool, ...]
    rows: tuple[RowContent, ...]
    verified: bool
    note: str = ""
    evidence: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    unasked: bool = later(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionContent:
    """A condition with its result, who decided it, the values put in, and how far the threshold is.

    ``rests_on`` names the judged facts and columns that a rule's result rests on.
    """

    name: str
    rule: str
    result: Result
    origin: Origin
    value: str = ""
    margin: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepContent:
    """One line of the derivation; ``depth`` counts from 0."""

    depth: int
    label: str
    rule: str = ""
    working: str = ""
    value: str = ""
    phrase: str = ""
    note: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureContent:
    """One claimed measure: the clause's own words, findings, derivation, and the three amounts in fen.

    ``computed`` is None while undetermined and for referrals. ``approved`` is what the office decides to give: the
    computed amount, or another with its ``approved_reason``.
    """

    id: str
    title: str
    clause: str
    heading: str
    quote: str
    award: Award
    payee: str
    discretionary: bool
    outcome: Outcome
    claimed: int | None
    computed: int | None
    approved: int | None
    ceiling: int | None
    approved_reason: str
    opinion: str
    missing: tuple[str, ...]
    facts: tuple[FactContent, ...]
    tables: tuple[TableContent, ...]
    criteria: tuple[CriterionContent, ...]
    steps: tuple[StepContent, ...]

    @property
    def subsidy(self) -> bool:
        """Whether the measure gives money of this office."""
        return self.award is Award.SUBSIDY


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingContent:
    """A reading 口径 that the case used. ``adopted``: the office has adopted this very option, by whom and on what."""

    key: str
    measure: str
    phrase: str
    question: str
    option: str
    suggested: bool
    adopted: bool
    adopted_by: str = ""
    adopted_on: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceContent:
    """A document of the case. ``sha256`` in full, "" while it is only named on paper. ``uses``: what it proves."""

    key: str
    title: str
    sha256: str
    pages: int | None
    size: int
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionContent:
    """What one of the three decided: opinion, name, date; empty in a draft that he has not yet seen."""

    role: Role
    name: str = ""
    post: str = ""
    opinion: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoContent:
    """The whole memo. ``drawn`` is the moment of drawing up (ISO, with zone); ``receipt`` the digest "sha256:…".

    ``total`` adds up the approved amounts in fen, and is None while any of them is open. ``replaces`` is the number or
    date of the memo that this one corrects, "" for a first one. ``paper_code`` is the text of the QR code on paper, signed
    with the office's issuing key over all the rest; "" where the PC that drew the memo up has no such key. ``hints`` are the
    program's warnings that were still open at the approval; why they were passed over stands in the approver's opinion.
    ``correction``: what it corrects, None for a first one.
    """

    office: str
    number: str
    applicant: str
    year: int
    basics: tuple[Detail, ...]
    basis: Basis
    measures: tuple[MeasureContent, ...]
    readings: tuple[ReadingContent, ...]
    evidence: tuple[EvidenceContent, ...]
    opinions: tuple[OpinionContent, ...]
    total: int | None
    receipt: str
    engine: str
    drawn: str
    replaces: str = ""
    paper_code: str = ""
    hints: tuple[Hint, ...] = later(())
    correction: Correction | None = later(None)  # noqa: RUF009 - a field, as ``hints`` is

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values, to stand in the attached receipt."""
        return {"format": FORMAT, **to_plain(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "MemoContent":
        """Back from JSON values.

        Raises:
            UnexpectedValue: names the place and what was expected; unknown and absent keys are refused too.
        """
        content = from_plain(cls, data, format=FORMAT)
        _check(content)
        return content


def _check(content: MemoContent) -> None:
    """What the types do not say: dates that exist, tables whose rows have their columns, each role's opinion once."""
    moment = _moment(content.drawn, "drawn", datetime.fromisoformat)
    if moment.tzinfo is None:
        raise UnexpectedValue("drawn", _("带时区的日期时间"))
    _moment(content.basis.issued, "basis.issued", date.fromisoformat)
    _moment(content.basis.effective, "basis.effective", date.fromisoformat)
    if [opinion.role for opinion in content.opinions] != list(Role):
        raise UnexpectedValue("opinions", _("经办人、复核人、批准人各一条"))
    for index, opinion in enumerate(content.opinions):
        if opinion.date:
            _moment(opinion.date, f"opinions[{index}].date", date.fromisoformat)
    for place, measure in enumerate(content.measures):
        for table in measure.tables:
            widths = {len(row.cells) for row in table.rows} | {len(table.figures)}
            if not table.columns or widths != {len(table.columns)}:
                raise UnexpectedValue(f"measures[{place}].tables", _("各行与表头列数相同的表格"))
        for amount in (measure.claimed, measure.computed, measure.approved, measure.ceiling):
            _amount(amount, f"measures[{place}]")
    _amount(content.total, "total")
    if content.correction is not None:
        _check_correction(content.correction)


def _check_correction(correction: Correction) -> None:
    for day in (correction.drawn, correction.on):
        _moment(day, "correction", date.fromisoformat)
    if correction.ordinal < 1:
        raise UnexpectedValue("correction.ordinal", _("正整数"))
    for amount in (correction.before, correction.after):
        _amount(amount, "correction")
    for item in correction.measures:
        _amount(item.before, "correction.measures")
        _amount(item.after, "correction.measures")


def _moment(text: str, place: str, read: Callable[[str], M]) -> M:
    try:
        return read(text)
    except ValueError as error:
        raise UnexpectedValue(place, _("日期,例如 2016-09-10")) from error


def _amount(amount: int | None, place: str) -> None:
    if amount is not None and not 0 <= amount <= LARGEST_IN_WORDS:
        raise UnexpectedValue(place, _("不小于0且能以大写表示的金额(分)"))
