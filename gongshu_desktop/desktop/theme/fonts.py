"""Which typeface the window speaks in: the system's own Chinese one where there is a good one, else the one we bring.

Windows has Microsoft YaHei UI, domestic Linux desktops Noto Sans CJK or Source Han Sans; on a machine with neither the
bundled Memo Hei 黑体 makes every Chinese character readable.
"""

import sys
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from gongshu_desktop.host import places

_WINDOWS = ("Microsoft YaHei UI", "Microsoft YaHei")
_MAC = ("PingFang SC",)
_LINUX = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Source Han Sans CN")
_BUNDLED = "Memo Hei"
_BUNDLED_FILE = "MemoHei.ttf"


def load_bundled() -> None:
    """Make the bundled face known to Qt (once a program) where this machine has no good Chinese one of its own."""
    if not _own(sys.platform):
        QFontDatabase.addApplicationFont(str(places.resources() / "fonts" / _BUNDLED_FILE))


@cache
def _own(platform: str) -> list[str]:
    """The good faces that this machine has of its own, best first."""
    wanted = {"win32": _WINDOWS, "darwin": _MAC}.get(platform, _LINUX)
    here = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    return [family for family in (*wanted, *_LINUX) if family in here]


@cache
def families(platform: str = sys.platform) -> list[str]:
    """The families to use, best first, of those that this machine has."""
    found = [*_own(platform), *(family for family in (_BUNDLED,) if QFontDatabase.hasFamily(family))]
    return found or [QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()]


def ui_font(pixels: int) -> QFont:
    """The font of the window. Digits are set to equal widths, so that columns of amounts align."""
    font = QFont()
    font.setFamilies(families())
    font.setPixelSize(pixels)
    if sys.platform != "win32":  # Windows hints YaHei for the pixels of ordinary screens, and people are used to it
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if hasattr(
        QFont.Tag, "fromString"
    ):  # Python cannot name a feature in Qt 6.8, the last for older systems on aarch64
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
