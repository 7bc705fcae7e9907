"""The official papers 文书 on the screen: drawn in the background, then shown with print and save; refusals in words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.dialogs.document import DocumentDialog
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.review.case import Case
from gongshu_desktop.services.memos.standing import Progress
from gongshu_desktop.services.paper_kinds import DrawnPaper, PaperChoices, PaperKind, PaperRefused, kind_words
from gongshu_desktop.services.papers.issued_papers import IssuedPaper
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.wording import _

Draw = Callable[[Progress], DrawnPaper]
State = tuple[str, str]


def paper_words(kind: PaperKind) -> str:
    """The paper as a title or a button has it."""
    words = kind_words(kind)
    return words[:1].upper() + words[1:]


def draft_state() -> State:
    """The pill of a paper that is only a draft."""
    return _("草稿"), "warn"


def final_state() -> State:
    """The pill of a paper that counts."""
    return _("正式"), "ok"


def problem_words(error: Exception) -> str:
    """Why a paper is not there, for people."""
    if isinstance(error, PaperRefused | StoreError):
        return str(error)
    return _("文书没有生成。{reason}").format(reason=error)


def tell(surroundings: Surroundings, error: Exception) -> None:
    """Say why a paper is not there; the raw error is offered only where the words are not ours."""
    surroundings.prompts.problem(problem_words(error), None if isinstance(error, PaperRefused) else error)


def show_paper(
    surroundings: Surroundings, title: str, draw: Draw, *, state: State | None = None, parent: QWidget | None = None
) -> None:
    """Draw a paper in the background and show it until it is closed.

    The pill is ``state``; without one it says what the pages say, draft or not.
    """

    def show(drawn: DrawnPaper) -> None:
        pill = state or (draft_state() if drawn.draft else final_state())
        dialog = DocumentDialog(surroundings, title, drawn.pdf, pill, parent)
        dialog.exec()
        dialog.deleteLater()

    surroundings.tasks.submit(
        lambda progress: draw(progress.step),
        show,
        partial(tell, surroundings),
        owner=parent or surroundings.owner,
        title=_("正在制作{paper}").format(paper=title),
    )


def show_case_paper(surroundings: Surroundings, kind: PaperKind, case: Case) -> None:
    """审批表 or 案卷目录 of a case as it is now."""
    program = surroundings.program
    title = f"{paper_words(kind)} {case.number}".strip()
    show_paper(surroundings, title, lambda _step: program.papers.of_case(kind, case))


def show_notice_draft(
    surroundings: Surroundings, kind: PaperKind, case: Case, choices: PaperChoices, parent: QWidget
) -> None:
    """A notice as it would be issued now."""
    program = surroundings.program
    title = f"{paper_words(kind)} {case.number}".strip()
    show_paper(surroundings, title, lambda _step: program.papers.of_case(kind, case, choices), parent=parent)


def show_issued(surroundings: Surroundings, paper: IssuedPaper, parent: QWidget | None = None) -> None:
    """An issued notice, drawn again from its content."""
    program = surroundings.program
    title = f"{paper_words(paper.kind)} {paper.number}"

    def draw(_step: Progress) -> DrawnPaper:
        return DrawnPaper(pdf=program.papers.issued_pdf(paper), draft=False)

    show_paper(surroundings, title, draw, state=(_("已签发"), "ok"), parent=parent)
