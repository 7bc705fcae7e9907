"""Prints what the packaged program is made of, as requirements: ``python requirements.py windows|linux``.

pyproject.toml names what the program imports. Its environment markers are written for the system that a package is installed
on, so pip evaluates them for Linux even when it fetches wheels for Windows; what they would have added is named here.
"""

import sys
import tomllib
from pathlib import Path

PYINSTALLER = "pyinstaller==6.22.3"
ZONES = "tzdata==2026.6"  # Windows and bare Linux systems have no zone data
ONLY_ON_WINDOWS = (
    "pefile==2024.8.26",  # PyInstaller reads what a library needs with it
    "pywin32-ctypes==0.2.3",  # PyInstaller writes icons and version resources with it
)


def requirements(system: str) -> list[str]:
    """The pinned requirements of pyproject.toml and of the packager on one system."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    wanted = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    return [*wanted, PYINSTALLER, ZONES, *(ONLY_ON_WINDOWS if system == "windows" else ())]


if __name__ == "__main__":
    print("\n".join(requirements(sys.argv[1])))
