"""Qt's own dialogs (files, printing, colours of buttons) in the language in use, from the catalogues that Qt ships."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_LOCALES = {
    "zh": QLocale(QLocale.Language.Chinese, QLocale.Script.SimplifiedChineseScript, QLocale.Country.China),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


_OURS = "gongshu.translator"
_UNSAID = {
    ("QFileDialog", "&Look in:"): "位置(&L)：",
    ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
    ("QAbstractFileIconProvider", "Drive"): "磁盘",
    ("QAbstractFileIconProvider", "Folder"): "文件夹",
    ("QAbstractFileIconProvider", "File"): "文件",
    ("QAbstractFileIconProvider", "%1 File"): "%1 文件",
}
"""What Qt's own Chinese catalogue does not know of the dialogs that are used here."""


class _Unsaid(QTranslator):
    """Asked for what the catalogues, which come first, do not have."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        return _UNSAID.get((context, text))


def speak_qt(application: QApplication, language: str) -> None:
    """Have Qt speak this language, "zh" or "en", and no other."""
    for old in application.findChildren(QTranslator, _OURS):
        application.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(_LOCALES[language])
    if language != "zh":
        return
    unsaid = _Unsaid(application)  # the one put in first is asked last
    unsaid.setObjectName(_OURS)
    application.installTranslator(unsaid)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name in ("qtbase_zh_CN", "qt_zh_CN"):
        translator = QTranslator(application)
        translator.setObjectName(_OURS)
        if translator.load(name, folder):
            application.installTranslator(translator)
