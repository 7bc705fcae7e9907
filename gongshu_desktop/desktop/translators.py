"""Qt's own dialogs (files, printing, colours of buttons) in the language in use, from the catalogues that Qt ships."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_LOCALES = {
    "zh": QLocale(QLocale.Language.Chinese, QLocale.Script.SimplifiedChineseScript, QLocale.Country.China),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


_OURS = "gongshu.translator"


def speak_qt(application: QApplication, language: str) -> None:
    """Have Qt speak this language, "zh" or "en", and no other."""
    for old in application.findChildren(QTranslator, _OURS):
        application.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(_LOCALES[language])
    if language != "zh":
        return
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name in ("qtbase_zh_CN", "qt_zh_CN"):
        translator = QTranslator(application)
        translator.setObjectName(_OURS)
        if translator.load(name, folder):
            application.installTranslator(translator)
