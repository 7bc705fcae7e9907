"""Lists and papers of two PCs count a case once: where it is."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.paper_kinds import OF_CASE, PaperChoices, PaperKind, PaperRefused
from gongshu_desktop.services.papers.memo_batch import elsewhere_words
from tests.document.paper_pictures import png, scan
from tests.services.offices import EXAMPLES
from tests.services.two_pcs import DECIDABLE, PASSPHRASE, Pc, send

CHOICES = PaperChoices(begin=date(2016, 12, 22), end=date(2016, 12, 28), contact="王经办")


def issued(pc: Pc, file: Path) -> str:
    case = pc.bring_in(file)
    pc.accept(case)
    pc.submit(case)
    pc.agree(case)
    pc.sign(pc.approve(case), *Role)
    return case


def content(pdf: bytes) -> dict[str, Any]:
    """What a paper says, as it is attached to its pages."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (attached,) = opened.attachments.values()
        found: dict[str, Any] = json.loads(attached.get_file().read_bytes())
    return found


@pytest.mark.parametrize("kind", [PaperKind.PAYMENT, PaperKind.PUBLICITY])
def test_a_case_is_paid_and_laid_open_by_one_of_two_pcs(two: tuple[Pc, Pc], kind: PaperKind) -> None:
    one, other = two
    gone, stays = issued(one, DECIDABLE), issued(one, next(EXAMPLES.glob("01*.json")))
    both = content(one.office.papers.of_year(kind, 2016, CHOICES, draft=True).pdf)
    assert (len(both["rows"]), both["handed_over"]) == (2, 0)
    send(one, other, gone)
    here, there = (content(pc.office.papers.of_year(kind, 2016, CHOICES).pdf) for pc in (one, other))
    assert [row["number"] for row in here["rows"]] == [one.case(stays).number]
    assert [row["number"] for row in there["rows"]] == [one.case(gone).number]
    assert (here["handed_over"], there["handed_over"]) == (1, 0)
    assert here["total"] + there["total"] == both["total"]
    send(other, one, gone)
    again = content(one.office.papers.of_year(kind, 2016, CHOICES).pdf)
    assert again["total"] == (here["total"] if kind is PaperKind.PAYMENT else both["total"])  # both are paid by now


def test_what_was_listed_for_payment_goes_along_with_a_case(two: tuple[Pc, Pc]) -> None:
    one, other = two
    case, new = issued(one, DECIDABLE), issued(other, next(EXAMPLES.glob("01*.json")))
    first = content(one.office.papers.of_year(PaperKind.PAYMENT, 2016).pdf)
    send(one, other, case)
    there = content(other.office.papers.of_year(PaperKind.PAYMENT, 2016).pdf)
    assert [row["number"] for row in there["rows"]] == [other.case(new).number]
    assert (there["settled"], there["total"]) == (1, first["total"] and 10_000_000)
    send(other, one, case)
    assert content(one.office.papers.of_year(PaperKind.PAYMENT, 2016).pdf) == first


def test_a_list_of_nothing_but_handed_over_cases_says_so(two: tuple[Pc, Pc]) -> None:
    one, _other = two
    one.pack(issued(one, DECIDABLE))
    with pytest.raises(PaperRefused, match="另有1件案卷已移交"):
        one.office.papers.of_year(PaperKind.PAYMENT, 2016)


def test_the_ledger_keeps_the_case_and_leaves_its_sums_to_the_other(two: tuple[Pc, Pc]) -> None:
    one, other = two
    case = issued(one, DECIDABLE)
    before = one.office.papers.ledger(2016)
    send(one, other, case)
    here, there = (pc.office.papers.ledger(2016) for pc in (one, other))
    assert [(row.number, row.stage, row.handed_to) for row in here.rows] == [
        (one.case(case).number, Stage.ISSUED, "二号机")
    ]
    assert (here.claimed, here.computed, here.granted) == (0, 0, 0)
    assert [row.handed_to for row in there.rows] == [""]
    assert (there.claimed, there.computed, there.granted) == (before.claimed, before.computed, before.granted)
    paper = content(one.office.papers.of_year(PaperKind.LEDGER, 2016).pdf)
    assert (paper["rows"][0]["handed_to"], paper["granted"]) == ("二号机", 0)


@pytest.mark.parametrize("kind", OF_CASE)
def test_papers_of_a_case_are_made_where_it_is(two: tuple[Pc, Pc], kind: PaperKind) -> None:
    one, _other = two
    case = one.bring_in(DECIDABLE)
    one.accept(case)
    one.pack(case)
    with pytest.raises(PaperRefused, match="已移交给“二号机”，文书应在那里制作"):
        one.office.papers.of_case(kind, one.case(case))
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "误交")
    if kind in {PaperKind.APPROVAL, PaperKind.DOSSIER}:
        assert one.office.papers.of_case(kind, one.case(case)).pdf.startswith(b"%PDF-")


def test_all_memos_of_a_year_are_of_the_cases_that_are_here(two: tuple[Pc, Pc]) -> None:
    """One that was handed over is further on elsewhere: a draft or an old memo of it would be taken for the memo."""
    one, other = two
    gone = issued(one, DECIDABLE)
    stays, open_here = (one.bring_in(next(EXAMPLES.glob(f"{number}*.json"))) for number in ("01", "02"))
    send(one, other, gone)
    send(one, other, open_here)
    kept: list[str] = []
    report = one.office.papers.memos_of_year(2016, lambda name, _pdf: kept.append(name))
    assert [one.case(stays).number in name for name in kept] == [True]
    assert (report.issued, report.drafts, report.elsewhere, report.failures) == (0, 1, 2, ())
    assert "另有2件案卷已移交" in elsewhere_words(report)
    there = other.office.papers.memos_of_year(2016, lambda _name, _pdf: None)
    assert (there.issued, there.drafts, there.elsewhere, elsewhere_words(there)) == (1, 1, 0, "")


def test_scans_of_the_signed_paper_come_along_and_keep_nobody_from_signing(one: Pc, other: Pc) -> None:
    """They are bound since the memo was drawn up, so that its list of evidence cannot have them."""
    one.office.issuing.make(one.root, PASSPHRASE, by="")
    other.join(one)
    case = one.bring_in(DECIDABLE)
    one.accept(case)
    one.submit(case)
    one.agree(case)
    memo = one.approve(case)
    content = one.office.codes.content(one.office.memos.get(memo).pdf) or {}

    def bind(pc: Pc, dpi: int) -> None:
        picture = png(scan(content["paper_code"], dpi))
        pc.office.scans.bind(case, f"盖章件{dpi}.png", picture, pc.person(Role.APPROVER))

    bind(one, 300)
    one.sign(memo, Role.EXAMINER)
    send(one, other, case)
    bind(other, 200)
    other.sign(memo, Role.CHECKER)
    send(other, one, case, Role.APPROVER)
    one.sign(memo, Role.APPROVER)
    send(one, other, case)
    assert [item.title for item in other.case(case).evidence][-2:] == ["签署件扫描 盖章件300", "签署件扫描 盖章件200"]
    assert one.case(case) == other.case(case)


def test_the_ledger_knows_the_stage_of_a_case_that_went_to_and_fro(two: tuple[Pc, Pc]) -> None:
    """By the journals of both PCs: issued here, corrected there, issued anew, handed back; another one comes while it is open."""
    one, other = two
    case = issued(one, DECIDABLE)
    one.office.stages.make(case, Move.CORRECT, one.person(Role.APPROVER), "金额有误")
    send(one, other, case, Role.EXAMINER)
    for stage, act in (
        (Stage.EXAMINATION, lambda: other.write_opinion(case, "更正")),
        (Stage.EXAMINATION, lambda: other.submit(case)),
        (Stage.CHECK, lambda: other.agree(case)),
        (Stage.DECISION, lambda: other.sign(other.approve(case), *Role)),
        (Stage.ISSUED, lambda: send(other, one, case, Role.APPROVER)),
    ):
        (row,) = other.office.papers.ledger(2016).rows
        assert (row.stage, row.correcting) == (stage, stage is not Stage.ISSUED)
        act()
    (row,) = one.office.papers.ledger(2016).rows
    assert (row.stage, row.people) == (Stage.ISSUED, ("王经办", "李复核", "张批准"))
