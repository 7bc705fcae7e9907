"""开源许可: what the program is built with, and under which licences."""

from importlib.metadata import Distribution, distributions

from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import area
from gongshu_desktop.host import places
from gongshu_desktop.wording import _

_PARTS = (
    "PySide6-Essentials", "PySide6-Pdf", "shiboken6", "SQLAlchemy", "alembic", "reportlab", "pikepdf", "pyHanko", "lxml",
    "cryptography", "asn1crypto", "python-pkcs11", "segno", "zxing-cpp", "pillow", "lark", "markdown-it-py", "pypinyin", "platformdirs",
)  # fmt: skip


def _classified(part: Distribution) -> str:
    """The licence that a package names only by its classifiers."""
    lines = part.metadata.get_all("Classifier") or ()
    return " / ".join(line.rsplit("::", 1)[1].strip() for line in lines if line.startswith("License ::"))


def _licence_of(name: str) -> str | None:
    wanted = name.lower().replace("-", "_")
    for found in distributions():
        metadata = found.metadata
        if metadata["Name"] is not None and metadata["Name"].lower().replace("-", "_") == wanted:
            told = {**metadata.json}
            licence = str(told.get("license_expression") or told.get("license") or _classified(found))
            return f"{metadata['Name']} {found.version}    {licence.splitlines()[0] if licence else ''}".rstrip()
    return None


def licence_text() -> str:
    """The parts of the program with their versions and licences, then the licences of the fonts in full."""
    collected = sorted(
        (places.resources() / "licences").glob("*.txt")
    )  # the packaged program carries no package metadata
    parts = [file.read_text(encoding="utf-8", errors="replace") for file in collected]
    parts = parts or [found for name in _PARTS if (found := _licence_of(name)) is not None]
    fonts = sorted((places.resources() / "fonts" / "licences").glob("*"))
    texts = [f"— {file.name} —\n\n{file.read_text(encoding='utf-8', errors='replace')}" for file in fonts]
    return ("\n\n" if collected else "\n").join(parts) + "\n\n" + "\n\n".join(texts)


class LicencesDialog(Dialog):
    """Shows the licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        intro = _("本程序以 MIT 许可发布，使用下列开源部件和字体。")
        super().__init__("licences", _("开源许可"), intro, width=680, parent=parent)
        box = area("licences.text", _("许可文本"), value=licence_text(), lines=20)
        box.setReadOnly(True)
        self.body.addWidget(box)
        self.add_close()
