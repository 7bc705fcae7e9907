"""What people may hand in or type never breaks a page, and never keeps the PC busy: bounds are in processor seconds."""

import time
from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.papers.drawing import draw_paper
from gongshu_desktop.document.typesetting.blank_lines import without_blank_runs
from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.review.memo.content import Detail
from gongshu_desktop.review.papers.paper import Paper
from tests.document.memo_samples import everything, memo
from tests.document.papers.paper_samples import all_papers, case_dossier

SECONDS = 15.0
"""Many times what each takes, so that a slow machine does not fail; what was slow took minutes."""
TYPED = {
    "characters": "核对说明，" * 4_000,
    "line feeds": "\n" * 20_000,
    "line feeds of another system": "\r\n" * 10_000,
    "lines": "甲\n" * 10_000,
    "spaces": " \u3000" * 10_000,
    "a word without end": "x" * 20_000,
    "half-width brackets": "(" * 10_000 + ")" * 10_000,
    "other directions": "甲\u202e乙\u2066丙" * 6_000,
    "control characters": "\x00\x07\x1b" * 6_000,
}


def within(bound: float, job: Callable[[], bytes]) -> bytes:
    """What the job makes, in time."""
    began = time.process_time()
    made = job()
    assert time.process_time() - began < bound
    return made


def noted(text: str) -> Case:
    """A case with that note to one of its facts, and nowhere else."""
    case = everything()
    first, *others = case.claims
    name = next(iter(first.facts))
    facts = {**first.facts, name: replace(first.facts[name], note=text)}
    return replace(case, claims=(replace(first, facts=facts), *others))


@pytest.mark.parametrize("typed", TYPED)
def test_any_note_gives_a_memo_in_time(typed: str) -> None:
    content = memo(noted(TYPED[typed]))
    assert within(SECONDS, lambda: draw_memo(content, draft=False, receipt=b"{}"))


@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: type(paper).__name__)
def test_any_text_gives_a_paper_in_time(paper: Paper) -> None:
    names = {field.name for field in fields(paper)} & {"office", "number", "contact", "remedies", "basis", "reason"}
    texts = [name for name in names if isinstance(getattr(paper, name), str)]
    for typed in ("characters", "line feeds", "other directions", "control characters"):
        worse = replace(paper, **dict.fromkeys(texts, TYPED[typed]))
        assert within(SECONDS, lambda worse=worse: draw_paper(worse, draft=False))  # type: ignore[misc]


def test_evidence_of_any_sort_is_listed() -> None:
    """Documents are named and counted, never drawn: a broken picture has no pages, a long PDF many."""
    case = everything()
    many = (
        Evidence(key="e1", title="坏图", sha256="ab" * 32, media_type="image/png", size=3),
        Evidence(
            key="e2",
            title="长文件\u202e\x07" * 200,
            sha256="cd" * 32,
            media_type="application/pdf",
            size=10**9,
            pages=300,
        ),
        *(Evidence(key=f"e{number}", title=f"材料{number}", sha256="ef" * 32, pages=300) for number in range(3, 500)),
    )
    case = replace(case, evidence=many)
    assert within(SECONDS, lambda: draw_memo(memo(case), draft=False, receipt=b"{}"))
    assert within(SECONDS, lambda: draw_paper(case_dossier(case), draft=False))


def test_a_run_of_blank_lines_is_one_and_all_else_is_left() -> None:
    for typed, drawn in (
        ("甲\n\n\n\n乙", "甲\n\n乙"),
        ("甲\r\n \r\n\u3000\r\n乙", "甲\n\n乙"),
        ("\n" * 20_000, "\n\n"),
        ("甲\n\u200b\n\u200b\n乙", "甲\n\n乙"),
    ):
        assert without_blank_runs((Detail(label="说明", text=typed),)) == (Detail(label="说明", text=drawn),)
    for typed in ("", "甲", "甲\n乙\n\n丙", " " * 20_000):
        content = (Detail(label="说明", text=typed),)
        assert without_blank_runs(content) == content
