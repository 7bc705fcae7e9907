"""核验: drop any PDF, see its pages, and read in plain words who signed, whether it changed, and whether its figures hold."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.verification.answers import AnswerCard, SignersCard
from gongshu_desktop.desktop.screens.verification.state import Verified, verified
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.pages import PdfPages
from gongshu_desktop.desktop.widgets.surfaces import (
    DropPlace,
    EmptyState,
    PageHead,
    ScrolledColumn,
    clear,
    dropped_files,
)
from gongshu_desktop.desktop.widgets.texts import ElidedText
from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.wording import _

_LARGEST = 200 * 1024 * 1024
_ANSWERS_WIDTH = 430


class TooLarge(Exception):
    """A file larger than any memo."""


class VerificationScreen(Screen):
    """One file at a time."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._trust: bytes | None = None
        self._file: Path | None = None
        self.setAcceptDrops(True)
        page = surroundings.theme.metric("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(page, 12, page, 14)
        column.setSpacing(10)
        column.addWidget(self._build_head())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_empty())
        self._stack.addWidget(self._build_panes())
        column.addWidget(self._stack, 1)

    def _build_head(self) -> PageHead:
        head = PageHead(_("核验"))
        self._name = ElidedText("", "muted")
        head.beside.addWidget(self._name, 1)
        trust = Button(_("换用信任文件…"), "verify.trust", "quiet", parent=self)
        trust.setToolTip(_("核验其他单位签发的意见书时，选用该单位的信任文件"))
        trust.clicked.connect(self._choose_trust)
        head.buttons.addWidget(trust)
        self._open = choose = Button(_("打开 PDF"), "verify.open", "primary", keys="Ctrl+O", parent=self)
        choose.with_icon(self.surroundings.theme, "folder").clicked.connect(self._choose)
        head.buttons.addWidget(choose)
        return head

    def _build_empty(self) -> QFrame:
        words = _("程序会说明谁签的名、签后有没有改动，并按所附凭据重新计算全部金额。文件不会被修改。")
        frame = QFrame()
        frame.setProperty("role", "drop")
        inside = QVBoxLayout(frame)
        inside.addWidget(EmptyState(self.surroundings.theme, "verify", _("把审核意见书（PDF）拖到这里"), words))
        return frame

    def _build_panes(self) -> QWidget:
        panes = QWidget()
        row = QHBoxLayout(panes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        self.pages = PdfPages(self.surroundings.theme, "verify")
        row.addWidget(self.pages, 1)
        self._answers = ScrolledColumn("verify.answers", _("核验结果"), spacing=10)
        self._answers.setFixedWidth(_ANSWERS_WIDTH)
        row.addWidget(self._answers)
        return panes

    def arrive(self) -> None:
        self._open.setFocus()

    # --- choosing ------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        path = self.surroundings.prompts.open_file(_("打开要核验的文件"), _("PDF 文件 (*.pdf);;所有文件 (*)"))
        if path is not None:
            self.check(path)

    def _choose_trust(self) -> None:
        path = self.surroundings.prompts.open_file(_("选择信任文件"), _("所有文件 (*)"))
        if path is None:
            return
        try:
            self._trust = path.read_bytes()[:_LARGEST]
        except OSError as error:
            self.surroundings.prompts.problem(_("读不到 {file}。").format(file=path), error)
            return
        self.surroundings.navigator.notify(_("现按 {file} 核验").format(file=path.name))
        if self._file is not None:
            self.check(self._file)

    def check(self, path: Path) -> None:
        """Check a file and show what was found."""
        program, trust = self.surroundings.program, self._trust

        def work() -> tuple[bytes, Verified]:
            if path.stat().st_size > _LARGEST:
                raise TooLarge(path.name)
            pdf = path.read_bytes()
            report = program.verify(pdf, program.offices.trust() if trust is None else trust)
            record = program.on_record(report.signatures.base_digest) if report.signatures.base_digest else None
            return pdf, verified(path.name, pdf, report, record)

        self.surroundings.tasks.submit(
            lambda _progress: work(),
            lambda found: self._show(path, *found),
            lambda error: self._failed(path, error),
            owner=self,
            title=_("正在核验 {file}").format(file=path.name),
        )

    # --- showing -------------------------------------------------------------------------------------------------

    def _show(self, path: Path, pdf: bytes, shown: Verified) -> None:
        self._file = path
        self._name.setText(str(path))
        self.pages.show_bytes(pdf)
        clear(self._answers.body)
        theme = self.surroundings.theme
        self._answers.body.addWidget(AnswerCard(theme, shown.signatures))
        if shown.signers:
            self._answers.body.addWidget(SignersCard(shown))
        for answer in shown.answers:
            self._answers.body.addWidget(AnswerCard(theme, answer))
        drop = DropPlace("verify.drop", _("把另一份 PDF 拖到这里"), (".pdf",))
        drop.dropped.connect(lambda paths: self.check(paths[0]))
        self._answers.body.addWidget(drop)
        self._answers.body.addStretch(1)
        self._stack.setCurrentIndex(1)

    def _failed(self, path: Path, error: Exception) -> None:
        if isinstance(error, UnreadableDocument):
            said = str(error)
        elif isinstance(error, TooLarge):
            said = _("{file} 超过 200 MB，不是审核意见书。").format(file=path.name)
        elif isinstance(error, OSError):
            said = _("读不到 {file}。请确认文件还在原处，并且有权读取。").format(file=path)
        else:
            said = _("{file} 没有核验成。").format(file=path.name)
        self.surroundings.prompts.problem(said, error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event, (".pdf",)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for path in dropped_files(event, (".pdf",))[:1]:
            self.check(path)
