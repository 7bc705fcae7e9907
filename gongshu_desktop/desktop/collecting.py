"""Python's collector of cycles, run by the window's thread alone.

Left to itself it comes by in whatever thread happens to make the next object. In a worker it would end widgets that nobody
holds any more, and Qt crashes when a widget ends outside of the window's thread. So it is switched off for as long as there is
a window, and a timer does by the same thresholds what it would have done.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class Collecting(QObject):
    """Collects what is due twice a second, as long as ``parent`` lives; what is there already stays and is never looked through."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_due() -> None:
    """The oldest generation whose count is over its threshold, with all that are younger; nothing when none is."""
    due = [
        age for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
    ]
    if due:
        gc.collect(due[-1])
