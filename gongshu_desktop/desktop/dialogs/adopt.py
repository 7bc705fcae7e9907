"""采用口径: which option, on whose authority. It is journalled, and later decisions on the same reading keep the earlier ones."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from gongshu_desktop.desktop.reading_lines import ReadingLine
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


class AdoptDialog(Dialog):
    """``option`` and ``authority`` hold the answer."""

    def __init__(self, item: ReadingLine, person: Person, parent: QWidget | None = None) -> None:
        intro = _("“{phrase}”（{measure}，{clause}）").format(
            phrase=item.reading.phrase, measure=item.measure.title, clause=item.measure.clause
        )
        super().__init__("adopt", item.reading.question, intro, width=560, parent=parent)
        current = item.adopted.option if item.adopted else item.reading.suggested
        self._group = QButtonGroup(self)
        self._keys = list(item.reading.options)
        for number, (key, shown) in enumerate(item.reading.options.items()):
            suggested = _("（建议）") if key == item.reading.suggested else ""
            radio = QRadioButton(shown + suggested)
            radio.setObjectName(f"adopt.option.{key}")
            radio.setAccessibleName(shown)
            radio.setChecked(key == current)
            self._group.addButton(radio, number)
            self.body.addWidget(radio)
        self._authority = line("adopt.authority", _("依据"), placeholder=_("例如：拱众办〔2016〕5号，或某次会议纪要"))
        self.body.addWidget(Field(_("依据（文号、会议或批示）"), self._authority))
        said = _("采用人：{name}。采用后记入操作日志，已签发的意见书不受影响。").format(name=person.name)
        self.body.addWidget(text(said, "small", wrap=True))
        self.add_buttons(_("采用这一口径"))
        self._authority.setFocus()

    @property
    def option(self) -> str:
        """The chosen option's key."""
        return self._keys[self._group.checkedId()]

    @property
    def authority(self) -> str:
        """On what authority."""
        return self._authority.text().strip()

    def accept(self) -> None:
        """Close only with an authority."""
        if not self.authority:
            self.show_problem(_("请写明采用的依据：两年后审计要问的就是这一句。"))
            self._authority.setFocus()
            return
        super().accept()
