"""Run before the program: on Linux, has the system read what every start needs, all at once and in long runs.

After the PC was switched on, nothing of the program is in memory, and the linker and Python would fetch it page by page. (Windows
does as much by itself for programs that are started often.)
"""

import os
import sys
from _thread import start_new_thread

_NEEDED = (
    sys.executable,  # with the program's Python modules in it
    *(
        f"{sys._MEIPASS}/PySide6/{name}"
        for name in (
            "QtCore.abi3.so", "Qt/lib/libQt6Core.so.6", "Qt/lib/libQt6Gui.so.6", "QtGui.abi3.so", "Qt/lib/libQt6Widgets.so.6",
            "QtWidgets.abi3.so", "Qt/lib/libQt6XcbQpa.so.6", "Qt/plugins/platforms/libqxcb.so", "Qt/lib/libQt6Svg.so.6",
        )
    ),
)  # fmt: skip


def _read_ahead() -> None:
    for path in _NEEDED:
        try:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_WILLNEED)
            os.close(file)
        except OSError:
            continue  # what is missing will be missed, in words, by whoever needs it


if sys.platform == "linux":
    start_new_thread(_read_ahead, ())
