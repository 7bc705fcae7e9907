"""The answers of the 核验 screen as cards."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.verification.state import Answer, SignatureLine, Verified
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import Badge, Pill, rule, selectable, text


class AnswerCard(Card):
    """One answer with its sign."""

    def __init__(self, theme: Theme, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(answer.title)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Badge(theme, answer.icon, answer.tone), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(text(answer.title, "heading", wrap=True))
        for line in answer.lines:
            column.addWidget(selectable(text(line, "small", wrap=True)))
        row.addLayout(column, 1)
        self.body.addLayout(row)


class SignersCard(Card):
    """Who signed, as what, when; whether the key was good then, and is today."""

    def __init__(self, shown: Verified, parent: QWidget | None = None) -> None:
        super().__init__(spacing=0, parent=parent)
        for number, line in enumerate(shown.signers):
            if number:
                self.body.addWidget(rule())
            self.body.addLayout(self._row(line))
        if shown.signers_note:
            self.body.addSpacing(6)
            self.body.addWidget(text(shown.signers_note, "small", wrap=True))

    def _row(self, line: SignatureLine) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 7, 0, 7)
        column.setSpacing(3)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Pill(words.role(line.role), "ok" if line.good else "danger"))
        row.addWidget(text(line.name), 1)
        row.addWidget(text(line.at, "small"))
        column.addLayout(row)
        for problem in line.problems:
            column.addWidget(text(problem, "problem", wrap=True))
        for said, role in ((line.then, "warn" if line.doubt else "small"), (line.now, "small")):
            if said:
                column.addWidget(selectable(text(said, role, wrap=True)))
        return column
