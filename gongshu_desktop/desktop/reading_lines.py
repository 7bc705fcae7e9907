"""What the 口径 screen shows, decided without Qt: every reading of a policy with what the office has decided on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongshu_desktop.policy.model import Measure, Policy, Reading
from gongshu_desktop.review.adopted import history
from gongshu_desktop.services.ports import AdoptedReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One reading; ``history`` holds what was adopted, latest first."""

    measure: Measure
    reading: Reading
    history: tuple[AdoptedReading, ...]

    @property
    def adopted(self) -> AdoptedReading | None:
        """What counts now."""
        return self.history[0] if self.history else None


def reading_lines(policy: Policy, adopted: Sequence[AdoptedReading]) -> tuple[ReadingLine, ...]:
    """Every reading of the policy in its order; ``adopted`` in the order of the record."""
    return tuple(
        ReadingLine(measure=measure, reading=reading, history=history(adopted, reading.key))
        for measure in policy.measures
        for reading in measure.readings
    )
