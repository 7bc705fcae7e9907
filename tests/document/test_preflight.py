"""Every document before an archive validator of another make, as it is drawn and under its three signatures.

Preflight judges PDF/A-1b, and our archive form is 3b because the receipt is attached. So the very pages, without the
attachment, must pass as 1b without any complaint; and against the real file there must be no complaint but the four that
part 3 and its attachment bring with them.
"""

from io import BytesIO

import pikepdf
import pytest

from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.papers.drawing import draw_paper
from gongshu_desktop.review.memo.content import MemoContent
from tests.document.memo_samples import NAMES, everything, example, memo
from tests.document.office import signed_by_all
from tests.document.paper_office import code
from tests.document.paper_pictures import png
from tests.document.papers.paper_samples import all_papers
from tests.document.preflight import Complaints, as_part_one, complaints
from tests.document.test_handwriting import written
from tests.document.test_layout import content as stored

PART_THREE: Complaints = [
    ("1.2.9", "Body Syntax error, EmbeddedFile entry is present in a FileSpecification dictionary"),
    ("1.4", "Trailer Syntax error, /XRef cross reference streams are not allowed"),
    ("1.4.7", "Trailer Syntax error, EmbeddedFile entry is present in the Names dictionary"),
    ("7.11.2", "Error on MetaData, part must be 1"),
]
"""What part 3 allows and part 1 does not: the attached file (twice), PDF 1.5's table of contents, and the number 3 itself."""
SOFT_EDGE = "2.2.2"
"""Part 3 allows transparency, part 1 does not."""
MEMOS = ("short", "stored", "everything")


def drawn(content: MemoContent, *, draft: bool = False) -> bytes:
    return draw_memo(content, draft=draft, receipt=b'{"format":"gongshu-receipt/1"}')


def documents() -> dict[str, bytes]:
    """The memos and papers as they are issued, and a draft."""
    coded = MemoContent.from_json({**memo(everything()).to_json(), "paper_code": code()})
    return {
        "short": drawn(memo(example(NAMES[0]))),
        "stored": drawn(stored()),
        "everything": drawn(coded),
        "draft": drawn(coded, draft=True),
        **{type(paper).__name__: draw_paper(paper, draft=False) for paper in all_papers()},
    }


def spoilt() -> bytes:
    """A memo with a face that is not embedded."""
    with pikepdf.open(BytesIO(drawn(memo(example(NAMES[0]))))) as document:
        face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page = document.pages[0]
        page.Resources.Font["/Foreign"] = document.make_indirect(face)
        page.contents_add(document.make_stream(b"BT /Foreign 12 Tf 72 72 Td (x) Tj ET"))
        document.save(target := BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


@pytest.fixture(name="found", scope="module")
def _found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Complaints]:
    """What Preflight says of all files, judged in one go: Java takes a second to start."""
    real = documents()
    files = {f"real/{name}": pdf for name, pdf in real.items()}
    files |= {f"pages/{name}": as_part_one(pdf) for name, pdf in real.items()}
    files |= {
        f"{form}/{name}-signed": signed_by_all(files[f"{form}/{name}"]) for form in ("real", "pages") for name in MEMOS
    }
    files["written"] = signed_by_all(real["short"], png(written()))
    files |= {"spoilt": spoilt(), "spoilt-pages": as_part_one(spoilt())}
    return complaints(files, tmp_path_factory.mktemp("preflight"))


def of(found: dict[str, Complaints], form: str) -> dict[str, Complaints]:
    chosen = {name: errors for name, errors in found.items() if name.startswith(f"{form}/")}
    assert len(chosen) == 4 + len(all_papers()) + len(MEMOS)
    return chosen


def test_the_pages_of_every_document_are_pdf_a_1b_before_and_after_three_signatures(
    found: dict[str, Complaints],
) -> None:
    assert {name: errors for name, errors in of(found, "pages").items() if errors} == {}


def test_the_archived_documents_draw_only_the_complaints_that_part_three_brings(found: dict[str, Complaints]) -> None:
    assert {name: errors for name, errors in of(found, "real").items() if errors != PART_THREE} == {}


def test_handwriting_in_a_signature_brings_its_soft_edge_and_nothing_else(found: dict[str, Complaints]) -> None:
    assert [error[0] for error in found["written"] if error not in PART_THREE] == [SOFT_EDGE]


def test_what_is_wrong_is_seen_in_either_form(found: dict[str, Complaints]) -> None:
    assert [code for code, _words in found["spoilt-pages"]] == ["3.1.1", "3.1.3"]
    assert [error for error in found["spoilt"] if error not in PART_THREE] == found["spoilt-pages"]
