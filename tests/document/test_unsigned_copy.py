"""A memo that waits for signatures is marked on paper; the file that is signed never is."""

import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from gongshu_desktop.document.memo.unsigned_copy import NOBODY, WAITING, head, unsigned_copy, without_marks
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import UnreadableDocument
from tests.document.test_memo import text_of
from tests.services.offices import EXAMPLES, PASSPHRASE, office_over


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """One memo as nobody, one and two have signed it."""
    with office_over("memory", tmp_path_factory.mktemp("office")) as office:
        office.adopt_all()
        case = office.bring_in(next(EXAMPLES.glob("01-*.json")))
        office.approve(case)
        memo = office.memos.draw_up(case, office.people[Role.APPROVER])
        found = [memo.pdf]
        for role in (Role.EXAMINER, Role.CHECKER):
            memo = office.memos.sign(memo.id, office.people[role], office.keys[role], PASSPHRASE)
            found.append(memo.pdf)
    return found


def test_every_page_and_every_empty_box_is_marked_and_the_file_is_not(waiting: list[bytes], tmp_path: Path) -> None:
    for signed, pdf in enumerate(waiting):
        shown = "".join(text_of(unsigned_copy(pdf), tmp_path).split())
        said = head(signed).replace(" ", "")
        assert shown.count(WAITING) == 3 - signed
        assert shown.count(said) == pages(pdf)
        assert said not in "".join(text_of(pdf, tmp_path).split())


def test_a_memo_that_somebody_has_signed_is_not_marked_as_signed_by_nobody(
    waiting: list[bytes], tmp_path: Path
) -> None:
    for signed in (1, 2):
        shown = "".join(text_of(unsigned_copy(waiting[signed]), tmp_path).split())
        assert NOBODY.replace(" ", "") not in shown
        assert f"未签署完毕（已签{signed}人，尚缺{3 - signed}人）·不作凭据" in shown


def test_the_same_memo_is_marked_the_same_way_each_time_and_is_found_under_its_marks(waiting: list[bytes]) -> None:
    for pdf in waiting:
        assert unsigned_copy(pdf) == unsigned_copy(pdf)
        assert without_marks(unsigned_copy(pdf)) == pdf
        assert without_marks(pdf) is None


def test_thousands_of_pages_are_no_copy_of_a_memo() -> None:
    """To mark each of them would take minutes for two thousand, hours for ten."""
    many, out = pikepdf.new(), BytesIO()
    for _page in range(3_000):
        many.add_blank_page()
    many.save(out)
    began = time.process_time()
    assert without_marks(out.getvalue() + b"% /UnsignedMark\n%%EOF\n") is None
    assert time.process_time() - began < 10


def test_marks_that_are_not_exactly_ours_are_none(waiting: list[bytes]) -> None:
    copy = unsigned_copy(waiting[1])
    tail = len(waiting[1])
    for spoilt in (
        copy[:tail]
        + copy[tail:].replace(b"/UnsignedMarkHead0 Do", b"                     "),  # a page without its mark
        copy + copy[tail:],
        copy + b"% more\n",
        copy[:-1],
    ):
        assert spoilt != copy
        assert without_marks(spoilt) is None


def test_what_is_no_memo_and_a_copy_that_is_marked_are_refused_in_words(waiting: list[bytes]) -> None:
    for pdf in (b"%PDF-1.7\n", waiting[0][: len(waiting[0]) // 2], unsigned_copy(waiting[0])):
        with pytest.raises(UnreadableDocument):
            unsigned_copy(pdf)


def pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)
