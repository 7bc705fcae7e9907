"""The measure's own words in place in the official paragraph: highlighted, with the phrases that something turns on."""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.clause import Piece, Weight, folded, paragraph
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.policy.model import Measure, Policy
from gongshu_desktop.wording import _

_MORE = "more"


class ClauseBox(QFrame):
    """The clause, folded to the quotation at first; 看全文 shows the whole paragraph. The text can be selected."""

    def __init__(self, theme: Theme, policy: Policy, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._policy = policy
        self._measure = measure
        self._whole = False
        self._phrase = ""
        self.setObjectName(f"review.clause.{measure.id}")
        self.setProperty("role", "quote")
        self._text = QLabel(self)
        self._text.setObjectName(f"review.clause.{measure.id}.text")
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        flags = Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self._text.setTextInteractionFlags(flags)
        self._text.linkActivated.connect(lambda _link: self.show_whole(not self._whole))
        self._text.setAccessibleName(_("条款原文"))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.addWidget(self._text)
        self._write()

    def show_whole(self, whole: bool) -> None:
        """Show the whole paragraph, or the quotation alone."""
        self._whole = whole
        self._write()

    def point_at(self, phrase: str) -> None:
        """Make one phrase stand out, because what depends on it is being looked at; "" for none."""
        if phrase != self._phrase:
            self._phrase = phrase
            self._write()

    def _write(self) -> None:
        pieces = (paragraph if self._whole else folded)(self._policy, self._measure)
        more = _("收起") if self._whole else _("看全文")
        body = "".join(self._styled(piece) for piece in pieces)
        accent = self._theme.colour("accent").name()
        link = f"&nbsp;&nbsp;<a href='{_MORE}' style='color:{accent};text-decoration:none'>{html.escape(more)}</a>"
        self._text.setText(f"<div style='line-height:132%'>{body}{link}</div>")

    def _styled(self, piece: Piece) -> str:
        text = html.escape(piece.text)
        colours = {name: self._theme.colour(name).name() for name in ("text_muted", "mark", "mark_text", "accent")}
        if piece.weight is Weight.AROUND:
            return f"<span style='color:{colours['text_muted']}'>{text}</span>"
        style = f"background-color:{colours['mark']};color:{colours['mark_text']}"
        if piece.weight is Weight.PHRASE:
            style += ";text-decoration:underline"
        if piece.phrase and piece.phrase == self._phrase:
            style += ";font-weight:700"
        return f"<span style='{style}'>{text}</span>"
