"""What belongs into the program's folder and what does not. ``build.spec`` asks here.

PyInstaller takes along whatever a hook or an import somewhere names. Of Qt only what is listed here stays.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

BY_NAME = [
    "sqlalchemy.dialects.sqlite",
    "tzdata.zoneinfo.Europe",
]
"""Modules that nothing imports in a way that PyInstaller sees."""

EXCLUDED = [
    # pyHanko's network stack and what only that needs; document/signatures/offline.py stands in for it.
    "aiohttp", "aiohappyeyeballs", "aiosignal", "frozenlist", "multidict", "propcache", "yarl",
    "certifi", "idna", "requests", "urllib3", "oscrypto", "tzlocal",
    # pyHanko's command line and its drawing of texts and images, which we do ourselves.
    "click", "rich", "uharfbuzz", "qrcode", "yaml", "tinydb",
    # Tools that libraries import for their own tests or for a console.
    "tkinter", "unittest", "doctest", "pydoc_data", "lib2to3", "ensurepip", "venv", "idlelib", "turtle",
    "IPython", "matplotlib", "numpy", "pandas", "pytest", "_pytest", "setuptools", "pkg_resources", "distutils", "wheel", "pip",
    "regex", "curses", "readline", "multiprocessing",
    # Everything that speaks to a network: nothing here does. gongshu_desktop/no_network.py stands in for urllib.request.
    "ssl", "_ssl", "http.client", "urllib.request",
    "http.server", "xmlrpc", "ftplib", "smtplib", "poplib", "imaplib", "nntplib", "telnetlib", "socketserver",
    # Parts of libraries that we do not use.
    "charset_normalizer", "chardet", "jsonschema.benchmarks", "jsonschema.tests",
    "lxml.html", "lxml.objectify", "lxml.isoschematron", "lxml.sax", "lxml.cssselect", "lxml.doctestcompare",
    # Other databases, other pictures, other windows.
    "psycopg2", "MySQLdb", "pymysql", "oracledb", "aiosqlite", "greenlet",
    "PIL.ImageQt", "PIL.ImageTk", "PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL.ImageCms", "PIL.AvifImagePlugin",
    "PIL.WebPImagePlugin",
    "rlPyCairo", "freetype", "_renderPM",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtSql", "PySide6.QtTest",
    "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools", "PySide6.QtNetwork", "PySide6.QtXml", "PySide6.QtConcurrent",
    "PySide6.QtQuickControls2", "PySide6.QtQuickWidgets", "PySide6.QtDBus",
]  # fmt: skip

_PLUGINS = {
    "platforms": {"qwindows", "qoffscreen", "xcb"},
    "imageformats": {"jpeg", "svg", "ico"},
    "iconengines": {"svgicon"},
    "xcbglintegrations": set(),
    "platforminputcontexts": {"ibusplatforminputcontextplugin", "composeplatforminputcontextplugin"},
    "platformthemes": {"xdgdesktopportal"},
    "printsupport": {"cupsprintersupport"},
}
"""Qt's plugins that are used, by folder; the others are left out."""

_TRANSLATIONS = {"qt_zh_CN.qm", "qtbase_zh_CN.qm"}

_UNUSED_LIBRARIES = (
    "opengl32sw", "d3dcompiler", "qt6qml", "qt6quick", "qt6opengl", "qt6virtualkeyboard", "qt6sql", "qt6test", "qt6wayland", "qt6wlshell",
    "qt6egl", "qt6webengine", "qt6shadertools", "qt6labs", "qt6pdfquick", "avcodec", "avformat", "avutil", "swresample", "swscale",
)  # fmt: skip

_CARRIED = (
    "libxcb-cursor",
    "libxcb-icccm",
    "libxcb-image",
    "libxcb-keysyms",
    "libxcb-render-util",
    "libxcb-util",
    "libatomic",
)
"""The only libraries of the building machine that go along (Linux): Qt needs them, 麒麟 V10 and UOS 20 do not install all of them
with their desktops, and they are so plain that even a new system's ask for an old C library only. The others are there on every
desktop, and those of a newer system would not run on an older one."""

_UNUSED_DATA = (".pfb", ".pfm", ".afm", ".ttf", ".dat", ".json", ".xsl", ".rng", ".txt", ".h", ".pxd")
"""Endings of data that some libraries carry: fonts of their own, numbers of phones and network cards, stylesheets."""

_RESOURCES = (
    "policies/*.md",
    "fonts/*.ttf",
    "fonts/licences/*",
    "keys/*.pem",
    "icons/*.svg",
    "styles/*",
    "translations/**/*.toml",
    "manual/**/*",
)
_DATABASE = (
    "migrations/env.py",
    "migrations/script.py.mako",
    "migrations/versions/*.py",
    "demo/**/*",
    "released/*.db.gz",
)


def data_files(root: Path) -> list[tuple[str, str]]:
    """The project's own files beside the code, each with the folder it goes to."""
    found = [
        (path, str(path.parent.relative_to(root)))
        for folder, patterns in (("resources", _RESOURCES), ("db", _DATABASE))
        for pattern in patterns
        for path in sorted((root / folder).glob(pattern))
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("build_")
    ]
    licences = root / "build" / "licences"
    found += [(path, "resources/licences") for path in sorted(licences.glob("*.txt"))]
    return [(str(path), folder) for path, folder in found]


def _plugin_wanted(folder: str, name: str) -> bool:
    stem = name.rsplit(".", 1)[0].removeprefix("lib").lower()
    return stem.removeprefix("q") in {wanted.removeprefix("q") for wanted in _PLUGINS.get(folder, ())}


def wanted(destination: str) -> bool:
    """Whether a file that PyInstaller has collected is one that the program uses."""
    parts = destination.replace("\\", "/").split("/")
    name = parts[-1]
    lowered = name.lower().removeprefix("lib")
    if parts[0] == "PySide6":
        if "plugins" in parts:
            return _plugin_wanted(parts[-2], name)
        if "translations" in parts:
            return name in _TRANSLATIONS
        if "qml" in parts:
            return False
    if any(lowered.startswith(unused) for unused in _UNUSED_LIBRARIES):
        return False
    if parts[0] == "tzdata":
        return name == "Brussels"  # pyHanko asks for this zone when it is loaded, whatever the zone of the PC
    if "benchmarks" in parts:
        return False
    return not (parts[0] in {"reportlab", "stdnum", "lxml"} and name.endswith(_UNUSED_DATA))


def reachable(binaries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Without the libraries that only left-out plugins needed (on Linux, where they bring half a desktop along)."""
    from PyInstaller.depend.bindepend import get_imports  # type: ignore[import-untyped]  # noqa: PLC0415 - there where programs are built

    libraries = {Path(entry[0]).name: entry for entry in binaries if _is_library(entry)}
    libraries = {file: entry for file, entry in libraries.items() if goes_along(entry)}
    kept = [entry for entry in binaries if not _is_library(entry)]
    waiting = [source for _destination, source, kind in kept if kind != "SYMLINK"]
    while waiting:
        for needed, _found in get_imports(waiting.pop()):
            entry = libraries.pop(Path(needed).name, None)
            if entry is not None:
                kept.append(entry)
                waiting.append(entry[1])
    return kept


def _is_library(entry: tuple[str, str, str]) -> bool:
    destination, _source, kind = entry
    plugin = "plugins" in Path(destination).parts
    return kind in {"BINARY", "SYMLINK"} and not plugin and not Path(destination).name.startswith("libpython")


def goes_along(entry: tuple[str, str, str]) -> bool:
    """Whether a library is ours to carry: from a package, or one of the few of the system's."""
    of_the_system = entry[2] == "BINARY" and Path(entry[1]).parts[1:2] in {("usr",), ("lib",), ("lib64",)}
    return not of_the_system or Path(entry[0]).name.startswith(_CARRIED)


def version_resource(version: str, file: str) -> "VSVersionInfo":
    """What Windows shows under 属性 → 详细信息."""
    from PyInstaller.utils.win32 import versioninfo as w  # noqa: PLC0415 - only there on Windows

    numbers = (*(int(part) for part in version.split(".")[:3]), 0)
    texts = {
        "CompanyName": "gongshu-desktop maintainers",
        "FileDescription": "拱墅众创扶持审核",
        "FileVersion": version,
        "InternalName": file.removesuffix(".exe"),
        "LegalCopyright": "MIT",
        "OriginalFilename": file,
        "ProductName": "gongshu-desktop 政策审核",
        "ProductVersion": version,
    }
    chinese_unicode = "080404b0"
    return w.VSVersionInfo(
        ffi=w.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            w.StringFileInfo([w.StringTable(chinese_unicode, [w.StringStruct(*text) for text in texts.items()])]),
            w.VarFileInfo([w.VarStruct("Translation", [0x0804, 1200])]),
        ],
    )
