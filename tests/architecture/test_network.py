"""No module of ours knows the network, and a program that runs has loaded nothing to reach one with."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongshu_desktop.host.no_network import ABSENT, STAND_IN

ROOT = Path(__file__).parents[2]
FORBIDDEN = {"socket", "asyncio", "selectors", "socketserver", "multiprocessing", "webbrowser", STAND_IN, *ABSENT}
"""asyncio and multiprocessing open sockets of their own; webbrowser lets another program go there."""
NAMES = {"QtNetwork", "QNetworkAccessManager", "QTcpSocket", "QUdpSocket", "QLocalSocket", "QLocalServer"}


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("__import__", "importlib.import_module"):
            yield from (str(word.value) for word in node.args if isinstance(word, ast.Constant))


def _offends(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:count]) in FORBIDDEN for count in range(1, len(parts) + 1)) or not NAMES.isdisjoint(
        parts
    )


def test_no_module_of_ours_imports_the_network() -> None:
    allowed = ["gongshu_desktop/document/signatures/deaf_loop.py: asyncio"]  # an event loop that opens none
    files = [*(ROOT / "gongshu_desktop").rglob("*.py"), *(ROOT / "db" / "migrations").rglob("*.py")]
    found = [f"{file.relative_to(ROOT)}: {name}" for file in files for name in _imported(file) if _offends(name)]
    assert found == allowed


@pytest.mark.parametrize(
    "line",
    [
        "import socket",
        "import http.client as web",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from PySide6 import QtNetwork",
        "from PySide6.QtNetwork import QLocalServer",
        "import importlib; importlib.import_module('ssl')",
    ],
)
def test_such_an_import_would_be_seen(tmp_path: Path, line: str) -> None:
    (tmp_path / "guilty.py").write_text(line)
    assert any(_offends(name) for name in _imported(tmp_path / "guilty.py"))


def test_what_is_near_to_it_is_no_offence() -> None:
    assert not any(
        _offends(name) for name in ("urllib.parse", "http", "email.utils", "gongshu_desktop.host.no_network")
    )


_RUN = """
import importlib, json, pkgutil, sys
from gongshu_desktop import __main__
import gongshu_desktop
for module in pkgutil.walk_packages(gongshu_desktop.__path__, "gongshu_desktop."):
    importlib.import_module(module.name)
status = __main__.main(["memo", sys.argv[1], "--out", sys.argv[2]])
names = [name for name, module in sys.modules.items() if module is not None]
empty = [name for name in vars(sys.modules["urllib.request"]) if not name.startswith("__")]
print(json.dumps([status, names, empty]))
"""


def test_a_running_program_has_nothing_to_reach_a_network_with(tmp_path: Path) -> None:
    case = ROOT / "tests" / "examples" / "14-everything-at-once.json"
    command = [sys.executable, "-c", _RUN, str(case), str(tmp_path / "memo.pdf")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    status, names, request = json.loads(done.stdout.decode().splitlines()[-1])
    assert (status, request) == (0, [])
    assert len([name for name in names if name.startswith("gongshu_desktop.")]) > 200
    assert sorted(set(names) & set(ABSENT)) == []


_WHO = """
import sys
who = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "socket":
            frame = sys._getframe(1)
            while frame.f_globals.get("__name__", "").startswith(("importlib", "_frozen_importlib")):
                frame = frame.f_back
            who.append(frame.f_globals.get("__name__"))
sys.meta_path.insert(0, Watch())
import {library}
print(who)
"""


@pytest.mark.parametrize(
    ("library", "importer"),
    [
        ("sqlalchemy", "asyncio.base_events"),
        ("cryptography.x509", "email.utils"),
        ("importlib.metadata", "email.utils"),
    ],
)
def test_who_still_imports_socket_is_known(library: str, importer: str) -> None:
    """Not forbidden, for nothing of it is used: but if another library joins them, somebody should look at it."""
    command = [sys.executable, "-c", _WHO.format(library=library)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60).stdout.decode().strip()
    assert said == f"['{importer}']"


_SIGN = """
import sys
made = []
sys.addaudithook(lambda event, _arguments: made.append(event) if event.startswith("socket.") else None)
from gongshu_desktop.document.signatures import deaf_loop
import asyncio
async def work(number):
    await asyncio.sleep(0.01)
    return number
async def all_of_it():
    return sorted([await done for done in asyncio.as_completed([work(1), work(2)])])
print(deaf_loop.run(all_of_it()), made)
try:
    deaf_loop.run(asyncio.Event().wait())
except RuntimeError as error:
    print(error)
asyncio.run(work(3))
print("socket.__new__" in made)
"""


def test_signing_runs_in_a_loop_without_sockets() -> None:
    said = subprocess.run([sys.executable, "-c", _SIGN], cwd=ROOT, capture_output=True, check=True, timeout=60).stdout
    assert said.decode().splitlines() == ["[1, 2] []", "a task waits for something outside", "True"]
