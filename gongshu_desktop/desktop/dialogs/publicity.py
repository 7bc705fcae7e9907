"""公示名单: the period of the public notice and where objections go; both may be left open for the draft."""

from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from gongshu_desktop.desktop.dialogs.notice import row_of
from gongshu_desktop.desktop.dialogs.papers import paper_words
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.services.paper_kinds import PaperChoices, PaperKind
from gongshu_desktop.wording import _


class PublicityDialog(Dialog):
    """``wanted`` holds what was chosen, once accepted."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        intro = _("公示期和联系方式可以先不填：没有填齐的名单是草稿，填齐后才能公示。")
        super().__init__(
            "publicity", paper_words(PaperKind.PUBLICITY), intro, width=560, parent=parent or surroundings.owner
        )
        self._begin = line("publicity.begin", _("公示期第一天"), placeholder="2016-12-01")
        self._end = line("publicity.end", _("公示期最后一天"), placeholder="2016-12-07")
        self._fields = {
            self._begin: Field(_("公示期第一天"), self._begin),
            self._end: Field(_("公示期最后一天"), self._end),
        }
        self.body.addLayout(row_of(*self._fields.values()))
        self._contact = line(
            "publicity.contact",
            _("异议受理的联系方式"),
            value=surroundings.settings.current.contact,
            placeholder=_("印在文书上，例如：陈静，0571-88880000"),
        )
        self.body.addWidget(Field(_("异议受理的联系方式"), self._contact))
        self.add_buttons(_("制作"))
        self._begin.setFocus()

    def accept(self) -> None:
        """Close only with days that can be read, in order, both or none."""
        try:
            begin, end = _day(self._begin.text()), _day(self._end.text())
        except ValueError:
            self.show_problem(_("日期请写成 2016-12-01 这样。"))
            return
        if (begin is None) != (end is None):
            self.show_problem(_("公示期的起止日期请都填写，或都不填写。"))
            return
        if begin and end and end < begin:
            self.show_problem(_("公示期的截止日期不能早于起始日期。"))
            return
        self.wanted = PaperChoices(begin=begin, end=end, contact=self._contact.text().strip())
        super().accept()


def _day(typed: str) -> date | None:
    """The day that was typed, with any of the usual separators; None for nothing. Raises ValueError."""
    words = typed.strip().rstrip("日")
    for sign in "/.年月－":
        words = words.replace(sign, "-")
    if not words:
        return None
    year, month, day = (int(part) for part in words.split("-"))
    return date(year, month, day)


def ask_publicity(surroundings: Surroundings) -> PaperChoices | None:
    """What the public list is to say; None when the person thinks better of it."""
    dialog = PublicityDialog(surroundings)
    chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if not chosen:
        return None
    surroundings.settings.change(contact=dialog.wanted.contact)
    return dialog.wanted
