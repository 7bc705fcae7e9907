import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def _packaging(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", ROOT / "resources" / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\plugins\\imageformats\\qjpeg.dll", True),
        ("PySide6/plugins/imageformats/qtiff.dll", False),
        ("PySide6/plugins/tls/qopensslbackend.dll", False),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt6Pdf.dll", True),
        ("libQt6WlShellIntegration.so.6", False),
        ("tzdata/zoneinfo/Europe/Brussels", True),
        ("tzdata/zoneinfo/Asia/Shanghai", False),
        ("pikepdf/pdfa/data/schemas/pdfa3b.json", True),
        ("resources/policies/gongshu-2016-10.md", True),
    ],
)
def test_only_what_is_used_is_taken_along(file: str, wanted: bool) -> None:
    assert _packaging("contents").wanted(file) is wanted


def test_every_file_that_the_program_reads_is_taken_along() -> None:
    taken = {Path(source) for source, _folder in _packaging("contents").data_files(ROOT)}
    for folder in ("policies", "styles", "translations"):
        missing = [
            path
            for path in (ROOT / "resources" / folder).rglob("*")
            if path.is_file() and path not in taken and path.suffix in {".toml", ".qss", ".svg"}
        ]
        assert missing == []
    assert ROOT / "db" / "migrations" / "env.py" in taken
    assert all(path in taken for path in (ROOT / "db" / "migrations" / "versions").glob("*.py"))
    assert all(path in taken for path in (ROOT / "resources" / "fonts").glob("*.ttf"))
    assert not any(re.search(r"__pycache__|/packaging/|build_\w+\.py", path.as_posix()) for path in taken)


def test_the_packaged_program_is_pinned() -> None:
    for system in ("windows", "linux", "linux-aarch64"):
        assert all(
            re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+", line) for line in _packaging("requirements").requirements(system)
        )
