"""The official text on the screen: every paragraph as issued, the words of each measure marked where they stand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.policy.model import Measure, Policy
from gongshu_desktop.wording import _

_LINE_HEIGHT_PERCENT = 175.0


class PolicyDocument(QTextBrowser):
    """``measure_chosen`` tells the id of the measure whose words were clicked."""

    measure_chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(_("政策原文"))
        self.setOpenLinks(False)
        self.anchorClicked.connect(lambda url: self.measure_chosen.emit(url.fragment()))
        self._theme = theme
        self._starts: list[int] = []
        self._policy: Policy | None = None

    def show_policy(self, policy: Policy) -> None:
        """Show a policy's text."""
        self._policy = policy
        self._starts = []
        document = QTextDocument(self)
        document.setDefaultFont(self._theme.font("lead"))
        document.setDocumentMargin(28)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        cursor = QTextCursor(document)
        by_paragraph: dict[int, list[Measure]] = {}
        for measure in policy.measures:
            by_paragraph.setdefault(measure.paragraph, []).append(measure)
        self._insert_title(cursor, policy)
        for index, paragraph in enumerate(policy.text):
            cursor.insertBlock(self._block(paragraph), QTextCharFormat())
            self._starts.append(cursor.position())
            self._insert(cursor, paragraph, by_paragraph.get(index, []))
        self.setDocument(document)

    def _insert_title(self, cursor: QTextCursor, policy: Policy) -> None:
        block = QTextBlockFormat()
        block.setBottomMargin(6)
        cursor.setBlockFormat(block)
        shape = QTextCharFormat()
        shape.setForeground(self._theme.colour("text_muted"))
        shape.setFont(self._theme.font("small"))
        cursor.insertText(f"{policy.issuer} · {policy.number}", shape)

    def _block(self, paragraph: str) -> QTextBlockFormat:
        block = QTextBlockFormat()
        block.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(4)
        if not _is_heading(paragraph):
            block.setTextIndent(2 * self._theme.tokens.fonts["lead"])
        else:
            block.setTopMargin(12)
        return block

    def _insert(self, cursor: QTextCursor, paragraph: str, measures: list[Measure]) -> None:
        plain = QTextCharFormat()
        plain.setFont(self._theme.font("lead", bold=_is_heading(paragraph)))
        plain.setForeground(self._theme.colour("text"))
        at = 0
        for measure in sorted(measures, key=lambda item: item.span):
            start, end = measure.span
            start = max(start, at)  # where two measures share words the first one marks them
            cursor.insertText(paragraph[at:start], plain)
            cursor.insertText(paragraph[start:end], self._marked(measure))
            at = max(at, end)
        cursor.insertText(paragraph[at:], plain)

    def _marked(self, measure: Measure) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setFont(self._theme.font("lead"))
        shape.setForeground(self._theme.colour("mark_text"))
        shape.setBackground(self._theme.colour("mark"))
        shape.setAnchor(True)
        shape.setAnchorHref(f"#{measure.id}")
        shape.setToolTip(f"{measure.id} {measure.title}")
        return shape

    def show_measure(self, measure: Measure) -> None:
        """Bring a measure's words into sight and make them stand out."""
        start = self._starts[measure.paragraph]
        cursor = QTextCursor(self.document())
        cursor.setPosition(start + measure.span[0])
        cursor.setPosition(start + measure.span[1], QTextCursor.MoveMode.KeepAnchor)
        chosen = QTextEdit.ExtraSelection()
        chosen.cursor = cursor
        shape = QTextCharFormat()
        shape.setBackground(self._theme.colour("accent_soft"))
        shape.setForeground(self._theme.colour("accent_soft_text"))
        shape.setFontWeight(QFont.Weight.Bold)
        chosen.format = shape
        self.setExtraSelections([chosen])
        self._scroll_to(cursor)

    def _scroll_to(self, cursor: QTextCursor) -> None:
        place = QTextCursor(self.document())
        place.setPosition(cursor.selectionStart())
        area = self.cursorRect(place)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + area.top() - self.viewport().height() // 4)


def _is_heading(paragraph: str) -> bool:
    return len(paragraph) <= 40 and not paragraph.endswith(("。", ";", ":"))
