"""A document of the case, looked at: fetched and examined in a worker, then shown as pages or as a picture."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.review.image_pages import ImagePages
from gongshu_desktop.desktop.tasks import Progress
from gongshu_desktop.desktop.widgets.pages import PdfPages
from gongshu_desktop.desktop.widgets.surfaces import EmptyState
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.review.case import Evidence
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.wording import _


class EvidenceViewer(QStackedWidget):
    """Shows one document at a time; of one that cannot be shown, it says why."""

    def __init__(self, surroundings: Surroundings, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = surroundings
        self._session = session
        self._looked_at = ""
        self._work: Progress | None = None
        theme = surroundings.theme
        self._empty = EmptyState(
            theme, "attach", _("还没有佐证材料"), _("把 PDF 或图片拖到这里，或点“添加”，也可粘贴截图。")
        )
        self._pdf = PdfPages(theme, "review.evidence")
        self._image = ImagePages(theme, "review.evidence")
        self._word = text("", "muted", wrap=True)
        self._word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self._empty, self._pdf, self._image, self._word):
            self.addWidget(widget)

    def show_none(self) -> None:
        """Say that there is no document yet."""
        self.forget()
        self.setCurrentWidget(self._empty)

    def forget(self) -> None:
        """The next document is shown even if it is the one that is shown now: it may have been replaced."""
        self._looked_at = ""

    def look_at(self, evidence: Evidence) -> None:
        """Show a document, unless it is shown already; one that is still being fetched is given up."""
        if evidence.key == self._looked_at:
            return
        self._looked_at = evidence.key
        if self._work is not None:
            self._work.cancel()  # nobody waits for the document before any more
        if not evidence.sha256:
            self._say(_("“{title}”只有纸质材料，没有上传文件。").format(title=evidence.title))
            return
        is_pdf = evidence.media_type == "application/pdf"

        def fetch(progress: Progress) -> bytes | QImage:
            progress.go_on()
            content = self._session.evidence_bytes(evidence.key)
            if is_pdf:
                self._around.program.showable(content, progress.go_on)
                return content
            self._around.program.showable_picture(content)
            return QImage.fromData(QByteArray(content))

        def failed(problem: Exception) -> None:
            self._say(_("“{title}”打不开：{problem}").format(title=evidence.title, problem=problem))

        self._work = self._around.tasks.submit(
            fetch, lambda found: self._show(evidence, found), failed, owner=self, title=_("正在打开佐证材料")
        )

    def _show(self, evidence: Evidence, found: bytes | QImage) -> None:
        if evidence.key != self._looked_at:
            return
        if isinstance(found, QImage) and not found.isNull():
            self._image.show_image(found)
            self.setCurrentWidget(self._image)
        elif isinstance(found, bytes) and self._pdf.show_bytes(found):
            self.setCurrentWidget(self._pdf)
        else:
            self._say(_("“{title}”无法显示：文件可能已损坏。请重新扫描后替换。").format(title=evidence.title))

    def _say(self, words: str) -> None:
        self._word.setText(words)
        self.setCurrentWidget(self._word)
