"""The pages of a stored memo come out as they did when the layout got its number: else old memos would look altered."""

import hashlib
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.paper_code.office_codes import OfficePaperCodes
from gongshu_desktop.document.signatures.likeness import alike
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.decided import MARK, CorrectedMeasure, Correction, Hint
from gongshu_desktop.review.memo.layout import DRAWN, LAYOUT
from gongshu_desktop.services.journal.anchor import KEY
from gongshu_desktop.services.memos.composing import composed
from gongshu_desktop.services.verification.verification import Conclusion, Verifying, verify
from tests.document.memo_samples import DRAWN as DRAWN_AT
from tests.document.memo_samples import Library, everything, policy
from tests.document.office import OPINIONS, office, signed_by_all
from tests.document.test_memo import how_full, text_of

GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "gongshu-memo/1": "d07158161708d9655e0c087f6bc8d334fe3d9febbfa4d437d9a2127733acba58",
    "gongshu-memo/2": "aa2ad0def45a31d8aafbb2ea8992391336fd6857cb0db723a61b575b3e190582",
    "gongshu-memo/3": "598e2468c44eff1adc3ac7d42332571977c2ad29987723fc8f17fc239463e244",
}
"""SHA-256 of the unpacked page contents of the stored memo, by the layout that its receipt names."""
ANCHOR = {"sequence": 33, "digest": "115dd6f0" * 8, "first": "fbeb361f" * 8}
"""Where the journal stood: the pages of this layout are stored with it."""


def content() -> MemoContent:
    """The demonstration's memo of eight measures, as it was attached when it was issued."""
    return MemoContent.from_json(json.loads((GOLDEN / "memo-1.json").read_text(encoding="utf-8")))


GAPS_AND_CORRECTION = "1783b39703d02139bf0151d7c410bbdd1904bce95d37d2c001ce2c5c940daa60"
"""The same of ``bare_and_corrected``: what the stored memo does not show."""


def bare_and_corrected() -> MemoContent:
    """The stored memo without a document or a note, with hints that were passed over, as the correction of another one."""
    whole = content()
    measures = tuple(
        replace(
            item,
            facts=tuple(replace(fact, note="", evidence=()) for fact in item.facts),
            tables=tuple(replace(table, note="", evidence=()) for table in item.tables),
            criteria=tuple(replace(criterion, note="", evidence=()) for criterion in item.criteria),
        )
        for item in whole.measures
    )
    before = tuple(
        CorrectedMeasure(id=item.id, title=item.title, before=30_000_000, after=item.approved, reason="原理由")
        for item in measures
        if item.subsidy
    )
    correction = Correction(
        ordinal=2,
        number=whole.number,
        drawn="2016-11-16",
        sha256="ab" * 32,
        reason="核定事实有误。",
        by="何敏",
        on="2016-11-20",
        measures=before,
        before=30_000_000 * len(before),
        after=whole.total,
    )
    hints = (Hint(measure="3.2.1", text="“企业数”已核定，但没有关联佐证材料。"), Hint(measure="", text="其他。"))
    said = tuple(replace(item, opinion=f"{item.opinion}{MARK}原件已看。") for item in whole.opinions)
    return replace(whole, measures=measures, hints=hints, correction=correction, opinions=said)


def drawn(receipt: bytes = b"{}") -> bytes:
    """Its pages."""
    return draw_memo(content(), draft=False, receipt=receipt)


def digest(pdf: bytes) -> str:
    """SHA-256 over what every page draws, unpacked: zlib may differ from PC to PC."""
    found = hashlib.sha256()
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            page.contents_coalesce()
            found.update(page.Contents.read_bytes())
    return found.hexdigest()


@pytest.mark.parametrize("layout", DRAWN)
def test_the_pages_of_each_layout_are_the_stored_ones(layout: str) -> None:
    said = "the pages changed: give review/memo_layout.LAYOUT a new number and store the new digest; keep drawing the old one"
    anchored = {KEY: ANCHOR} if layout == LAYOUT else {}
    assert digest(drawn(canonical_bytes({"layout": layout, **anchored}))) == PAGES[layout], said


@pytest.mark.parametrize("layout", DRAWN)
def test_only_this_layout_prints_where_the_journal_stood(layout: str, tmp_path: Path) -> None:
    """Memos of the layouts before may bear an anchor, too, and pages of this one may be without."""
    line = f"第33条{ANCHOR['digest']}"
    anchored = text_of(drawn(canonical_bytes({"layout": layout, KEY: ANCHOR})), tmp_path)
    assert ("操作日志" in anchored, line in "".join(anchored.split())) == ((layout == LAYOUT),) * 2
    for bare in ({"layout": layout}, {"layout": layout, KEY: {**ANCHOR, "sequence": -1}}):
        assert "操作日志" not in text_of(drawn(canonical_bytes(bare)), tmp_path)


def test_so_are_those_that_tell_gaps_hints_and_a_correction(tmp_path: Path) -> None:
    pdf = draw_memo(bare_and_corrected(), draft=False, receipt=b"{}")
    assert digest(pdf) == GAPS_AND_CORRECTION
    assert MemoContent.from_json(bare_and_corrected().to_json()) == bare_and_corrected()
    assert min(how_full(pdf, tmp_path)) > 1 / 3


def test_a_receipt_that_names_no_layout_of_ours_gets_the_pages_of_today(tmp_path: Path) -> None:
    assert DRAWN[-1] == LAYOUT
    for receipt in (b"[1]", b"\xff", b'{"layout": ["gongshu-memo/1"]}', b'{"layout": "gongshu-memo/999"}'):
        assert "六、佐证材料" in text_of(drawn(receipt), tmp_path).split("\f")[8]
    assert "六、佐证材料" in text_of(drawn(b'{"layout": "gongshu-memo/1"}'), tmp_path).split("\f")[7]


@pytest.mark.parametrize(
    ("layout", "pages", "conclusion"),
    [*((known, True, Conclusion.HOLDS) for known in DRAWN), ("gongshu-memo/0", None, Conclusion.NOT_COMPARABLE)],
)
def test_a_signed_memo_is_compared_with_the_pages_of_its_own_layout(
    layout: str, pages: bool | None, conclusion: Conclusion
) -> None:
    content, attached, _assessment = composed(everything(), policy(), None, (), (), DRAWN_AT)
    said = tuple(replace(item, opinion=OPINIONS[item.role]) for item in content.opinions)  # what signed_by_all signs
    content = replace(content, opinions=said)
    receipt = canonical_bytes({**json.loads(attached), "memo": content.to_json(), "layout": layout})
    pdf = signed_by_all(draw_memo(content, draft=False, receipt=receipt))
    tools = Verifying(
        policies=Library(),
        signing=office().signing,
        redraw=draw_memo,
        alike=alike,
        without_marks=lambda _pdf: None,
        codes=OfficePaperCodes(),
    )
    report = verify(pdf, office().trust, tools)
    assert (report.pages_redrawn, report.conclusion) == (pages, conclusion), report.differences


def test_packing_is_no_difference_and_anything_else_is() -> None:
    pdf = drawn()
    repacked = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(
            repacked, recompress_flate=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all
        )
    assert repacked.getvalue() != pdf
    assert alike(pdf, repacked.getvalue())
    assert not alike(pdf, drawn(b'{"other": 1}'))
    assert not alike(pdf, pdf[: len(pdf) // 2])
    with pikepdf.open(BytesIO(pdf)) as document:
        document.pages[0].Contents = document.make_stream(b"BT ET")
        document.save(repacked := BytesIO())
    assert not alike(pdf, repacked.getvalue())


def test_the_stored_memo_has_no_page_with_a_few_lines(tmp_path: Path) -> None:
    assert min(how_full(drawn(), tmp_path)) > 1 / 3
