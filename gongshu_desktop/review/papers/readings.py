"""口径登记表: every phrase of a policy that can be read in more than one way, and which reading the office adopted, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongshu_desktop.policy.model import Measure, Policy, Reading
from gongshu_desktop.review.adopted import history
from gongshu_desktop.review.memo.composing import Adoption
from gongshu_desktop.review.papers.paper import Paper, checked_day


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionContent:
    """One adoption: which option, by whom, on what authority, when (ISO day)."""

    option: str
    name: str
    authority: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionContent:
    """One way to read a phrase. ``suggested``: the policy file proposes it."""

    words: str
    suggested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """One reading with all its adoptions, latest first; none: not adopted yet."""

    key: str
    measure: str
    title: str
    heading: str
    phrase: str
    question: str
    options: tuple[OptionContent, ...]
    adoptions: tuple[AdoptionContent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRegister(Paper):
    """The register of one policy's readings."""

    FORMAT = "gongshu-readings/1"

    policy: str
    number: str
    rows: tuple[ReadingRow, ...]

    def check(self) -> None:
        """Refuse adoptions on days that do not exist."""
        Paper.check(self)
        for index, row in enumerate(self.rows):
            for item in row.adoptions:
                checked_day(item.day, f"rows[{index}].adoptions")

    @property
    def adopted(self) -> int:
        """How many readings are adopted."""
        return sum(bool(row.adoptions) for row in self.rows)


def compose(policy: Policy, adopted: Sequence[Adoption], office: str, drawn: datetime) -> ReadingRegister:
    """The register as of ``drawn``; ``adopted`` in the order of the record, without those that the policy no longer has."""
    return ReadingRegister(
        office=office,
        drawn=drawn.isoformat(timespec="seconds"),
        policy=policy.title,
        number=policy.number,
        rows=tuple(_rows(policy, adopted)),
    )


def _rows(policy: Policy, adopted: Sequence[Adoption]) -> Iterator[ReadingRow]:
    for measure in policy.measures:
        for reading in measure.readings:
            yield _row(measure, reading, adopted)


def _row(measure: Measure, reading: Reading, adopted: Sequence[Adoption]) -> ReadingRow:
    return ReadingRow(
        key=reading.key,
        measure=measure.id,
        title=measure.title,
        heading=measure.heading,
        phrase=reading.phrase,
        question=reading.question,
        options=tuple(
            OptionContent(words=words, suggested=option == reading.suggested)
            for option, words in reading.options.items()
        ),
        adoptions=tuple(
            AdoptionContent(
                option=reading.options.get(item.option, item.option),
                name=item.name,
                authority=item.authority,
                day=item.at.date().isoformat(),
            )
            for item in history(adopted, reading.key)
        ),
    )
