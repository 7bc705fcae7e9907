"""政策: the official text with the measures marked in place, what each means for the program, and the year's targets."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.policies import every_policy, newest
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.policy.details import MeasureDetails
from gongshu_desktop.desktop.screens.policy.document import PolicyDocument
from gongshu_desktop.desktop.widgets.fields import choice
from gongshu_desktop.desktop.widgets.surfaces import PageHead, ScrolledColumn, clear
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.desktop.widgets.two_lines import SECOND_LINE, TwoLineDelegate
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.wording import _

_ID = Qt.ItemDataRole.UserRole


class PolicyScreen(Screen):
    """One policy at a time: measures left, text in the middle, meaning at the right."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._policies: Mapping[str, Policy] = {}
        self._policy: Policy | None = None
        column = QVBoxLayout(self)
        page = surroundings.theme.metric("page")
        column.setContentsMargins(page, 12, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._build_head())
        column.addWidget(self._build_panes(), 1)

    def _build_head(self) -> PageHead:
        head = PageHead(_("政策"))
        self._choice: QComboBox = choice("policy.choice", _("选择政策"), ())
        self._choice.setMaximumWidth(560)
        self._choice.hide()
        self._choice.activated.connect(lambda _index: self.show_policy(self._policies[self._choice.currentData()]))
        self._facts = text("", "small")
        head.beside.addWidget(self._choice)
        head.beside.addWidget(self._facts, 1)
        head.layout().setContentsMargins(0, 0, self.surroundings.theme.metric("page"), 0)  # type: ignore[union-attr]
        return head

    def _build_panes(self) -> QSplitter:
        theme = self.surroundings.theme
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setObjectName("policy.panes")
        panes.setChildrenCollapsible(False)
        self._measures = QListWidget()
        self._measures.setObjectName("policy.measures")
        self._measures.setAccessibleName(_("扶持事项"))
        self._measures.setProperty("role", "plain")
        self._measures.setMinimumWidth(190)
        self._measures.setItemDelegate(TwoLineDelegate(theme, self._measures))
        self._measures.currentItemChanged.connect(lambda item, _old: self._choose(item))
        self._text = PolicyDocument(theme, "policy.text")
        self._text.measure_chosen.connect(self._choose_id)
        middle = QWidget()
        middle.setProperty("role", "panel")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._text)
        self._details = MeasureDetails(theme)
        self._targets = ScrolledColumn("policy.targets", _("年度目标"))
        self._targets.body.setContentsMargins(18, 16, 18, 18)
        tabs = QTabWidget()
        tabs.setObjectName("policy.tabs")
        tabs.setAccessibleName(_("事项说明与年度目标"))
        tabs.addTab(self._details, _("事项说明"))
        tabs.addTab(self._targets, _("年度目标"))
        for pane in (self._measures, middle, tabs):
            panes.addWidget(pane)
        panes.setSizes(self.surroundings.settings.widths("policy.panes") or [210, 660, 400])
        panes.setStretchFactor(1, 1)
        panes.splitterMoved.connect(
            lambda _place, _index: self.surroundings.settings.keep_widths("policy.panes", panes.sizes())
        )
        return panes

    def show_policy(self, policy: Policy) -> None:
        """Show a policy."""
        self._policy = policy
        said = _("{number} · {issued} 印发 · {effective} 起施行 · 文本摘要 {digest}…").format(
            number=policy.number,
            issued=words.day(policy.issued),
            effective=words.day(policy.effective),
            digest=policy.text_digest[7:19],
        )
        self._facts.setText(said)
        self._facts.setToolTip(policy.text_digest)
        self._choice.setCurrentIndex(self._choice.findData(policy.id))
        self._text.show_policy(policy)
        self._measures.clear()
        for measure in policy.measures:
            item = QListWidgetItem(measure.title)
            item.setData(SECOND_LINE, f"{measure.clause} · {measure.id}")
            item.setData(_ID, measure.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{measure.title} {measure.clause}")
            self._measures.addItem(item)
        self._show_targets(policy)
        self._measures.setCurrentRow(0)

    def _show_targets(self, policy: Policy) -> None:
        clear(self._targets.body)
        self._targets.body.addWidget(text(_("政策文本提出的年度目标，供对照，不影响任何金额。"), "small", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        for row, target in enumerate(policy.targets):
            grid.addWidget(text(target.indicator, wrap=True), row, 0)
            figure: QLabel = selectable(text(target.target, "strong"))
            grid.addWidget(figure, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._targets.body.addLayout(grid)
        self._targets.body.addStretch(1)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None or self._policy is None:
            return
        measure = self._policy.measure(item.data(_ID))
        self._text.show_measure(measure)
        self._details.show_measure(measure)

    def _choose_id(self, measure: str) -> None:
        for row in range(self._measures.count()):
            if self._measures.item(row).data(_ID) == measure:
                self._measures.setCurrentRow(row)

    def arrive(self) -> None:
        """Read the policies, the first time."""
        self._measures.setFocus()
        if not self._policies:
            library = self.surroundings.program.policies
            self.surroundings.tasks.submit(lambda _progress: every_policy(library), self._offer, owner=self)
        else:
            self._place_text()

    def _offer(self, policies: Mapping[str, Policy]) -> None:
        if not self._policies:
            self._policies = policies
            for policy in policies.values():
                self._choice.addItem(f"{policy.number} {policy.title}", policy.id)
            self._choice.setVisible(len(policies) > 1)
            self.show_policy(newest(policies))
        self._place_text()

    def _place_text(self) -> None:
        # where the words stand is known once the page has its size
        QTimer.singleShot(0, self, lambda: self._choose(self._measures.currentItem()))
