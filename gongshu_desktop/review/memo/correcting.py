"""What a correction 更正 does: the memo that is replaced beside the one that is drawn up, and who ordered it for which reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.memo.content import MeasureContent, MemoContent
from gongshu_desktop.review.memo.decided import CorrectedMeasure, Correction
from gongshu_desktop.review.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The memo that is replaced: what it says, and the SHA-256 (hex) of its file."""

    content: MemoContent
    sha256: str


def corrected(content: MemoContent, replaced: Replaced, case: Case) -> MemoContent:
    """The memo of a case that corrects another one."""
    old = replaced.content
    ordinal = old.correction.ordinal if old.correction is not None else int(bool(old.replaces))
    day = datetime.fromisoformat(old.drawn).date().isoformat()
    told = Correction(
        ordinal=ordinal + 1,
        number=old.number,
        drawn=day,
        sha256=replaced.sha256,
        reason="",
        by="",
        on="",
        measures=tuple(_measures(old.measures, content.measures)),
        before=old.total,
        after=content.total,
    )
    return replace(content, replaces=f"{old.number}({day})", correction=_ordered(told, case))


def retold(correction: Correction, content: MemoContent, case: Case, sha256: str) -> Correction:
    """A correction as the case and its memo have it; what was before stands in the file that ``sha256`` names."""
    amounts = {measure.id: measure.approved for measure in content.measures if measure.subsidy}
    measures = tuple(replace(item, after=amounts.get(item.id)) for item in correction.measures)
    return replace(_ordered(correction, case), sha256=sha256, measures=measures, after=content.total)


def _ordered(correction: Correction, case: Case) -> Correction:
    ordered = _order(case)
    if ordered is None:
        return replace(correction, reason="", by="", on="")
    return replace(correction, reason=ordered.opinion, by=ordered.name, on=ordered.at.date().isoformat())


def _order(case: Case) -> Passage | None:
    """The last time that the correction of an issued memo was ordered."""
    return next((passage for passage in reversed(case.passages) if passage.origin is Stage.ISSUED), None)


def _measures(old: Sequence[MeasureContent], new: Sequence[MeasureContent]) -> Iterator[CorrectedMeasure]:
    before = {measure.id: measure for measure in old if measure.subsidy}
    after = {measure.id: measure for measure in new if measure.subsidy}
    for id in dict.fromkeys((*before, *after)):
        was, now = before.get(id), after.get(id)
        reason = was.approved_reason if was is not None else ""
        yield CorrectedMeasure(
            id=id,
            title=(now or was or old[0]).title,
            before=None if was is None else was.approved,
            after=None if now is None else now.approved,
            reason="" if now is not None and now.approved_reason == reason else reason,
        )
