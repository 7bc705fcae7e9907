"""The filter chips over the work list: where cases stand, with counts, and the menus for year and subdistrict."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.work_list.state import Filter, Listing, Pick
from gongshu_desktop.desktop.widgets.buttons import Chip
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.wording import _

_ALWAYS = (Pick.MINE, Pick.ALL)


def pick_words(pick: Pick) -> str:
    """What a pick is called."""
    special = {
        Pick.ALL: _("全部"),
        Pick.MINE: _("待我处理"),
        Pick.RETURNED: words.returned(),
        Pick.HANDED_OVER: words.handed_over(),
    }
    return special[pick] if pick in special else words.stage(Stage(pick.value))


class FilterChips(QWidget):
    """``changed`` tells the pick, the year and the subdistrict (None: any)."""

    changed = Signal(object, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = Filter()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        self._group = QButtonGroup(self)
        self._chips: dict[Pick, Chip] = {}
        order = (Pick.MINE, Pick.ALL, *(pick for pick in Pick if pick not in _ALWAYS))
        for pick in order:
            chip = Chip(pick_words(pick), f"cases.pick.{pick.value}")
            chip.clicked.connect(lambda _checked=False, pick=pick: self._picked(pick))
            self._group.addButton(chip)
            self._chips[pick] = chip
            row.addWidget(chip)
        self._year, self._years = self._menu_chip("cases.year", _("申报年度"))
        self._street, self._streets = self._menu_chip("cases.subdistrict", _("街道"))
        row.addWidget(self._year)
        row.addWidget(self._street)

    def _menu_chip(self, name: str, caption: str) -> tuple[Chip, QMenu]:
        chip = Chip(caption, name)
        menu = QMenu(chip)
        menu.setObjectName(f"{name}.menu")
        chip.attach_menu(menu)
        return chip, menu

    def show_listing(self, listing: Listing, wanted: Filter) -> None:
        """Show the counts, and what is chosen."""
        self._filter = wanted
        for pick, chip in self._chips.items():
            count = listing.counts.get(pick, 0)
            chip.setText(f"{pick_words(pick)} {count:,}")
            chip.setVisible(count > 0 or pick in _ALWAYS or pick is wanted.pick)
            chip.setChecked(pick is wanted.pick)
        year = _("全部年度") if wanted.year is None else _("{year} 年度").format(year=wanted.year)
        self._year.setText(year)
        self._street.setText(wanted.subdistrict or _("全部街道"))
        self._fill_years(listing)
        self._fill_streets(listing)

    def _fill_years(self, listing: Listing) -> None:
        self._years.clear()
        self._years.addAction(_("全部年度"), lambda: self._year_chosen(None))
        for year in listing.years:
            self._years.addAction(_("{year} 年度").format(year=year), partial(self._year_chosen, year))

    def _fill_streets(self, listing: Listing) -> None:
        self._streets.clear()
        self._streets.addAction(_("全部街道"), lambda: self._street_chosen(None))
        for street in listing.subdistricts:
            self._streets.addAction(street, partial(self._street_chosen, street))

    def _picked(self, pick: Pick) -> None:
        self.changed.emit(pick, self._filter.year, self._filter.subdistrict)

    def _year_chosen(self, year: int | None) -> None:
        self.changed.emit(self._filter.pick, year, self._filter.subdistrict)

    def _street_chosen(self, subdistrict: str | None) -> None:
        self.changed.emit(self._filter.pick, self._filter.year, subdistrict)
