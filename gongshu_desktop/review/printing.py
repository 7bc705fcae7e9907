"""Texts of a case that the memo 审核意见书 could not print: characters that no font of the program has, each with its place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import Case, Claim
from gongshu_desktop.review.findings import Finding, Severity
from gongshu_desktop.wording import _

Unprintable = Callable[[str], str]
"""The characters of a text that cannot be printed, each once; "" when all can (``document`` knows its fonts)."""


def nothing_unprintable(_text: str) -> str:
    """Where nothing is printed."""
    return ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text stands, as findings name places."""

    measure: str | None
    target: str
    words: str
    text: object
    row: str | None = None
    column: str | None = None


def printing_findings(case: Case, unprintable: Unprintable) -> Iterator[Finding]:
    """An error for each text with a character that cannot be printed: without it there could be no memo."""
    if unprintable is nothing_unprintable:
        return
    for place in _places(case):
        found = unprintable(place.text) if isinstance(place.text, str) and not place.text.isascii() else ""
        if found:
            yield Finding(
                code="unprintable",
                severity=Severity.ERROR,
                measure=place.measure,
                target=place.target,
                text=unprintable_words(place.words, found),
                row=place.row,
                column=place.column,
            )


def unprintable_words(place: str, characters: str) -> str:
    """What is wrong with a text, in words."""
    return _("“{place}”中的“{characters}”不能打印在审核意见书上，请改用其他写法。").format(
        place=place, characters="、".join(f"{item}（U+{ord(item):04X}）" for item in characters)
    )


def _places(case: Case) -> Iterator[_Place]:
    yield _Place(None, "number", _("编号"), case.number)
    for part, words in (("applicant", _("申报单位")), ("makerspace", _("众创空间"))):
        record = getattr(case, part)
        for item in fields(record):
            yield _Place(None, f"{part}.{item.name}", words, getattr(record, item.name))
    for claim in case.claims:
        yield from _of_claim(claim)
    for evidence in case.evidence:
        yield _Place(None, "evidence", _("佐证材料"), evidence.title)


def _of_claim(claim: Claim) -> Iterator[_Place]:
    measure = claim.measure
    yield _Place(measure, "approved", _("审定理由"), claim.approved_reason)
    yield _Place(measure, "opinion", _("审核意见"), claim.opinion)
    for name, entry in claim.facts.items():
        for value in (entry.claimed, entry.verified, entry.note):
            yield _Place(measure, name, name, value)
    for name, verdict in claim.verdicts.items():
        yield _Place(measure, name, name, verdict.note)
    for name, table in claim.tables.items():
        yield _Place(measure, name, name, table.note)
        for row in table.rows:
            sides: tuple[Mapping[str, Scalar | None], ...] = (row.claimed, row.verified)
            for column, value in ((column, value) for side in sides for column, value in side.items()):
                yield _Place(measure, name, f"{name} {column}", value, row.key, column)
