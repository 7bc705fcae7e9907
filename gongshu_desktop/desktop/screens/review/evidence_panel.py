"""佐证: the documents of the case, looked at beside what they prove; added by dialog, by drag and drop, or by paste."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImageWriter,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.review.evidence_list import (
    EVIDENCE_ROLE,
    EvidenceDelegate,
    EvidenceModel,
    EvidenceView,
    uses,
)
from gongshu_desktop.desktop.screens.review.evidence_viewer import EvidenceViewer
from gongshu_desktop.desktop.screens.review.parts import allow, appear
from gongshu_desktop.desktop.screens.review.state import Snapshot
from gongshu_desktop.desktop.widgets.buttons import Button, IconButton
from gongshu_desktop.desktop.widgets.surfaces import dropped_files
from gongshu_desktop.host.input_file import read_file
from gongshu_desktop.review.case import Evidence
from gongshu_desktop.review.editing.edits import LinkEvidence, RemoveEvidence, RenameEvidence
from gongshu_desktop.services.desk.evidence import LARGEST
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.wording import _

ENDINGS = (".pdf", ".png", ".jpg", ".jpeg")
_KINDS = "PDF / PNG / JPEG (*.pdf *.png *.jpg *.jpeg)"


class EvidencePanel(QWidget):
    """``edited`` carries edits; ``attached`` (name, content, target) asks for a document to be taken in, and linked where
    it was wanted for a target: (measure, fact or criterion)."""

    edited = Signal(object)
    attached = Signal(str, object, object)

    def __init__(self, surroundings: Surroundings, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = surroundings
        self._theme = surroundings.theme
        self._snapshot: Snapshot | None = None
        self._target: tuple[str, str] | None = None
        self.setObjectName("review.evidence")
        self.setAcceptDrops(True)
        self.model = EvidenceModel(self)
        self.model.renamed.connect(lambda key, title: self.edited.emit(RenameEvidence(key, title)))
        self._list = self._build_list()
        self._viewer = EvidenceViewer(surroundings, session, self)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self._list)
        splitter.addWidget(self._viewer)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([150, 420])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_tools())
        column.addWidget(splitter, 1)
        self._list.selectionModel().currentChanged.connect(lambda now, _before: self._look(now))

    # --- building ---

    def _build_tools(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._add = Button(_("添加"), "review.evidence.add", "link").with_icon(self._theme, "plus")
        self._add.clicked.connect(self._choose_any)
        row.addWidget(self._add)
        row.addStretch(1)
        self._paste = self._tool("copy", _("粘贴图片或文件（Ctrl+V）"), "paste", self.paste)
        self._rename = self._tool("edit", _("重命名（F2）"), "rename", self.rename)
        self._remove = self._tool("delete", _("移除（Delete）"), "remove", self.remove)
        for button in (self._paste, self._rename, self._remove):
            row.addWidget(button)
        self._link = Button("", "review.evidence.link", "link")
        self._link.clicked.connect(self.link_here)
        column = QVBoxLayout()
        column.setContentsMargins(14, 6, 8, 4)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _tool(self, icon: str, words: str, name: str, act: object) -> IconButton:
        button = IconButton(self._theme.icon(icon), words, f"review.evidence.{name}", parent=self)
        button.clicked.connect(act)
        return button

    def _build_list(self) -> QListView:
        view = EvidenceView(self)
        view.setModel(self.model)
        view.setItemDelegate(EvidenceDelegate(self._theme, view))
        view.removing.connect(self.remove)
        view.renaming.connect(self.rename)
        view.pasting.connect(self.paste)
        return view

    # --- showing ---

    def show_case(self, snapshot: Snapshot) -> None:
        """Show the documents as they stand."""
        before, self._snapshot = self._snapshot, snapshot
        if before is not None and before.case is snapshot.case and before.editable == snapshot.editable:
            return
        self.model.editable = snapshot.editable
        self.model.show(snapshot.case.evidence, uses(snapshot.case))
        appear(self._list, bool(snapshot.case.evidence))
        if not snapshot.case.evidence:
            self._viewer.show_none()
        elif self._current() is None and self.isVisible():
            self._list.setCurrentIndex(self.model.index(0))
        for widget in (self._add, self._paste):
            appear(widget, snapshot.editable)
        self._show_tools()

    def _show_tools(self) -> None:
        chosen = self._current()
        editable = self._snapshot is not None and self._snapshot.editable
        for widget in (self._rename, self._remove):
            appear(widget, editable)
            allow(widget, chosen is not None)
        words = ""
        if chosen is not None and editable and self._target is not None:
            pattern = _("取消与“{target}”的关联") if chosen.key in self._linked() else _("关联到“{target}”")
            words = pattern.format(target=self._target[1])
        self._link.setText(words)
        appear(self._link, bool(words))

    def aim_at(self, measure: str, target: str) -> None:
        """The fact or criterion that a document would be linked to now; "" for none."""
        self._target = (measure, target) if target else None
        self._show_tools()

    def look_at(self, key: str) -> None:
        """Show one document."""
        row = self.model.row_of(key)
        if row >= 0:
            self._list.setCurrentIndex(self.model.index(row))

    def _current(self) -> Evidence | None:
        found = self._list.currentIndex().data(EVIDENCE_ROLE)
        return cast("Evidence | None", found)

    def _look(self, _index: QModelIndex) -> None:
        evidence = self._current()
        self._show_tools()
        if evidence is not None:
            self._viewer.look_at(evidence)

    # --- acting ---

    def _choose_any(self) -> None:
        self.choose_files()

    def choose_files(self, target: tuple[str, str] | None = None) -> None:
        """Add documents by dialog."""
        self._read(self._around.prompts.open_files(_("添加佐证材料"), _KINDS), target)

    def _read(self, paths: list[Path], target: tuple[str, str] | None = None) -> None:
        for path in paths:
            self._read_one(path, target or self._here())

    def _here(self) -> tuple[str, str] | None:
        """The fact or criterion that is being looked at: what is added now is added for it."""
        chosen = self._snapshot.chosen if self._snapshot is not None else ""
        return self._target if self._target is not None and self._target[0] == chosen else None

    def _read_one(self, path: Path, target: tuple[str, str] | None) -> None:
        self._around.tasks.submit(
            lambda _progress: read_file(path, LARGEST),
            lambda content: self.attached.emit(path.name, content, target),
            lambda error: self._around.prompts.problem(
                _("{file} 没有读取：{why}。").format(file=path, why=error), error
            ),
            owner=self,
            title=_("正在读取 {name}").format(name=path.name),
        )

    def paste(self) -> None:
        """Add what the clipboard holds: files, or a picture."""
        data = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self._read([path for path in paths if path.suffix.lower() in ENDINGS])
            return
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self._around.navigator.notify(_("剪贴板中没有图片，也没有 PDF、PNG 或 JPEG 文件。"))
            return
        buffer = QBuffer(self)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        self.attached.emit(_("粘贴的图片") + ".png", bytes(buffer.data().data()), self._here())

    def rename(self) -> None:
        """Another title for the document."""
        if self._current() is not None and self.model.editable:
            self._list.edit(self._list.currentIndex())

    def remove(self) -> None:
        """Take the document out of the case; it can be undone."""
        evidence = self._current()
        if evidence is not None and self._snapshot is not None and self._snapshot.editable:
            self._viewer.forget()
            self.edited.emit(RemoveEvidence(evidence.key))

    def _linked(self) -> tuple[str, ...]:
        """The documents that the current fact or criterion is linked to."""
        if self._snapshot is None or self._target is None or not self._snapshot.claimed(self._target[0]):
            return ()
        claim, name = self._snapshot.case.claim(self._target[0]), self._target[1]
        for entries in (claim.facts, claim.tables, claim.verdicts):
            entry = entries.get(name)
            if entry is not None:
                return entry.evidence
        return ()

    def link_here(self) -> None:
        """Link the document to the current fact or criterion, or take the link away."""
        evidence = self._current()
        if evidence is None or self._target is None:
            return
        linked = self._linked()
        keys = (
            tuple(key for key in linked if key != evidence.key) if evidence.key in linked else (*linked, evidence.key)
        )
        self.edited.emit(LinkEvidence(measure=self._target[0], target=self._target[1], keys=keys))

    def showEvent(self, event: QShowEvent) -> None:
        """Documents are opened when they come into sight, not before."""
        super().showEvent(event)
        if self._current() is None and self.model.rowCount():
            self._list.setCurrentIndex(self.model.index(0))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._snapshot is not None and self._snapshot.editable and dropped_files(event, ENDINGS):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._read(dropped_files(event, ENDINGS))
