"""A memo that waits for signatures is marked on paper; the file that is signed never is."""

from io import BytesIO
from pathlib import Path

import pikepdf

from gongshu_desktop.document.memo.unsigned_copy import HEAD, WAITING, unsigned_copy
from gongshu_desktop.review.stage import Role
from tests.document.test_memo import text_of
from tests.services.offices import EXAMPLES, PASSPHRASE, office_over


def test_every_page_and_every_empty_box_is_marked_and_the_file_is_not(tmp_path: Path) -> None:
    with office_over("memory", tmp_path) as office:
        office.adopt_all()
        case = office.bring_in(next(EXAMPLES.glob("01-*.json")))
        office.approve(case)
        memo = office.memos.draw_up(case, office.people[Role.APPROVER])
        first = office.memos.sign(memo.id, office.people[Role.EXAMINER], office.keys[Role.EXAMINER], PASSPHRASE)
    for pdf, empty in ((memo.pdf, 3), (first.pdf, 2)):
        shown = "".join(text_of(unsigned_copy(pdf), tmp_path).split())
        assert shown.count(WAITING) == empty
        assert shown.count(HEAD.replace(" ", "")) == pages(pdf)
        assert HEAD.replace(" ", "") not in "".join(text_of(pdf, tmp_path).split())


def pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)
