"""Prints the versions of what is not a Python package, as the packaged program will have them; run by its own Python."""

import json
import platform
import sqlite3
import ssl

import PyInstaller
from PySide6.QtCore import qVersion

print(
    json.dumps(
        {
            "Python": platform.python_version(),
            "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
            "SQLite": sqlite3.sqlite_version,
            "Qt": qVersion(),
            "PyInstaller bootloader": PyInstaller.__version__,
        }
    )
)
