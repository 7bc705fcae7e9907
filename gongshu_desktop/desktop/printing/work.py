"""Printing documents one after the other, each a job of its own; one that fails stops no other. Called in a worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

from gongshu_desktop.desktop.printing.pdf_print import PdfPrint, PrintFailed
from gongshu_desktop.desktop.printing.wish import PagesRefused, PrintWish
from gongshu_desktop.desktop.tasks import Cancelled, Progress
from gongshu_desktop.wording import _

Said = Callable[[int, str, int, int], None]
"""(how many documents before, this one's name, how many sides of it, of how many): called in the worker."""
OpenPrinter = Callable[[], QPrinter]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintItem:
    """A document to be printed; ``read`` gets its bytes only when it is its turn."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReport:
    """What came of it: how many documents went to the printer, and (name, what was wrong) of those that did not."""

    printed: int
    failures: tuple[tuple[str, str], ...]
    stopped: bool


def print_items(
    items: Sequence[PrintItem],
    open_printer: OpenPrinter,
    wish: PrintWish,
    paper: QPageSize | None,
    progress: Progress,
    said: Said,
) -> PrintReport:
    """Print them all; call it in a worker."""
    printed = 0
    failures: list[tuple[str, str]] = []
    for number, item in enumerate(items):
        try:
            progress.step(number, len(items))
            job = PdfPrint(item.read())
            printer = open_printer()
            printer.setDocName(item.name)
            job.print(printer, wish, paper, partial(_step, progress, partial(said, number, item.name)))
        except Cancelled:
            return PrintReport(printed=printed, failures=tuple(failures), stopped=True)
        except (PrintFailed, PagesRefused) as error:
            failures.append((item.name, str(error)))
        except OSError as error:
            failures.append((item.name, _("读不出文件（{reason}）").format(reason=error.strerror or error)))
        else:
            printed += 1
    return PrintReport(printed=printed, failures=tuple(failures), stopped=False)


def _step(progress: Progress, said: Callable[[int, int], None], done: int, total: int) -> None:
    if progress.cancelled:
        raise Cancelled
    said(done, total)
