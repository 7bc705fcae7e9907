"""审核意见书 on the screen: the draft as it would be now, and the drawn-up or issued memo."""

from collections.abc import Callable

from gongshu_desktop.desktop.dialogs.document import show_document
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.review.case import Case
from gongshu_desktop.services.memos import MemoRefused
from gongshu_desktop.services.ports import MemoRecord, MemoState
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
    """Show a memo as it is on file; one that not all have signed is marked so on screen and paper, not in the file."""
    title = _("审核意见书 {number}").format(number=memo.number)
    waiting = memo.state in {MemoState.DRAWN, MemoState.SIGNING}
    shown = surroundings.program.marked_unsigned(memo.pdf) if waiting else None
    show_document(surroundings, title, memo.pdf, state_pill(memo), shown)


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
