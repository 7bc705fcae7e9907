"""采用信任文件: whose it is, its fingerprint to be compared, and what it would change here."""

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.work_dialog import WorkDialog
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.services.office.trust_exchange import TrustPreview
from gongshu_desktop.wording import _


class AcceptTrustDialog(WorkDialog):
    """Nothing is taken into use before the person says so; the first file only once its fingerprint was compared."""

    def __init__(self, preview: TrustPreview, parent: QWidget | None = None) -> None:
        intro = _("信任文件决定本机认可谁的签名。请向签发单位打电话，或对照其纸面通知，逐组核对指纹。")
        super().__init__("accept", _("核对并采用信任文件"), intro, width=620, parent=parent)
        self.body.addWidget(self._build_head(preview))
        if preview.changes:
            title = _("将列入本机的内容") if preview.first else _("与本机现用文件相比")
            self.body.addWidget(text(title, "section"))
            listed = ScrolledColumn("accept.changes", title, spacing=4)
            for line in preview.changes:
                listed.body.addWidget(selectable(text(line, "small", wrap=True)))
            listed.body.addStretch(1)
            listed.setFixedHeight(min(180, 8 + 24 * len(preview.changes)))
            self.body.addWidget(listed)
        self._compared = QCheckBox(_("已通过电话或纸面逐组核对，指纹一致"))
        self._compared.setObjectName("accept.compared")
        self._compared.setAccessibleName(_("指纹一致"))
        self._compared.setVisible(preview.first and not preview.problem)
        self.body.addWidget(self._compared)
        self._first = preview.first
        same = not preview.changes and not preview.first
        if same:
            self.body.addWidget(text(_("与本机现用的信任文件相同，不必采用。"), wrap=True))
        elif not preview.first and not preview.problem:
            self.body.addWidget(text(_("与本机现用的信任文件由同一根证书签发。"), "good", wrap=True))
        self.add_work_buttons(_("采用"))
        if preview.problem:
            self.show_problem(preview.problem)
        self.main_button.setEnabled(not preview.problem and not same)

    def _build_head(self, preview: TrustPreview) -> Card:
        content = preview.content
        card = Card("accent", spacing=8)
        card.body.addWidget(text(content.office, "heading", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        lines = (
            (_("编号"), _("第 {number} 号").format(number=content.number)),
            (_("签发时间"), words.moment(content.issued)),
            (_("吊销名单有效至"), words.day(content.list_until.astimezone().date())),
        )
        for row, (caption, said) in enumerate(lines):
            grid.addWidget(text(caption, "small"), row, 0)
            grid.addWidget(text(said), row, 1)
        card.body.addLayout(grid)
        card.body.addWidget(text(_("根证书指纹"), "section"))
        fingerprint = selectable(text(_in_two_lines(content.fingerprint), "mono"))
        fingerprint.setObjectName("accept.fingerprint")
        fingerprint.setAccessibleName(_("根证书指纹 {groups}").format(groups=content.fingerprint))
        card.body.addWidget(fingerprint)
        return card

    def compared(self) -> bool:
        """Whether the person has compared the fingerprint where all hangs on it; else that is asked for."""
        ticked = self._compared.isChecked() or not self._first
        self.show_problem("" if ticked else _("请先逐组核对指纹，再在上面打勾。"))
        return ticked


def _in_two_lines(fingerprint: str) -> str:
    """Eight groups a line, so that two people on the phone do not lose their place."""
    groups = fingerprint.split()
    return "\n".join(" ".join(groups[at : at + 8]) for at in range(0, len(groups), 8))
