"""The layers of the house, kept by import-linter, and proven by running the core without what it must not know."""

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
FOREIGN = ("PySide6", "sqlalchemy", "alembic", "sqlite3", "reportlab", "pyhanko", "pikepdf", "cryptography")

_WITHOUT = """
import importlib, pkgutil, sys
for name in {blocked!r}:
    sys.modules[name] = None
for layer in {layers!r}:
    package = importlib.import_module("gongshu_desktop." + layer)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
from gongshu_desktop.host import places
from gongshu_desktop.policy.load import load_policy
print(len(load_policy(places.resources() / "policies" / "gongshu-2016-10.md").measures))
"""


def run(code: str) -> str:
    """What a fresh interpreter prints for a program."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_point_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports() == 0


def test_the_core_runs_without_window_database_and_pdf() -> None:
    code = _WITHOUT.format(blocked=FOREIGN, layers=("policy", "review", "services"))
    assert run(code).strip() == "12"


def test_the_command_line_assesses_without_qt() -> None:
    case = ROOT / "tests" / "examples" / "14-everything-at-once.json"
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from gongshu_desktop.__main__ import main\n"
        f"sys.exit(main(['assess', {str(case)!r}]))"
    )
    assert '"subsidy_total": "1174920.00"' in run(code)
