"""One reading on a card: the phrase, the question, its options, and what the office has adopted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.reading_lines import ReadingLine
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import Pill, picture, text
from gongshu_desktop.wording import _


class ReadingCard(Card):
    """``adopt_wanted`` when the person wants to adopt an option."""

    adopt_wanted = Signal()

    def __init__(self, theme: Theme, item: ReadingLine, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, parent=parent)
        self.body.addLayout(self._head(item))
        for key, shown in item.reading.options.items():
            self.body.addLayout(self._option(theme, item, key, shown))
        self.body.addLayout(self._foot(item))

    def _head(self, item: ReadingLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        words_ = QVBoxLayout()
        words_.setSpacing(2)
        words_.addWidget(text(item.reading.question, "strong", wrap=True))
        place = f"“{item.reading.phrase}” · {item.measure.title} · {item.measure.clause}"
        where = text(place, "small", wrap=True)
        where.setToolTip(item.reading.key)  # as files and the command line name it
        words_.addWidget(where)
        row.addLayout(words_, 1)
        adopted = item.adopted is not None
        pill = Pill(_("已采用") if adopted else _("未采用"), "ok" if adopted else "warn")
        row.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _option(self, theme: Theme, item: ReadingLine, key: str, shown: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        counts = item.adopted.option if item.adopted is not None else item.reading.suggested
        chosen = key == counts
        mark = theme.pixmap("check", "ok_text" if item.adopted else "text_muted", 16) if chosen else None
        if mark is not None:
            row.addWidget(picture(mark))
        else:
            row.addSpacing(24)
        row.addWidget(text(shown, "body" if chosen else "muted", wrap=True), 1)
        if key == item.reading.suggested:
            row.addWidget(text(_("建议"), "small"), 0, Qt.AlignmentFlag.AlignRight)
        return row

    def _foot(self, item: ReadingLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        said = QVBoxLayout()
        said.setSpacing(2)
        if item.adopted is None:
            said.addWidget(text(_("暂按建议测算；首次批准用到它的案卷之前，须由单位采用。"), "small", wrap=True))
        for adopted in item.history:
            words_ = _("{date} {name}采用“{option}”，依据：{authority}").format(
                date=words.day(adopted.at.astimezone().date()),
                name=adopted.name,
                option=item.reading.options.get(adopted.option, adopted.option),
                authority=adopted.authority,
            )
            said.addWidget(text(words_, "small", wrap=True))
        row.addLayout(said, 1)
        button = Button(_("改采用…") if item.adopted else _("采用…"), f"readings.adopt.{item.reading.key}", parent=self)
        button.setAccessibleName(_("采用口径：{question}").format(question=item.reading.question))
        button.clicked.connect(self.adopt_wanted)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return row
