"""The head of the review screen: whose case it is, how far it has come and who acted, whether it is saved, what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.review.parts import allow, appear
from gongshu_desktop.desktop.screens.review.state import SaveState, SaveStatus, Snapshot
from gongshu_desktop.desktop.screens.review.terms import clock_text
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button, IconButton
from gongshu_desktop.desktop.widgets.texts import ElidedText, picture, set_property, text
from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.wording import _

_STEPS = (Stage.REGISTERED, Stage.EXAMINATION, Stage.CHECK, Stage.DECISION, Stage.SIGNING)


def acted_in(case: Case) -> Mapping[Stage, Passage]:
    """Who last moved the case on from each stage, in its present round; 登记 holds for all rounds."""
    found: dict[Stage, Passage] = {}
    for passage in case.passages:
        if passage.returned:
            found = {stage: item for stage, item in found.items() if stage is Stage.REGISTERED}
        else:
            found[passage.origin] = passage
    return found


@dataclass(frozen=True, slots=True)
class StepLook:
    """One stage in the stepper: its word, who acted, and whether it is behind, here or ahead."""

    word: str
    who: str
    place: str
    tip: str


def steps(case: Case) -> tuple[StepLook, ...]:
    """The stages of the case as the stepper shows them."""
    done, order = acted_in(case), list(Stage)
    now = order.index(case.stage)
    looks = []
    for stage in _STEPS:
        passage = done.get(stage)
        last = stage is Stage.SIGNING
        behind = order.index(stage) < now and (not last or case.stage is Stage.ISSUED)
        place = "done" if behind else "now" if order.index(stage) == now else "ahead"
        word = words.stage(case.stage if last and behind else stage)
        who = passage.name if passage is not None and behind else ""
        tip = f"{who} {words.moment(passage.at)}\n{passage.opinion}".strip() if passage is not None and who else word
        looks.append(StepLook(word, who, place, tip))
    return tuple(looks)


class Stepper(QWidget):
    """登记 › 审核 › 复核 › 批准 › 签署, with the names of those who have acted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review.stages")
        self._looks: tuple[StepLook, ...] = ()
        self._words, self._names = [], []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        for number in range(len(_STEPS)):
            if number:
                row.addWidget(
                    picture(theme.pixmap("chevron-right", "text_disabled", 12)), 0, Qt.AlignmentFlag.AlignVCenter
                )
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addStretch(1)
            word, name = text("", "step"), ElidedText("", "tiny")
            word.setObjectName(f"review.stage.{number}")
            for label in (word, name):
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            word.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            name.setMaximumWidth(64)
            column.addWidget(word)
            column.addWidget(name)
            column.addStretch(1)
            row.addLayout(column)
            self._words.append(word)
            self._names.append(name)

    def show_steps(self, looks: tuple[StepLook, ...]) -> None:
        """Show how far the case has come."""
        if looks == self._looks:
            return
        self._looks = looks
        anyone = any(look.who for look in looks)
        for look, word, name in zip(looks, self._words, self._names, strict=True):
            word.setText(f"✓ {look.word}" if look.place == "done" else look.word)
            set_property(word, "place", look.place)
            word.setToolTip(look.tip)
            name.setText(look.who or " ")
            appear(name, anyone)
        current = next((look.word for look in looks if look.place == "now"), looks[-1].word)
        self.setAccessibleName(_("阶段：{stage}").format(stage=current))


class Header(QWidget):
    """The head. ``stage_actions`` is the layout for the stage's buttons."""

    back = Signal()
    undo = Signal()
    redo = Signal()
    retry = Signal()
    findings = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(30 + 2 * theme.tokens.fonts["body"])
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 16, 0)
        row.setSpacing(8)
        back = IconButton(theme.icon("chevron-left"), _("返回案卷列表"), "review.back", keys="Alt+Left")
        back.clicked.connect(self.back)
        row.addWidget(back)
        row.addLayout(self._names(), 1)
        self.stages = Stepper(theme, self)
        row.addWidget(self.stages)
        row.addSpacing(10)
        row.addLayout(self._saving())
        for button in self._history():
            row.addWidget(button)
        self.findings_button = Button("", "review.findings", "plain")
        self.findings_button.clicked.connect(self.findings)
        row.addWidget(self.findings_button)
        self.stage_actions = QHBoxLayout()
        self.stage_actions.setSpacing(8)
        row.addLayout(self.stage_actions)

    def _names(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(1)
        self._makerspace = ElidedText("", "heading")
        self._makerspace.setObjectName("review.makerspace")
        self._particulars = ElidedText("", "small")
        self._particulars.setObjectName("review.particulars")
        column.addStretch(1)
        column.addWidget(self._makerspace)
        column.addWidget(self._particulars)
        column.addStretch(1)
        return column

    def _saving(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._saved = text("", "small")
        self._saved.setObjectName("review.saved")
        self._saved.setAccessibleName(_("保存状态"))
        self._saved.setMinimumWidth(104)
        self._saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._retry = Button(_("重试"), "review.retry", "link")
        self._retry.clicked.connect(self.retry)
        self._retry.hide()
        self._drafts = text("", "problem")
        self._drafts.setObjectName("review.drafts")
        self._drafts.hide()
        for widget in (self._drafts, self._saved, self._retry):
            row.addWidget(widget)
        return row

    def _history(self) -> tuple[IconButton, IconButton]:
        self._undo = IconButton(self._theme.icon("undo"), _("撤销（Ctrl+Z）"), "review.undo")
        self._redo = IconButton(self._theme.icon("redo"), _("重做（Ctrl+Y）"), "review.redo")
        self._undo.clicked.connect(self.undo)
        self._redo.clicked.connect(self.redo)
        return self._undo, self._redo

    def show_case(self, snapshot: Snapshot) -> None:
        """Show the case's names, its stage and what stands in the way."""
        case = snapshot.case
        self._put(self._makerspace, case.makerspace.name)
        year = _("{year} 年度").format(year=case.year)
        number = case.number or _("未编号")
        self._put(self._particulars, " · ".join((case.applicant.name, number, year)))
        self.stages.show_steps(steps(case))
        for button in (self._undo, self._redo):
            appear(button, snapshot.decidable)
        allow(self._undo, snapshot.can_undo)
        allow(self._redo, snapshot.can_redo)
        self._show_findings(snapshot)

    @staticmethod
    def _put(label: ElidedText, words: str) -> None:
        if label.text() != words:
            label.setText(words)

    def _show_findings(self, snapshot: Snapshot) -> None:
        blocking, all_of_them = snapshot.standing_in_the_way, len(snapshot.findings)
        if blocking:
            words, icon, colour = _("待办 {count}").format(count=blocking), "warning", "warn_text"
        elif all_of_them:
            words, icon, colour = _("提示 {count}").format(count=all_of_them), "info", "text_soft"
        elif snapshot.case.stage is Stage.SIGNING:
            words, icon, colour = _("待签署"), "sign", "text_soft"
        else:
            words, icon, colour = _("无待办"), "check", "ok_text"
        if self.findings_button.text() != words:
            self.findings_button.setText(words)
            self.findings_button.with_icon(self._theme, icon, colour)

    def show_saving(self, state: SaveState) -> None:
        """Show whether what was typed is on disk."""
        shown = {
            SaveStatus.UNTOUCHED: "",
            SaveStatus.SAVING: _("正在保存…"),
            SaveStatus.SAVED: _("已保存 {time}").format(time=clock_text(state.at)) if state.at else "",
            SaveStatus.FAILED: _("保存失败"),
        }[state.status]
        self._saved.setText(shown)
        self._saved.setToolTip(state.reason)
        failed = state.status is SaveStatus.FAILED
        set_property(self._saved, "role", "problem" if failed else "small")
        appear(self._retry, failed)

    def show_drafts(self, problems: Sequence[str]) -> None:
        """Say that something typed cannot be read, and is therefore in no amount and in no file."""
        self._drafts.setText(_("{count} 处不能识别").format(count=len(problems)))
        self._drafts.setToolTip("\n".join(problems))
        appear(self._drafts, bool(problems))
