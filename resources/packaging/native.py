"""Prints the versions of what is not a Python package, as the packaged program will have them; run by its own Python."""

import json
import platform
import sqlite3
import sys
from pathlib import Path

import PyInstaller
from PySide6.QtCore import qVersion


def linked() -> dict[str, str]:
    """What is inside the Python of .ci/linux-cpython, with Debian's numbers; elsewhere OpenSSL is a library of its own."""
    sources = Path(sys.base_prefix) / "sources"
    if not sources.is_file():
        import ssl  # noqa: PLC0415 - not there in the Python that is compiled for Linux

        return {"OpenSSL": ssl.OPENSSL_VERSION.split()[1]}
    found = dict(line.split() for line in sources.read_text(encoding="ascii").splitlines())
    titles = {"openssl": "OpenSSL", "zlib": "zlib", "libffi": "libffi", "expat": "expat"}
    return {title: found[package] for package, title in titles.items()}


print(
    json.dumps(
        {
            "Python": platform.python_version(),
            **linked(),
            "SQLite": sqlite3.sqlite_version,
            "Qt": qVersion(),
            "PyInstaller bootloader": PyInstaller.__version__,
        }
    )
)
