"""The main window: the rail at the left, one page at a time beside it, and what has to be said in passing.

It is the ``Navigator`` of its screens. Changing the language, the theme or the person builds every screen anew; an open
review session outlives that, with its undo history.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gongshu_desktop import wording
from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.desktop.prompts import Prompts
from gongshu_desktop.desktop.rail import Place, Rail
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.tasks import Tasks
from gongshu_desktop.desktop.theme.theme import Theme, dress
from gongshu_desktop.desktop.translators import speak_qt
from gongshu_desktop.desktop.widgets.busy import BusyStrip
from gongshu_desktop.desktop.widgets.toast import Toast
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.desk.session import ReviewSession

MakeReview = Callable[[Surroundings, "ReviewSession"], Screen]
MakePrompts = Callable[[QWidget, Theme], Prompts]


class MainWindow(QMainWindow):
    """``places`` are the rail's; ``make_review`` builds the review workspace for an opened case.

    ``seated`` tells that who works may have changed: somebody was registered, or another person sat down.
    """

    seated = Signal()

    def __init__(
        self,
        program: OfficeProgram,
        settings: SettingsFile,
        tasks: Tasks,
        places: Sequence[Place],
        make_review: MakeReview,
        make_prompts: MakePrompts,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.program, self._settings, self._tasks = program, settings, tasks
        self._places, self._make_review, self._make_prompts = tuple(places), make_review, make_prompts
        self._session: ReviewSession | None = None
        self._review: Screen | None = None
        self._saved: datetime | None = None
        self._people: Sequence[Person] = ()
        self._person: Person | None = None
        self._here = self._places[0].key
        self.setMinimumSize(1024, 640)
        self._take_seat()
        self._build()
        self._restore_geometry()
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        chosen = self._settings.current
        wording.speak(chosen.language)
        speak_qt(application, chosen.language)
        self.theme = dress(application, chosen.theme, chosen.text_size)
        self.prompts = self._make_prompts(self, self.theme)
        self.surroundings = Surroundings(
            program=self.program,
            theme=self.theme,
            tasks=self._tasks,
            prompts=self.prompts,
            settings=self._settings,
            navigator=self,
            owner=self,
        )
        self._lay_out()
        self._screens: dict[str, Screen] = {}
        if self._session is not None:
            self._show_review(self._session)
        else:
            self._show(self._here)

    def _lay_out(self) -> None:
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(self.theme, self._places, centre)
        self.rail.chosen.connect(self.go)
        self.rail.person_chosen.connect(self.sit_down)
        self.rail.show_people(self._people, self._person)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._pages = QStackedWidget(centre)
        column.addWidget(self._pages, 1)
        self._busy = BusyStrip(centre)
        column.addWidget(self._busy)
        self._busy.follow(self._tasks)
        row.addLayout(column, 1)
        old = self.takeCentralWidget()
        self.setCentralWidget(centre)
        self._toast = Toast(centre)
        if old is not None:
            old.deleteLater()

    def rebuild(self) -> None:
        """Build the screens anew with the settings, people and office as they are now (once the present event is done)."""
        QTimer.singleShot(0, self, self._rebuild_now)

    def _rebuild_now(self) -> None:
        if self._leave_current():
            self._take_seat()
            self._review = None
            self._build()

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._settings.current.theme == "system":
            self.rebuild()

    # --- where we are --------------------------------------------------------------------------------------------

    @property
    def person(self) -> Person | None:
        """Who is working now."""
        return self._person

    @property
    def saved_at(self) -> datetime | None:
        """When something was last written to disk in this run."""
        return self._saved

    @property
    def session(self) -> "ReviewSession | None":
        """The case that is open in the review workspace."""
        return self._session

    @property
    def current(self) -> Screen | None:
        """The screen in sight."""
        widget = self._pages.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def go(self, place: str) -> None:
        """Show a place of the rail."""
        if self._leave_current():
            self._drop_review()
            self._show(place)
        else:
            self.rail.show_place(self._here)

    def open_case(self, case: str) -> None:
        """Open a case in the review workspace, once it is read."""
        person = self._person
        if person is None:
            self.notify(_("请先在“单位”中登记人员，再办理案卷。"))
            return
        self._tasks.submit(
            lambda _progress: self.program.desk.open(case, person), self._opened, owner=self, title=_("正在打开案卷")
        )

    def _opened(self, session: "ReviewSession") -> None:
        if self._leave_current():
            self._drop_review()
            self._show_review(session)

    def close_case(self) -> None:
        """Back to the work list."""
        self.go("cases")

    def sit_down(self, person: str) -> None:
        """Another person works from now on."""
        if self._person is not None and person == self._person.id:
            return
        if not self._leave_current():
            return
        opened = self._session.case.id if self._session is not None else None
        self._drop_review()
        self._settings.change(person=person)
        self._take_seat()
        self._build()
        self.notify(_("现由 {name} 办理").format(name=self._person.name if self._person else ""))
        if opened is not None:
            self.open_case(opened)

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say something in passing."""
        self._toast.say(text, undo)

    def saved(self, at: datetime) -> None:
        """Remember that everything is on disk."""
        self._saved = at

    def _take_seat(self) -> None:
        self._people = [person for person in self.program.front_page.people() if person.active]
        wanted = self._settings.current.person
        first = self._people[0] if self._people else None
        self._person = next((person for person in self._people if person.id == wanted), first)
        self.seated.emit()

    def _leave_current(self) -> bool:
        return self.current is None or self.current.leave()

    def _show(self, key: str) -> None:
        self._here = key
        if key not in self._screens:
            place = next(place for place in self._places if place.key == key)
            self._screens[key] = place.make(self.surroundings)
            self._pages.addWidget(self._screens[key])
        self._bring(self._screens[key])

    def _show_review(self, session: "ReviewSession") -> None:
        self._here = "cases"
        self._session = session
        self._review = self._make_review(self.surroundings, session)
        self._pages.addWidget(self._review)
        self._bring(self._review)

    def _bring(self, screen: Screen) -> None:
        program, session = _("拱墅众创扶持审核"), self._session
        self.setWindowTitle(program if session is None else f"{session.case.makerspace.name} — {program}")
        self._pages.setCurrentWidget(screen)
        self.rail.show_place(self._here)
        screen.arrive()

    def _drop_review(self) -> None:
        if self._review is not None:
            self._pages.removeWidget(self._review)
            self._review.deleteLater()
        self._review, self._session = None, None

    # --- the window itself ---------------------------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        stored = QByteArray.fromBase64(self._settings.current.geometry.encode("ascii", "replace"))
        if stored.isEmpty() or not self.restoreGeometry(stored):
            area = self.screen().availableGeometry()
            self.resize(min(1440, area.width()), min(900, area.height()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leave_current():
            event.ignore()
            return
        self._settings.change(geometry=bytes(self.saveGeometry().toBase64().data()).decode())
        event.accept()
