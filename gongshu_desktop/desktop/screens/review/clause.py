"""Where a measure's own words stand in the official paragraph, and which of them a reading or criterion turns on. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from gongshu_desktop.policy.model import Measure, Policy

CONTEXT = 22
"""How many characters of the paragraph are kept before the quotation while it is folded."""


class Weight(StrEnum):
    """How a piece of the paragraph is drawn: around the quotation, in it, or a phrase that something turns on."""

    AROUND = "around"
    QUOTE = "quote"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the paragraph's characters with one weight. ``key`` names the phrase, for the link to its criterion."""

    text: str
    weight: Weight
    phrase: str = ""


def phrases(measure: Measure) -> tuple[str, ...]:
    """The words that the measure's readings and criteria turn on, as they stand in the quotation, longest first."""
    found = {reading.phrase for reading in measure.readings} | {criterion.phrase for criterion in measure.criteria}
    return tuple(sorted((phrase for phrase in found if phrase), key=len, reverse=True))


def paragraph(policy: Policy, measure: Measure) -> tuple[Piece, ...]:
    """The whole paragraph, cut where the weight changes."""
    text = policy.text[measure.paragraph]
    start, end = measure.span
    inside = _marked(text[start:end], phrases(measure))
    around = [(text[:start], 0), (text[end:], 1)]
    before, after = (tuple(Piece(part, Weight.AROUND) for part in [side] if part) for side, _ in around)
    return (*before, *inside, *after)


def folded(policy: Policy, measure: Measure) -> tuple[Piece, ...]:
    """The quotation with a few characters before it, so that its place is plain without the whole paragraph."""
    pieces = paragraph(policy, measure)
    first, last = pieces[0], pieces[-1]
    middle = tuple(piece for piece in pieces if piece.weight is not Weight.AROUND)
    head = (Piece(_tail(first.text), Weight.AROUND),) if first.weight is Weight.AROUND else ()
    tail = (Piece("…", Weight.AROUND),) if last.weight is Weight.AROUND else ()
    return (*head, *middle, *tail)


def _tail(text: str) -> str:
    return text if len(text) <= CONTEXT else "…" + text[-CONTEXT:]


def _marked(quote: str, wanted: tuple[str, ...]) -> tuple[Piece, ...]:
    """The quotation with its phrases marked; of two phrases that overlap the longer one is kept."""
    spans: list[tuple[int, int, str]] = []
    for phrase in wanted:
        start = quote.find(phrase)
        end = start + len(phrase)
        if start >= 0 and not any(start < taken_end and taken < end for taken, taken_end, _ in spans):
            spans.append((start, end, phrase))
    pieces: list[Piece] = []
    position = 0
    for start, end, phrase in sorted(spans):
        if position < start:
            pieces.append(Piece(quote[position:start], Weight.QUOTE))
        pieces.append(Piece(phrase, Weight.PHRASE, phrase))
        position = end
    if position < len(quote):
        pieces.append(Piece(quote[position:], Weight.QUOTE))
    return tuple(pieces)
