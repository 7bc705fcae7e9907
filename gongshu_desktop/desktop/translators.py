"""Qt's own dialogs (files, printing, colours of buttons) in the language in use, from the catalogues that Qt ships."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_LOCALES = {
    "zh": QLocale(QLocale.Language.Chinese, QLocale.Script.SimplifiedChineseScript, QLocale.Country.China),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


class Translators:
    """Holds the translators that are installed, so that another language can replace them."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []

    def speak(self, application: QApplication, language: str) -> None:
        """Have Qt speak this language, "zh" or "en"."""
        for old in self._installed:
            application.removeTranslator(old)
        self._installed = []
        QLocale.setDefault(_LOCALES[language])
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language != "zh":
            return
        for name in ("qtbase_zh_CN", "qt_zh_CN"):
            translator = QTranslator(application)
            if translator.load(name, folder):
                application.installTranslator(translator)
                self._installed.append(translator)
