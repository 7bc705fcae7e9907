"""What can be done with the case in its stage: move it on, send it back, sign, look at the memo, export."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget
from shiboken6 import isValid

from gongshu_desktop.desktop.dialogs.export import export_case
from gongshu_desktop.desktop.dialogs.hand_over import hand_over, take_back
from gongshu_desktop.desktop.dialogs.memo import draw_up_memo, show_draft, show_memo, state_pill
from gongshu_desktop.desktop.dialogs.papers import paper_words, show_case_paper
from gongshu_desktop.desktop.dialogs.refusal import refusal_notice
from gongshu_desktop.desktop.dialogs.signing import sign_memo
from gongshu_desktop.desktop.dialogs.stages import act
from gongshu_desktop.desktop.dialogs.supplement import supplement_notice
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Stage, role_words
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.desk.stages import Action
from gongshu_desktop.services.paper_kinds import PaperKind
from gongshu_desktop.services.ports import MemoRecord
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signing.order import next_role
from gongshu_desktop.wording import _

_BACKWARDS = (Move.SEND_BACK, Move.CORRECT)
Found = tuple[tuple[Action, ...], tuple[MemoRecord, ...]]


class StageActions(QWidget):
    """The buttons at the right of the head. They are found out in the background and anew when one is used.

    ``journalled`` tells that the journal of the case has a new entry, ``settling`` that the person wants to be led to what
    stands in the way.
    """

    journalled = Signal()
    settling = Signal()
    awaited = Signal(str)
    """In words, whose signature the memo waits for."""

    def __init__(self, surroundings: Surroundings, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = surroundings
        self._session = session
        self._memos: tuple[MemoRecord, ...] = ()
        self.setObjectName("review.actions")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._memo = Button(_("文书"), "review.memo", "plain").with_icon(surroundings.theme, "document")
        menu = QMenu(self._memo)
        menu.aboutToShow.connect(self._fill_menu)
        self._memo.setMenu(menu)
        self._row.addWidget(self._memo)

    def load(self) -> None:
        """Find out what this person may do, and which memos there are."""
        person = self._around.navigator.person
        if person is not None:
            self._find(person, self._session.case, self._show)

    def _find(self, person: Person, case: Case, then: object) -> None:
        program = self._around.program

        def find(_progress: object) -> Found:
            return program.stages.actions(case, person), tuple(program.memos.of_case(case.id))

        self._around.tasks.submit(find, then, owner=self)  # type: ignore[arg-type] # a bound method taking Found

    def _show(self, found: Found) -> None:
        actions, self._memos = found
        if self._session.surroundings.actor.elsewhere:
            back = Button(_("收回移交…"), "review.take-back", "plain").with_icon(self._around.theme, "undo")
            back.clicked.connect(lambda: take_back(self._around, self._session.case.id, self._reopen))
            self._row.addWidget(back)
            return
        for action in actions:
            if action.mine:
                self._row.addWidget(self._button(action))
        if self._memo_missing():
            draw = Button(_("生成审核意见书"), "review.draw-up", "primary").with_icon(self._around.theme, "document")
            draw.clicked.connect(self._draw_up)
            self._row.addWidget(draw)
        waits = self._awaited()
        if waits:
            self.awaited.emit(waits)
        memo = self._memo_to_sign()
        if memo is not None:
            button = Button(_("签署"), "review.sign", "primary").with_icon(self._around.theme, "sign")
            button.clicked.connect(self._sign)
            self._row.addWidget(button)

    def _button(self, action: Action) -> Button:
        kind = "plain" if action.move in _BACKWARDS else "primary"
        button = Button(action.words, f"review.{action.move.value}", kind)
        button.clicked.connect(partial(self._use, action.move))
        return button

    def _use(self, move: Move, _checked: bool = False) -> None:
        """What stands in the way is looked up anew: much may have been settled since the button was made."""
        person = self._around.navigator.person
        if person is not None:
            self._find(person, self._session.case, partial(self._act, move))

    def _act(self, move: Move, found: Found) -> None:
        action = next((item for item in found[0] if item.move is move), None)
        if action is not None:
            act(self._around, self._session, action, self._reopen, self.settling.emit)

    def _reopen(self) -> None:
        self._around.navigator.open_case(self._session.case.id)

    # --- the memo ---

    def _memo_missing(self) -> bool:
        """Whether the case is approved but its memo was not drawn up: nothing could be signed."""
        return self._session.case.stage is Stage.SIGNING and not any(memo.state.waiting for memo in self._memos)

    def _draw_up(self) -> None:
        draw_up_memo(self._around, self._session.case, lambda _memo: self._reopen())

    def _awaited(self) -> str:
        """Whose signature comes next, with the name, so that everybody else knows what the case waits for."""
        for memo in self._memos:
            role = next_role(memo)
            turn = self._session.case.acted(role) if role is not None else None
            if role is not None and turn is not None:
                return _("待{role}{name}签署。").format(role=role_words(role), name=turn.name)
        return ""

    def _memo_to_sign(self) -> MemoRecord | None:
        person = self._around.navigator.person
        for memo in self._memos:
            role = next_role(memo)
            turn = self._session.case.acted(role) if role is not None else None
            if turn is not None and person is not None and turn.person == person.id:
                return memo
        return None

    def _sign(self) -> None:
        memo = self._memo_to_sign()
        if memo is not None:
            self.setEnabled(False)
            sign_memo(
                self._around,
                self._session,
                memo,
                lambda _signed: self._reopen(),
                lambda: self.setEnabled(True) if isValid(self) else None,
            )

    def _fill_menu(self) -> None:
        menu, theme = self._memo.menu(), self._around.theme
        menu.clear()
        draft = menu.addAction(theme.icon("document"), _("审核意见书草稿…"))
        draft.triggered.connect(lambda: show_draft(self._around, self._session.case))
        if self._memo_missing() and not self._session.surroundings.actor.elsewhere:
            menu.addAction(theme.icon("document"), _("生成审核意见书")).triggered.connect(self._draw_up)
        for memo in self._memos:
            words = " · ".join((_("意见书 {number}").format(number=memo.number), state_pill(memo)[0]))
            action = menu.addAction(theme.icon("sign"), words)
            action.triggered.connect(partial(self._look_at, memo))
        self._add_papers(menu)
        menu.addSeparator()
        export = menu.addAction(theme.icon("export"), _("导出案卷文件…"))
        export.triggered.connect(lambda: export_case(self._around, self._session.case.id, self._session.case.number))
        if not self._session.surroundings.actor.elsewhere:
            menu.addSeparator()  # it locks the case here, unlike what stands above
            forward = menu.addAction(theme.icon("forward"), _("移交给另一台电脑…"))
            forward.setObjectName("review.hand-over")
            forward.triggered.connect(self._hand_over)

    def _hand_over(self) -> None:
        hand_over(self._around, self._session.case.id, self._reopen, save=self._session.save)

    def _add_papers(self, menu: QMenu) -> None:
        theme, around, session = self._around.theme, self._around, self._session
        menu.addSeparator()
        for kind in (PaperKind.APPROVAL, PaperKind.DOSSIER):
            paper = menu.addAction(theme.icon("document"), f"{paper_words(kind)}…")
            paper.setObjectName(f"review.paper.{kind.value}")
            paper.triggered.connect(lambda _checked=False, kind=kind: show_case_paper(around, kind, session.case))
        menu.addSeparator()
        notices = ((PaperKind.SUPPLEMENT, supplement_notice), (PaperKind.REFUSAL, refusal_notice))
        for kind, notice in notices:
            paper = menu.addAction(theme.icon("edit"), f"{paper_words(kind)}…")
            paper.setObjectName(f"review.paper.{kind.value}")
            paper.triggered.connect(lambda _checked=False, notice=notice: notice(around, session, self.journalled.emit))

    def _look_at(self, memo: MemoRecord, _checked: bool = False) -> None:
        show_memo(self._around, memo)
