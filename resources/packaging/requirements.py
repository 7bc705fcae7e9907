"""Prints what the packaged program is made of, as requirements: ``python requirements.py windows|linux|linux-aarch64``.

pyproject.toml names what the program imports. Its environment markers are written for the system that a package is installed
on, so pip evaluates them for Linux even when it fetches wheels for Windows; what they would have added is named here.

``python requirements.py platforms MACHINE`` prints the options that make pip take wheels for an old Linux only.
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
QT_ON_OLD_LINUX = {
    # The last that asks for no more than glibc 2.28: from 6.10 on libQt6Core asks for 2.34 and GLIBCXX_3.4.29, which 麒麟 V10 and
    # UOS 20 do not have. QtPdf was part of the add-ons then; of those, nothing else is packaged.
    "linux": ("pyside6-essentials==6.9.3", "pyside6-addons==6.9.3"),
    # Never built for less than 2.31 (libQt6Core asks for 2.30); this is the last that asks for no more.
    "linux-aarch64": ("pyside6-essentials==6.8.0.2", "pyside6-addons==6.8.0.2"),
}
OLDEST_GLIBC = {"x86_64": 28, "aarch64": 31}  # 2.28: 麒麟 V10, UOS 20; 2.31: 麒麟 V10 SP1


def requirements(system: str) -> list[str]:
    """The pinned requirements of pyproject.toml and of the packager on one system."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    wanted = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    if system in QT_ON_OLD_LINUX:
        wanted = [*(line for line in wanted if not line.startswith("pyside6")), *QT_ON_OLD_LINUX[system]]
    return [*wanted, PYINSTALLER, ZONES, *(ONLY_ON_WINDOWS if system == "windows" else ())]


def platforms(machine: str) -> list[str]:
    """The tags of wheels that run on the oldest Linux: pip takes each as it is, not those that it includes."""
    oldest = 5 if machine == "x86_64" else 17
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(OLDEST_GLIBC[machine], oldest - 1, -1)]
    tags += [f"manylinux{year}_{machine}" for year in (("2014", "2010", "1") if machine == "x86_64" else ("2014",))]
    return [
        "--only-binary=:all:",
        "--python-version=3.11",
        "--implementation=cp",
        *(f"--platform={tag}" for tag in tags),
    ]


if __name__ == "__main__":
    print("\n".join(platforms(sys.argv[2]) if sys.argv[1] == "platforms" else requirements(sys.argv[1])))
