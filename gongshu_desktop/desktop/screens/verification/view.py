"""核验: drop any PDF, scan or photo, see its pages, and read in plain words who signed, whether it changed, whether its figures
hold, and whether the paper agrees with the record here."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.memo import show_memo
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.review.image_pages import ImagePages
from gongshu_desktop.desktop.screens.verification.answers import AnswerCard, SignersCard
from gongshu_desktop.desktop.screens.verification.binding import bind_scan
from gongshu_desktop.desktop.screens.verification.looking import ENDINGS, Looked, look
from gongshu_desktop.desktop.screens.verification.paper import PaperShown, typed
from gongshu_desktop.desktop.screens.verification.paper_card import HandCodeCard, PaperCard
from gongshu_desktop.desktop.screens.verification.record_card import RecordCard
from gongshu_desktop.desktop.screens.verification.state import Answer, Verified
from gongshu_desktop.desktop.tasks import Progress
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
from gongshu_desktop.host.input_file import UnreadableFile, read_file
from gongshu_desktop.services.paper_codes import PaperCodeRefused
from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.services.verification.sizes import LARGEST_TRUST_FILE
from gongshu_desktop.wording import _

_ANSWERS_WIDTH = 430


class VerificationScreen(Screen):
    """One file at a time: its pages at the left, the answers at the right."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._trust: bytes | None = None
        self._file: Path | None = None
        self._work: Progress | None = None
        self.setAcceptDrops(True)
        page = surroundings.theme.metric("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(page, 12, page, 14)
        column.setSpacing(10)
        column.addWidget(self._build_head())
        row = QHBoxLayout()
        row.setSpacing(20)
        self.pages = PdfPages(surroundings.theme, "verify")
        self.picture = ImagePages(surroundings.theme, "verify")
        self._stack = QStackedWidget()
        self._unshown = EmptyState(surroundings.theme, "warning", _("页面没有显示"), "")
        for widget in (self._build_empty(), self.pages, self.picture, self._unshown):
            self._stack.addWidget(widget)
        row.addWidget(self._stack, 1)
        row.addWidget(self._build_answers())
        column.addLayout(row, 1)

    def _build_head(self) -> PageHead:
        head = PageHead(_("核验"))
        self._name = ElidedText("", "muted")
        head.beside.addWidget(self._name, 1)
        self._other_trust = trust = Button(_("换用信任文件…"), "verify.trust", "quiet", parent=self)
        trust.setToolTip(_("核验其他单位签发的意见书时，选用该单位的信任文件"))
        trust.clicked.connect(self._choose_trust)
        head.buttons.addWidget(trust)
        self._open = choose = Button(_("打开文件"), "verify.open", "primary", keys="Ctrl+O", parent=self)
        choose.with_icon(self.surroundings.theme, "folder").clicked.connect(self._choose)
        head.buttons.addWidget(choose)
        return head

    def _build_empty(self) -> QFrame:
        title = _("把审核意见书（PDF）或纸面的扫描件、照片拖到这里")
        words = _(
            "电子文书：说明谁签的名、签后有没有改动，并重新计算全部金额。"
            "纸面文书：读出二维码，与本机案卷比对。文件不会被修改。"
        )
        frame = QFrame()
        frame.setProperty("role", "drop")
        inside = QVBoxLayout(frame)
        inside.addWidget(EmptyState(self.surroundings.theme, "verify", title, words))
        return frame

    def _build_answers(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_ANSWERS_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._headline = QVBoxLayout()
        column.addLayout(self._headline)
        self._answers = ScrolledColumn("verify.answers", _("核验结果"), spacing=10)
        self._answers.hide()
        column.addWidget(self._answers, 1)
        self._by_hand = HandCodeCard(self.surroundings.theme)
        self._by_hand.wanted.connect(self._find)
        column.addWidget(self._by_hand)
        self._below = QWidget()
        column.addWidget(self._below, 1)
        return side

    def arrive(self) -> None:
        self._open.setFocus()

    # --- choosing ------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = _("意见书或扫描件 (*.pdf *.png *.jpg *.jpeg);;所有文件 (*)")
        path = self.surroundings.prompts.open_file(_("打开要核验的文件"), kinds)
        if path is not None:
            self.check(path)

    def _choose_trust(self) -> None:
        path = self.surroundings.prompts.open_file(_("选择信任文件"), _("所有文件 (*)"))
        if path is None:
            return

        def taken(content: bytes) -> None:
            self._other_trust.setEnabled(True)
            self._trust = content
            self.surroundings.navigator.notify(_("现按 {file} 核验").format(file=path.name))
            if self._file is not None:
                self.check(self._file)

        def failed(error: Exception) -> None:
            self._other_trust.setEnabled(True)
            self._failed(path, error)

        self._other_trust.setEnabled(False)
        self.surroundings.tasks.submit(
            lambda _progress: read_file(path, LARGEST_TRUST_FILE),
            taken,
            failed,
            owner=self,
            title=_("正在读取 {name}").format(name=path.name),
        )

    def check(self, path: Path) -> None:
        """Check a file and show what was found."""
        program, trust = self.surroundings.program, self._trust
        if self._work is not None:
            self._work.cancel()  # nobody waits for the file before any more
        self._work = self.surroundings.tasks.submit(
            lambda progress: look(program, path, trust, progress),
            self._show,
            lambda error: self._failed(path, error),
            owner=self,
            title=_("正在核验 {file}").format(file=path.name),
        )

    def _find(self, code: str) -> None:
        program = self.surroundings.program

        def work() -> PaperShown | None:
            memo = program.scans.by_hand(code)
            return None if memo is None else typed(memo, program.scans.recorded(memo), program.desk.summaries())

        self._by_hand.busy(working=True)
        self.surroundings.tasks.submit(
            lambda _progress: work(), self._found, self._not_found, owner=self, title=_("正在查找案卷")
        )

    def _found(self, shown: PaperShown | None) -> None:
        self._by_hand.busy(working=False)
        if shown is None or shown.memo is None:
            said = _("本机没有这个短码的意见书。请对照纸面看看有没有输错；其他电脑签发的属于正常情况。")
            self._by_hand.show_problem(said)
            return
        self._begin(None, shown.number)
        self.pages.show_bytes(shown.memo.pdf)
        self._stack.setCurrentWidget(self.pages)
        self._add_paper(shown)
        self._end()

    def _not_found(self, error: Exception) -> None:
        self._by_hand.busy(working=False)
        if isinstance(error, PaperCodeRefused):
            self._by_hand.show_problem(str(error))
        else:
            self.surroundings.prompts.problem(_("没有查成。"), error)

    # --- showing -------------------------------------------------------------------------------------------------

    def _begin(self, file: Path | None, words: str) -> None:
        self._file = file
        self._name.setText(words)
        clear(self._headline)
        clear(self._answers.body)

    def _end(self) -> None:
        drop = DropPlace("verify.drop", _("把另一份文件拖到这里"), ENDINGS)
        drop.dropped.connect(lambda paths: self.check(paths[0]))
        self._answers.body.addWidget(drop)
        self._answers.body.addStretch(1)
        self._answers.show()
        self._answers.verticalScrollBar().setValue(0)  # another answer is read from its beginning
        self._below.hide()

    def _show(self, found: Looked) -> None:
        self._begin(found.path, str(found.path))
        if found.unshown:
            self._unshown.say(_("页面没有显示"), found.unshown)
            self._stack.setCurrentWidget(self._unshown)
        elif found.picture is None:
            self.pages.show_bytes(found.content)
            self._stack.setCurrentWidget(self.pages)
        else:
            self._show_picture(found.picture)
        if found.answer is not None:
            self._say(found.answer)
        for paper in found.papers:
            self._add_paper(paper, found)
        if found.verified is not None:
            self._add_verified(found.verified)
        self._end()

    def _show_picture(self, picture: QImage) -> None:
        self._stack.setCurrentWidget(self.picture)
        self.picture.show_image(picture)

    def _say(self, answer: Answer) -> None:
        """The verdict: the first one stays in sight above what is scrolled."""
        card = AnswerCard(self.surroundings.theme, answer)
        if self._headline.isEmpty():
            card.setObjectName("verify.verdict")
            card.setProperty("tone", answer.tone if answer.tone in {"warn", "danger"} else "")
            self._headline.addWidget(card)
        else:
            self._answers.body.addWidget(card)

    def _add_verified(self, shown: Verified) -> None:
        theme = self.surroundings.theme
        self._say(shown.headline)
        if shown.signatures is not None:
            self._answers.body.addWidget(AnswerCard(theme, shown.signatures))
        if shown.signers:
            self._answers.body.addWidget(SignersCard(shown))
        for answer in shown.answers:
            self._answers.body.addWidget(AnswerCard(theme, answer))
        if shown.compared is not None:
            card = RecordCard(theme, shown.compared)
            card.case_wanted.connect(partial(self.surroundings.navigator.open_case, shown.compared.case))
            self._answers.body.addWidget(card)

    def _add_paper(self, shown: PaperShown, found: Looked | None = None) -> None:
        around = self.surroundings
        self._say(shown.answer)
        card = PaperCard(around.theme, shown)
        if shown.case is not None:
            card.case_wanted.connect(partial(around.navigator.open_case, shown.case))
        if shown.memo is not None:
            card.memo_wanted.connect(partial(show_memo, around, shown.memo))
        if found is not None:
            card.bind_wanted.connect(partial(bind_scan, around, card, shown, found))
        self._answers.body.addWidget(card)

    def _failed(self, path: Path, error: Exception) -> None:
        if isinstance(error, UnreadableDocument):
            said = str(error)
        elif isinstance(error, UnreadableFile):
            said = _("{file} 没有读取：{why}。").format(file=path, why=error)
        else:
            said = _("{file} 没有核验成。").format(file=path.name)
        self.surroundings.prompts.problem(said, error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event, ENDINGS):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for path in dropped_files(event, ENDINGS)[:1]:
            self.check(path)
