"""Moving a case on from the window: the opinion is asked for, the session is saved first, refusals are told in words."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QDialog

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.opinion import BlockedDialog, OpinionDialog
from gongshu_desktop.desktop.dialogs.step_phrases import phrases
from gongshu_desktop.desktop.dialogs.step_summary import StepSummary
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.review.passage import Move
from gongshu_desktop.services.desk.session import CaseMoved, ReviewSession
from gongshu_desktop.services.desk.stages import Action, MoveRefused
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

_BACKWARDS = (Move.SEND_BACK, Move.CORRECT)


def act(
    surroundings: Surroundings,
    session: ReviewSession,
    action: Action,
    then: Callable[[], None],
    settle: Callable[[], object] = lambda: None,
) -> None:
    """Take one step with a case: ask, save, move, and for the final decision draw the memo up. ``then`` comes last.

    ``settle`` leads to the first thing that stands in the way, when the person wants to settle it.
    """
    person = surroundings.navigator.person
    if person is None:
        return
    if not action.possible:  # before an opinion is written, not after
        blockers = (action.late,) if action.late else action.blockers
        _say_blocked(surroundings, action, blockers, None if action.late else settle)
        return
    opinion = _ask(surroundings, session, action)
    if opinion is None:
        return
    work = partial(_move, surroundings, session, action, person, opinion)

    def done(_moved: object) -> None:
        at = session.saved_at
        if at is not None:
            surroundings.navigator.saved(at)
        surroundings.navigator.notify(_done_words(action, session.case.number))
        then()

    def failed(error: Exception) -> None:
        if isinstance(error, MoveRefused):
            _say_blocked(surroundings, action, error.blockers, None)
        elif isinstance(error, CaseMoved):
            surroundings.prompts.problem(str(error))
        else:
            surroundings.prompts.problem(_("“{step}”没有办成，案卷仍在原阶段。").format(step=action.words), error)

    surroundings.tasks.submit(lambda _progress: work(), done, failed, owner=surroundings.owner, title=_("正在办理"))


def _say_blocked(
    surroundings: Surroundings, action: Action, reasons: Sequence[str], settle: Callable[[], object] | None
) -> None:
    """``settle``: leads to what can be filled in; None where there is nothing in the case to fill in."""
    title = _("暂不能{step}").format(step=action.words)
    dialog = BlockedDialog(surroundings.theme, title, reasons, surroundings.owner, settled_here=settle is not None)
    wants_to = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if wants_to and settle is not None:
        settle()


def _ask(surroundings: Surroundings, session: ReviewSession, action: Action) -> str | None:
    backwards = action.move in _BACKWARDS
    case = session.case
    intro = _("{number} · {name} · 办理后转到“{stage}”阶段").format(
        number=case.number, name=case.makerspace.name, stage=words.stage(action.destination)
    )
    if not action.needs_opinion:
        return "" if surroundings.prompts.confirm(action.words, intro, action.words) else None
    dialog = OpinionDialog(
        action.words,
        intro,
        action.words,
        caption=_("理由") if backwards else _("意见"),
        phrases=phrases(action.move, case, session.policy, session.assessment),
        danger=backwards,
        parent=surroundings.owner,
    )
    if not backwards:
        dialog.put_above(StepSummary(session, deciding=action.move is Move.APPROVE))
    if action.hints:
        dialog.ask_answer(len(action.hints))
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.opinion if accepted else None


def _move(surroundings: Surroundings, session: ReviewSession, action: Action, person: Person, opinion: str) -> None:
    session.save()
    program = surroundings.program
    if action.move is Move.APPROVE:  # with its memo or not at all
        program.memos.approve_and_draw(session.case.id, person, opinion)
    else:
        program.stages.make(session.case.id, action.move, person, opinion)


def _done_words(action: Action, number: str) -> str:
    return _("{number} 已{step}，转到“{stage}”").format(
        number=number, step=action.words, stage=words.stage(action.destination)
    )
