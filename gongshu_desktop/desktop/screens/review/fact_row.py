"""One scalar fact: what was claimed, what is verified, why, and on which document."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.entry_links import connect_beside
from gongshu_desktop.desktop.screens.review.evidence_button import EvidenceButton
from gongshu_desktop.desktop.screens.review.fields import ValueField, field_for
from gongshu_desktop.desktop.screens.review.note_line import NoteLine
from gongshu_desktop.desktop.screens.review.parts import allow, appear, keep_place
from gongshu_desktop.desktop.screens.review.tab_order import within
from gongshu_desktop.desktop.screens.review.terms import shown_text
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import IconButton
from gongshu_desktop.desktop.widgets.texts import set_property, text
from gongshu_desktop.desktop.words import NOTHING
from gongshu_desktop.policy.model import Fact
from gongshu_desktop.review.case import Evidence, FactEntry
from gongshu_desktop.review.editing.edits import AcceptClaimed, SetFact, Side
from gongshu_desktop.wording import _

NAME_WIDTH, CLAIMED_WIDTH = 168, 150


def captions(parent: QWidget) -> QWidget:
    """What the columns of the fact rows are, above the first of them."""
    line = QWidget(parent)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addSpacing(NAME_WIDTH + 10)
    claimed = text(_("申报值"), "small")
    claimed.setFixedWidth(CLAIMED_WIDTH)
    row.addWidget(claimed)
    row.addWidget(text(_("核定值"), "small"), 1)
    return line


class FactRow(QWidget):
    """A fact of a measure. ``edited`` carries edits; nothing here changes before the case has."""

    edited = Signal(object)
    evidence_shown = Signal(str)
    evidence_wanted = Signal(str)

    def __init__(self, theme: Theme, measure: str, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure = measure
        self.fact = fact
        self._shown: tuple[object, ...] = ()
        self._claimed_field: ValueField | None = None
        name = f"review.fact.{measure}.{fact.name}"
        self.setObjectName(name)
        self._claimed = text(NOTHING, "soft")
        self._claimed.setObjectName(f"{name}.claimed")
        self._claimed.setMinimumHeight(theme.metric("control"))
        self.verified = field_for(theme, f"{name}.verified", fact, _("{fact} 核定值").format(fact=fact.name), self)
        self._accept = IconButton(theme.icon("equal"), _("与申报一致"), f"{name}.accept")
        self._evidence = EvidenceButton(theme, f"{name}.evidence", fact.name, fact.evidence, self)
        self._note_button = IconButton(theme.icon("edit"), _("备注"), f"{name}.note-button")
        keep_place(self._note_button)
        self.note = NoteLine(f"{name}.note", _("{fact} 备注").format(fact=fact.name), _("备注：为何如此核定"), self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 7, 0, 7)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._name_block(), 0, 0, Qt.AlignmentFlag.AlignTop)
        self._claimed_place = QVBoxLayout()
        self._claimed_place.setContentsMargins(0, 0, 0, 0)
        self._claimed_place.addWidget(self._claimed)
        grid.addLayout(self._claimed_place, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.verified, 0, 2, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self._accept, self._evidence, self._note_button):
            buttons.addWidget(button)
        grid.addLayout(buttons, 0, 3, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.note, 1, 1, 1, 3)
        grid.setColumnMinimumWidth(0, NAME_WIDTH)
        grid.setColumnMinimumWidth(1, CLAIMED_WIDTH)
        grid.setColumnMinimumWidth(3, 108)
        grid.setColumnStretch(2, 1)

    def _name_block(self) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 5, 0, 0)
        column.setSpacing(1)
        title = text(self.fact.name, wrap=True)
        title.setBuddy(self.verified)
        column.addWidget(title)
        below = self.fact.hint or "、".join(self.fact.evidence)
        if below:
            column.addWidget(text(below, "small", wrap=True))
        block.setFixedWidth(NAME_WIDTH)
        return block

    def _connect(self) -> None:
        measure, name = self._measure, self.fact.name
        self.verified.changed.connect(
            lambda value: self.edited.emit(SetFact(measure=measure, fact=name, side=Side.VERIFIED, value=value))
        )
        self._accept.clicked.connect(self.accept_claimed)
        connect_beside((measure, name), self.note, self._note_button, self._evidence, self.edited.emit)
        self._evidence.shown.connect(self.evidence_shown)
        self._evidence.adding.connect(lambda: self.evidence_wanted.emit(name))

    def accept_claimed(self) -> None:
        """与申报一致: take over what was claimed."""
        self.edited.emit(AcceptClaimed(measure=self._measure, fact=self.fact.name))

    def show_entry(
        self, entry: FactEntry, evidence: tuple[Evidence, ...], *, editable: bool, claiming: bool, missing: bool
    ) -> None:
        """Show the fact as it stands; ``claiming``: the claimed side may be typed in too."""
        now = (entry, evidence, editable, claiming, missing)
        if now == self._shown:
            return
        self._shown = now
        self._show_claimed(entry, claiming=claiming and editable)
        self.verified.show_value(entry.verified)
        self.verified.set_editable(editable)
        self._show_agreement(entry, editable=editable, missing=missing)
        self._evidence.show_links(entry.evidence, evidence, editable=editable)
        self.note.show_note(entry.note)
        self.note.setReadOnly(not editable)
        appear(self._note_button, editable and not entry.note)

    def _show_claimed(self, entry: FactEntry, *, claiming: bool) -> None:
        shown = shown_text(entry.claimed, self.fact)
        unit = self.fact.unit if shown else ""
        self._claimed.setText(f"{shown}{unit}" if shown else NOTHING)
        appear(self._claimed, not claiming)
        if claiming and self._claimed_field is None:
            self._add_claimed_field()
        if self._claimed_field is not None:
            self._claimed_field.show_value(entry.claimed)
            appear(self._claimed_field, claiming)

    def _add_claimed_field(self) -> None:
        measure, name = self._measure, self.fact.name
        title = _("{fact} 申报值").format(fact=name)
        field = field_for(self._theme, f"{self.objectName()}.claimed-field", self.fact, title, self)
        field.changed.connect(
            lambda value: self.edited.emit(SetFact(measure=measure, fact=name, side=Side.CLAIMED, value=value))
        )
        self._claimed_field = field
        self._claimed_place.addWidget(field)

    def columns(self) -> tuple[ValueField | None, ValueField]:
        """The fields of the row: for the claimed value (None while it is only looked at), and for the verified one."""
        claimed = self._claimed_field
        return (claimed if claimed is not None and not claimed.isHidden() else None), self.verified

    def tools(self) -> tuple[QWidget, ...]:
        """What else takes the focus in this row."""
        return self._accept, self._evidence, self._note_button, self.note

    def field_beside(self, widget: QWidget | None) -> ValueField | None:
        """This row's field in the column of ``widget``, a field of any fact's row: claimed beside claimed."""
        other = within(widget, FactRow)
        claimed, verified = self.columns()
        in_claimed = other is not None and widget is not None and other.in_claimed(widget)
        return claimed if in_claimed else verified

    def in_claimed(self, widget: QWidget) -> bool:
        """Whether a widget belongs to the field for the claimed value."""
        return self._claimed_field is not None and self._claimed_field.isAncestorOf(widget)

    def _show_agreement(self, entry: FactEntry, *, editable: bool, missing: bool) -> None:
        agreed = entry.verified is not None and entry.verified == entry.claimed
        differs = None not in (entry.verified, entry.claimed) and not agreed
        icon, colour = ("check", "ok_text") if agreed else ("differs", "warn_text") if differs else ("equal", "accent")
        self._accept.setIcon(self._theme.icon(icon, colour))
        tip = (
            _("与申报一致")
            if agreed
            else _("与申报不同；点此改为与申报一致")
            if differs
            else _("与申报一致（Ctrl+Enter）")
        )
        self._accept.setToolTip(tip)
        allow(self._accept, editable and not agreed and entry.claimed is not None)
        set_property(self.verified.focusProxy() or self.verified, "waiting", "true" if missing else "false")

    def problem(self, *, told: bool) -> str:
        """Why what stands in the field cannot be read; empty when it can. ``told``: only if it has been said."""
        return self.verified.told_problem if told else self.verified.problem
