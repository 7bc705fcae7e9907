"""What makes the Linux program run on systems older than the one that builds it."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "resources" / "packaging"

LISTING = """
bounds:     file format elf64-x86-64

DYNAMIC SYMBOL TABLE:
0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.28) fcntl64
0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.34) pthread_create
0000000000000000  w   DO *UND*\t0000000000000000 (GLIBCXX_3.4.21) _ZSt4cout
0000000000000000      DF *UND*\t0000000000000000  Base        sqlite3_open
0000000000001130 g    DF .text\t0000000000000010 (GLIBC_2.36) arc4random
"""


def _packaging(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_a_file_asks_of_the_system_is_read_from_its_symbols() -> None:
    asked = _packaging("bounds").symbols_in(LISTING)
    assert asked == {
        "GLIBC": {(2, 28): ["fcntl64"], (2, 34): ["pthread_create"]},
        "GLIBCXX": {(3, 4, 21): ["_ZSt4cout"]},
    }


def test_only_the_plainest_libraries_of_the_building_machine_go_along() -> None:
    contents = _packaging("contents")
    where = "/usr/lib/x86_64-linux-gnu/"
    entries = {
        name: (name, f"{where}{name}", "BINARY")
        for name in ("libX11.so.6", "libxcb.so.1", "libxcb-cursor.so.0", "libc.so.6")
    }
    assert {name for name, entry in entries.items() if contents.goes_along(entry)} == {"libxcb-cursor.so.0"}
    wheel = ("PySide6/Qt/lib/libQt6Core.so.6", "/somewhere/site-packages/PySide6/Qt/lib/libQt6Core.so.6", "BINARY")
    assert contents.goes_along(wheel)
    assert contents.goes_along(("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"))


def test_pip_is_asked_for_wheels_of_old_systems_alone() -> None:
    requirements = _packaging("requirements")
    for machine, newest in (("x86_64", 28), ("aarch64", 31)):
        tags = [int(found) for found in re.findall(r"manylinux_2_(\d+)_", " ".join(requirements.platforms(machine)))]
        assert max(tags) == newest
        assert "--only-binary=:all:" in requirements.platforms(machine)


def test_the_list_of_wheels_for_aarch64_is_that_of_the_pinned_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(PACKAGING), *sys.path])
    listed = (PACKAGING / "wheels-aarch64.md").read_text(encoding="utf-8").splitlines()[2:]
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in listed]
    versions = {re.sub(r"[-_.]+", "-", row[0]).lower(): row[1] for row in rows}
    for line in _packaging("requirements").requirements("linux-aarch64"):
        name, version = re.sub(r"\[\w+\]", "", line).split("==")
        assert versions[re.sub(r"[-_.]+", "-", name).lower()] == version, (
            "run resources/packaging/wheels.py aarch64 again"
        )
    wheels = _packaging("wheels")
    assert [wheels.glibc(row[2]) for row in rows] == [row[3] for row in rows]
    assert {row[3] for row in rows} <= {"—", *(f"2.{minor}" for minor in range(5, 32))}
