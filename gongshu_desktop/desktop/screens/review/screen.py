"""The review workspace: measures left; clause, conditions and facts in the middle; calculation, evidence, journal right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.review.autosave import Autosave
from gongshu_desktop.desktop.screens.review.findings_popup import FindingsPopup
from gongshu_desktop.desktop.screens.review.header import Header
from gongshu_desktop.desktop.screens.review.look import review_style
from gongshu_desktop.desktop.screens.review.measure_list import lines
from gongshu_desktop.desktop.screens.review.parts import appear
from gongshu_desktop.desktop.screens.review.passages import opinions, returned_words
from gongshu_desktop.desktop.screens.review.presenter import ReviewPresenter
from gongshu_desktop.desktop.screens.review.stage_actions import StageActions
from gongshu_desktop.desktop.screens.review.state import SaveState, SaveStatus, Snapshot
from gongshu_desktop.desktop.screens.review.sums_bar import SumsBar
from gongshu_desktop.desktop.screens.review.workspace import Workspace
from gongshu_desktop.desktop.widgets.surfaces import Banner
from gongshu_desktop.desktop.widgets.texts import rule
from gongshu_desktop.review.case import Evidence
from gongshu_desktop.review.editing.edits import EditRefused, LinkEvidence, SetVerdict
from gongshu_desktop.review.findings import Finding
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.desk.evidence import EvidenceRefused
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.wording import _


class ReviewScreen(Screen):
    """One opened case. Everything shown comes from the session, so the screen can be built anew at any time."""

    def __init__(self, surroundings: Surroundings, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self.setObjectName("review")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(review_style(surroundings.theme.tokens))
        self.session = session
        self._why_unsaved = ""
        self._storing: list[str] = []
        self._left = False
        self._autosave = Autosave(session, surroundings.tasks, self)
        self._autosave.changed.connect(self.show_saving)
        self.header = Header(surroundings.theme, self)
        self.work = Workspace(surroundings, session, self)
        self.sums = SumsBar(self)
        self.actions_of_stage = StageActions(surroundings, session, self)
        self.header.stage_actions.addWidget(self.actions_of_stage)
        self._findings = FindingsPopup(surroundings.theme, self)
        self._locked: Banner | None = None
        self._awaited = ""
        self._unsaved = Banner(surroundings.theme, "warning", "", "danger", self)
        self._unsaved.setObjectName("review.unsaved")
        self._unsaved.hide()
        self.presenter = ReviewPresenter(session, self, self._autosave)
        self._lay_out()
        self._connect()
        self._shortcuts()
        self.presenter.begin()
        self.actions_of_stage.load()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(rule())
        column.addWidget(self._unsaved)
        returned = returned_words(self.session.case, editable=self.session.editable)
        if returned:
            banner = Banner(self.surroundings.theme, "warning", returned, "warn", self)
            banner.words.setObjectName("review.returned")
            column.addWidget(banner)
        locked = self.presenter.snapshot().locked
        if locked:
            said = "\n".join((locked, *opinions(self.session.case)))
            self._locked = Banner(self.surroundings.theme, "lock", said, parent=self)
            self._locked.setObjectName("review.locked")
            column.addWidget(self._locked)
        column.addWidget(self.work, 1)
        column.addWidget(rule())
        column.addWidget(self.sums)

    def _say_awaited(self, waits: str) -> None:
        """Put whose turn it is to sign before the rest of what the banner says, and over the list of findings."""
        self._awaited = waits
        if self._locked is not None:
            self._locked.words.setText(f"{waits}{self._locked.words.text()}")

    def _signature(self) -> str | None:
        """Whose signature the case waits for, in words, "" when for none; None when it is still to be submitted."""
        return None if self.session.case.stage in {Stage.REGISTERED, Stage.EXAMINATION} else self._awaited

    def _connect(self) -> None:
        header, work, presenter = self.header, self.work, self.presenter
        header.back.connect(self._go_back)
        header.undo.connect(presenter.undo)
        header.redo.connect(presenter.redo)
        header.retry.connect(self._autosave.retry)
        header.findings.connect(self.show_findings)
        self._findings.chosen.connect(presenter.lead_to)
        self.sums.next_wanted.connect(self.next_unresolved)
        self.sums.verdict_wanted.connect(self.work.decide)
        work.edited.connect(presenter.edit)
        work.refused.connect(self.refuse)
        work.keyed.connect(self._say_verdict)
        work.judging.connect(self.sums.allow_verdicts)
        work.chosen.connect(presenter.choose)
        work.attached.connect(self._attach)
        work.drafts_changed.connect(self._say_drafts)
        self.actions_of_stage.journalled.connect(work.journal_changed)
        self.actions_of_stage.awaited.connect(self._say_awaited)
        self.actions_of_stage.settling.connect(self.next_unresolved)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self.work.follow_focus)

    def _shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+Z": self.presenter.undo,
            "Ctrl+Y": self.presenter.redo,
            "Ctrl+Shift+Z": self.presenter.redo,
            "Ctrl+S": self._autosave.retry,
            "F8": self.next_unresolved,
            "Ctrl+Return": self.work.accept_here,
            "Ctrl+Enter": self.work.accept_here,
            "Ctrl+Shift+Return": self.work.accept_everything,
            "Ctrl+Up": partial(self.work.step_measure, -1),
            "Ctrl+Down": partial(self.work.step_measure, 1),
        }
        for number in range(3):
            keys[f"Alt+{number + 1}"] = partial(self.work.show_tab, number)
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # --- what the presenter asks for ---

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the case as it stands."""
        self.header.show_case(snapshot)
        self.work.show_case(snapshot, lines(snapshot))
        self.sums.show_sums(snapshot)

    def show_saving(self, state: SaveState) -> None:
        """Show whether what was typed is on disk."""
        self.header.show_saving(state)
        failed = state.status is SaveStatus.FAILED
        self._why_unsaved = state.reason
        self._unsaved.words.setText(_("没有保存：{reason} 内容仍在窗口中，请排除后重试。").format(reason=state.reason))
        appear(self._unsaved, failed)
        if state.status is SaveStatus.SAVED and state.at is not None:
            self.surroundings.navigator.saved(state.at)
            self.work.journal_changed()
        self._say_drafts()

    def refuse(self, text: str) -> None:
        """Say why something was not done."""
        self.surroundings.navigator.notify(text)

    def _say_verdict(self, words: str, back: SetVerdict) -> None:
        """A verdict by key is never silent: a finger on the wrong key is seen, and taken back with one click."""
        self.surroundings.navigator.notify(words, lambda: self._take_back(back))

    def _take_back(self, verdict: SetVerdict) -> None:
        if self.presenter.snapshot().claimed(verdict.measure):
            self.presenter.edit(verdict)

    def reveal(self, finding: Finding) -> None:
        """Put the focus where a finding can be settled."""
        self.work.reveal(finding)

    # --- what the person does ---

    def next_unresolved(self) -> None:
        """F8: go to the next thing that stands in the way."""
        if self.presenter.next_unresolved() is None:
            self.surroundings.navigator.notify(self._signature() or _("没有未决事项，可以提交。"))

    def show_findings(self) -> None:
        """What stands in the way, as a list."""
        snapshot = self.presenter.snapshot()
        button, awaited = self.header.findings_button, self._signature()
        self._findings.open_below(button, snapshot.findings, snapshot.policy, awaited=awaited)

    def _attach(self, name: str, content: bytes, target: tuple[str, str] | None) -> None:
        """A worker stores the bytes; the case is changed here, on the window's thread, once they are on disk."""
        self._storing.append(name)

        def done(stored: Evidence) -> None:
            self._storing.remove(name)
            evidence = None if self._left else self.presenter.take_in(stored)
            if evidence is not None:
                self._attached(evidence, target)

        def failed(problem: Exception) -> None:
            self._storing.remove(name)
            if isinstance(problem, EditRefused | EvidenceRefused):
                self.refuse(str(problem))
                return
            self.surroundings.prompts.problem(
                _("“{name}”没有存入。{reason}").format(name=name, reason=problem), problem
            )

        self.surroundings.tasks.submit(
            lambda _progress: self.session.store(name, content),
            done,
            failed,
            owner=self,
            title=_("正在存入 {name}").format(name=name),
        )

    def _attached(self, evidence: Evidence, target: tuple[str, str] | None) -> None:
        if target is not None and self.presenter.snapshot().claimed(target[0]):
            linked = self.work.linked(*target)
            self.presenter.edit(LinkEvidence(target[0], target[1], (*linked, evidence.key)))
            said = _("“{title}”已关联到“{target}”").format(title=evidence.title, target=target[1])
            self.surroundings.navigator.notify(said, lambda: self._unlink(evidence.key, target))
        self.work.show_evidence(evidence.key)

    def _unlink(self, key: str, target: tuple[str, str]) -> None:
        if self.presenter.snapshot().claimed(target[0]):
            kept = tuple(item for item in self.work.linked(*target) if item != key)
            self.presenter.edit(LinkEvidence(target[0], target[1], kept))

    def _say_drafts(self) -> None:
        self.header.show_drafts(self.work.problems(told=True))

    def _go_back(self) -> None:
        self.surroundings.navigator.close_case()

    def arrive(self) -> None:
        """The case came into sight."""
        self._left = False
        self.work.arrive()

    def leave(self) -> bool:
        """Save what is not saved; text that could not be read is asked about."""
        problems = self.work.problems()
        if problems and not self.surroundings.prompts.confirm(
            _("有内容还不能识别"),
            _("以下内容没有计入，离开后不会保留：\n{problems}").format(problems="\n".join(problems[:8])),
            _("仍然离开"),
            danger=True,
        ):
            return False
        if self._storing and not self.surroundings.prompts.confirm(
            _("佐证材料还在存入"),
            _("{names} 还没有存完，现在离开就不会加入本案。").format(names="、".join(self._storing)),
            _("仍然离开"),
            danger=True,
        ):
            return False
        self._left = self._leave_saved()
        return self._left

    def _leave_saved(self) -> bool:
        if self.presenter.leave():
            return True
        return self.surroundings.prompts.confirm(
            _("最后的修改没有保存"),
            _("{reason}\n离开后，没有保存的修改会丢失。").format(reason=self._why_unsaved),
            _("放弃修改并离开"),
            danger=True,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing typed is lost with the window."""
        self.presenter.leave()
        super().closeEvent(event)
