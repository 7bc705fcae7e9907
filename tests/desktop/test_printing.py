"""Printing: every page as large as on file and in its place, on the pages, copies and sides that were asked for."""

import resource
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from gongshu_desktop.desktop.printing.pdf_print import DOTS_PER_INCH, PdfPrint, PrintFailed, in_turn, misfit
from gongshu_desktop.desktop.printing.wish import PagesRefused, PrintWish, Sides, pages_wanted
from gongshu_desktop.desktop.printing.work import PrintItem, PrintReport, print_items
from gongshu_desktop.desktop.tasks import Progress
from gongshu_desktop.open_office import OpenOffice
from tests.desktop.paper_printers import NAME, PaperPrinters
from tests.desktop.rules_pdf import LEFT, RULE, TOP, ink, measured, numbered, pictures, ruled, sheets
from tests.desktop.signed import give_keys, to_signing

A4, ACROSS, A3, ODD = (210.0, 297.0), (297.0, 210.0), (297.0, 420.0), (180.0, 255.0)
ONE_SIDE = PrintWish(sides=Sides.ONE)
TOLERANCE = 0.5
"""What the office's rule cannot tell apart, in millimetres."""


@pytest.fixture
def printers(qapp: QApplication, tmp_path: Path) -> PaperPrinters:
    return PaperPrinters(tmp_path)


def opened(file: Path) -> QPdfDocument:
    printed: QPdfDocument = QPdfDocument(None)  # type: ignore[call-overload] # the stubs want a parent
    assert printed.load(str(file)) is QPdfDocument.Error.None_
    return printed


def printed(
    printers: PaperPrinters, content: bytes, wish: PrintWish = ONE_SIDE, paper: QPageSize | None = None
) -> Path:
    PdfPrint(content).print(printers.open(NAME), wish, paper)
    return printers.jobs[-1]


def order(file: Path, content: bytes) -> list[int]:
    """Which page of the document each printed side shows, from 1; 0 for one left empty."""
    job = PdfPrint(content)
    known = [_dots(picture) for picture in pictures(job.document, 36)]
    found = []
    for picture in pictures(opened(file), 36):
        dots = _dots(picture)
        nearest = min(range(len(known)), key=lambda page: len(dots ^ known[page]))
        found.append(nearest + 1 if dots else 0)
    return found


def _dots(picture: QImage) -> frozenset[tuple[int, int]]:
    rows = ink(picture.scaled(60, 84))
    return frozenset((x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)


# --- a rule laid on the paper -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [A4, ACROSS, A3, ODD], ids=["A4", "across", "A3", "odd"])
def test_a_rule_of_100_mm_is_100_mm_on_paper_and_in_its_place(
    printers: PaperPrinters, size: tuple[float, float]
) -> None:
    file = printed(printers, ruled(size))

    assert sheets(file.read_bytes()) == [pytest.approx(size, abs=TOLERANCE)]
    (picture,) = pictures(opened(file), DOTS_PER_INCH)
    found = measured(picture, DOTS_PER_INCH)
    assert found == pytest.approx({"left": LEFT, "top": TOP, "across": RULE, "down": RULE}, abs=TOLERANCE)


def test_a_printer_that_cannot_reach_the_edges_does_not_move_or_shrink_the_page(printers: PaperPrinters) -> None:
    printer = printers.open(NAME)
    edges = QMarginsF(17, 12, 17, 25)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, edges, QPageLayout.Unit.Millimeter, edges
    )
    assert printer.setPageLayout(layout)
    printer.setFullPage(False)

    PdfPrint(ruled(A4)).print(printer, ONE_SIDE)
    del printer
    printers.opened.clear()

    (picture,) = pictures(opened(printers.jobs[-1]), DOTS_PER_INCH)
    found = measured(picture, DOTS_PER_INCH)
    assert found == pytest.approx({"left": LEFT, "top": TOP, "across": RULE, "down": RULE}, abs=TOLERANCE)


def test_pages_of_several_sizes_each_get_their_own_paper(printers: PaperPrinters) -> None:
    file = printed(printers, ruled(A4, ACROSS, A3))

    assert sheets(file.read_bytes()) == [pytest.approx(size, abs=TOLERANCE) for size in (A4, ACROSS, A3)]
    for picture in pictures(opened(file), 150):
        found = measured(picture, 150)
        assert found == pytest.approx({"left": LEFT, "top": TOP, "across": RULE, "down": RULE}, abs=TOLERANCE)


def test_on_another_paper_the_page_keeps_its_size_and_stands_in_the_middle(printers: PaperPrinters) -> None:
    file = printed(printers, ruled(A4), paper=QPageSize(QPageSize.PageSizeId.A3))

    assert sheets(file.read_bytes()) == [pytest.approx(A3, abs=TOLERANCE)]
    (picture,) = pictures(opened(file), 150)
    found = measured(picture, 150)
    middle = {"left": LEFT + (A3[0] - A4[0]) / 2, "top": TOP + (A3[1] - A4[1]) / 2, "across": RULE, "down": RULE}
    assert found == pytest.approx(middle, abs=TOLERANCE)


def test_another_paper_than_the_documents_is_said_before(printers: PaperPrinters) -> None:
    job = PdfPrint(ruled(A4))
    a3, a4, a5 = (
        QPageSize(size) for size in (QPageSize.PageSizeId.A3, QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A5)
    )
    assert misfit(job, (0,), None, ()) == ""
    assert misfit(job, (0,), None, (a3, a4)) == ""
    assert misfit(job, (0,), a4, (a3, a4)) == ""
    assert "缺一部分" in misfit(job, (0,), a5, (a5,))
    assert "页边距会变宽" in misfit(job, (0,), a3, (a3,))
    assert "没有这种纸" in misfit(job, (0,), None, (a3, a5))
    assert "180×255 mm" in misfit(PdfPrint(ruled(ODD)), (0,), None, (a4,))


# --- which pages, how often, on which sides ---------------------------------------------------------------------------


def test_a_memo_is_printed_page_by_page(printers: PaperPrinters, office: OpenOffice) -> None:
    give_keys(office)
    memo = to_signing(office).pdf
    file = printed(printers, memo)
    assert opened(file).pageCount() == PdfPrint(memo).pages > 1
    assert printers.opened[-1].resolution() == DOTS_PER_INCH


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("2", [2]),
        ("1-3，5", [1, 2, 3, 5]),
        (" 4 、 2–3 ", [2, 3, 4]),
        ("5,5,1", [1, 5]),
    ],
)
def test_the_pages_that_were_typed_are_printed(printers: PaperPrinters, typed: str, pages: list[int]) -> None:
    content = numbered(5)
    assert order(printed(printers, content, PrintWish(pages=typed, sides=Sides.ONE)), content) == pages


@pytest.mark.parametrize("typed", ["0", "6", "3-2", "1-", "a", "1,,2", "-", "1.5", "9999999"])
def test_pages_that_are_not_there_are_refused_in_words(typed: str) -> None:
    with pytest.raises(PagesRefused, match="页"):
        pages_wanted(typed, 5)


@pytest.mark.parametrize(
    ("collate", "two_sided", "sides"),
    [
        (True, False, [1, 2, 3, 1, 2, 3]),
        (False, False, [1, 1, 2, 2, 3, 3]),
        (True, True, [1, 2, 3, 0, 1, 2, 3]),
        (False, True, [1, 2, 1, 2, 3, 0, 3]),
    ],
)
def test_copies_come_out_in_turn_and_each_begins_on_a_sheet_of_its_own(
    printers: PaperPrinters, collate: bool, two_sided: bool, sides: list[int]
) -> None:
    content = numbered(3)
    wish = PrintWish(copies=2, collate=collate, sides=Sides.LONG_EDGE if two_sided else Sides.ONE)
    assert order(printed(printers, content, wish), content) == sides
    drawn = in_turn((0, 1, 2), 2, collate=collate, two_sided=two_sided)
    assert [0 if page is None else page + 1 for page in drawn] == sides


def test_both_sides_are_the_rule_bound_at_the_long_edge(printers: PaperPrinters) -> None:
    job = PdfPrint(numbered(1))
    for sides, mode in (
        (Sides.LONG_EDGE, QPrinter.DuplexMode.DuplexLongSide),
        (Sides.SHORT_EDGE, QPrinter.DuplexMode.DuplexShortSide),
        (Sides.ONE, QPrinter.DuplexMode.DuplexNone),
    ):
        printer = printers.open(NAME)
        job.set_up(printer, PrintWish(sides=sides, copies=3, collate=False))
        assert printers.duplex == mode
        assert not printer.collateCopies()
    assert PrintWish().sides is Sides.LONG_EDGE


# --- what goes wrong --------------------------------------------------------------------------------------------------


def batch(
    printers: PaperPrinters, items: list[PrintItem], progress: Progress, wish: PrintWish = ONE_SIDE
) -> PrintReport:
    return print_items(items, lambda: printers.open(NAME), wish, None, progress, lambda *_said: None)


def quiet() -> Progress:
    return Progress(lambda _done, _total: None)


def test_one_that_cannot_be_read_stops_no_other(printers: PaperPrinters, tmp_path: Path) -> None:
    good = numbered(1)
    items = [
        PrintItem(name="甲", read=lambda: good),
        PrintItem(name="不在", read=(tmp_path / "不在.pdf").read_bytes),
        PrintItem(name="坏的", read=lambda: b"%PDF-1.7\n"),
        PrintItem(name="乙", read=lambda: good),
    ]
    report = batch(printers, items, quiet())
    assert (report.printed, report.stopped) == (2, False)
    assert [name for name, _problem in report.failures] == ["不在", "坏的"]
    assert all("Error" not in problem for _name, problem in report.failures)
    assert [opened(file).pageCount() for file in printers.jobs] == [1, 1]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_told_in_words(printers: PaperPrinters) -> None:
    printers.broken = True
    with pytest.raises(PrintFailed, match="打印机"):
        printed(printers, numbered(1))


def test_it_stops_when_asked_and_says_so(printers: PaperPrinters) -> None:
    progress = quiet()
    content = numbered(50)
    seen = []

    def said(_number: int, _name: str, side: int, _sides: int) -> None:
        seen.append(side)
        if side == 3:
            progress.cancel()

    items = [PrintItem(name=str(number), read=lambda: content) for number in range(3)]
    report = print_items(items, lambda: printers.open(NAME), ONE_SIDE, None, progress, said)
    assert (report.printed, report.failures, report.stopped) == (0, (), True)
    assert seen == [0, 1, 2, 3]
    assert len(printers.jobs) == 1


def test_many_pages_are_printed_one_at_a_time(printers: PaperPrinters) -> None:
    """A picture of a page takes 35 MB; 40 of them at once would take more than a gigabyte."""
    content = numbered(40)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    file = printed(printers, content)
    assert opened(file).pageCount() == 40
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024
