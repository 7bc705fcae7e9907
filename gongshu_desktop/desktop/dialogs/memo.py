"""审核意见书 on the screen: the draft as it would be now, and the drawn-up or issued memo."""

from collections.abc import Callable

from gongshu_desktop.desktop.dialogs.document import show_document
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.tasks import Progress
from gongshu_desktop.review.case import Case
from gongshu_desktop.services.ports import MemoRecord, MemoState, UnreadableDocument
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.wording import _


def state_pill(memo: MemoRecord) -> tuple[str, str]:
    """How far a memo is: words and tone."""
    return {
        MemoState.DRAWN: (_("待签署"), "accent"),
        MemoState.SIGNING: (_("已签 {count} / 3").format(count=len(memo.signed_by)), "accent"),
        MemoState.ISSUED: (_("已签发"), "ok"),
        MemoState.SUPERSEDED: (_("已被取代"), "neutral"),
    }[memo.state]


def show_draft(surroundings: Surroundings, case: Case) -> None:
    """Draw the memo as it would be now, and show it; nothing is stored."""

    def failed(error: Exception) -> None:
        if isinstance(error, MemoRefused):
            surroundings.prompts.problem(str(error))
        else:
            surroundings.prompts.problem(_("草稿没有生成。{reason}").format(reason=error), error)

    surroundings.tasks.submit(
        lambda _progress: surroundings.program.memos.draft(case),
        lambda content: show_document(
            surroundings, _("审核意见书（草稿）{number}").format(number=case.number), content, (_("草稿"), "warn")
        ),
        failed,
        owner=surroundings.owner,
        title=_("正在排版审核意见书"),
    )


def show_memo(surroundings: Surroundings, memo: MemoRecord) -> None:
    """Show a memo as it is on file; of one that not all have signed a copy that is marked so, for screen, paper and saving.

    It may have come with a package, so it is looked at in a worker before it is shown.
    """
    title, program = _("审核意见书 {number}").format(number=memo.number), surroundings.program

    def fetch(progress: Progress) -> bytes:
        if memo.state.waiting:
            return program.marked_unsigned(memo.pdf, progress.go_on)
        program.showable(memo.pdf, progress.go_on)
        return memo.pdf

    def failed(error: Exception) -> None:
        if isinstance(error, UnreadableDocument):
            surroundings.prompts.problem(str(error))
        else:
            surroundings.prompts.problem(_("审核意见书 {number}打不开。").format(number=memo.number), error)

    surroundings.tasks.submit(
        fetch,
        lambda content: show_document(surroundings, title, content, state_pill(memo)),
        failed,
        owner=surroundings.owner,
        title=_("正在打开审核意见书"),
    )


def draw_up_memo(surroundings: Surroundings, case: Case, then: Callable[[MemoRecord], None]) -> None:
    """Draw the memo of an approved case up (again), when that failed at the decision; ``then`` gets it."""
    person = surroundings.navigator.person
    if person is None:
        return

    def failed(error: Exception) -> None:
        if isinstance(error, MemoRefused):
            surroundings.prompts.problem(str(error))
        else:
            surroundings.prompts.problem(_("审核意见书没有生成。{reason}").format(reason=error), error)

    surroundings.tasks.submit(
        lambda _progress: surroundings.program.memos.draw_up(case.id, person),
        then,
        failed,
        owner=surroundings.owner,
        title=_("正在排版审核意见书"),
    )
