"""The window is there before most of the program is: a start loads only what the work list needs."""

import subprocess
import sys
from pathlib import Path

from gongshu_desktop import bootstrap
from gongshu_desktop.services.update.folder import make

_START = """
import sys
from pathlib import Path
from gongshu_desktop import bootstrap
office = bootstrap.open_office(Path(sys.argv[1]))
office.tidy()
from gongshu_desktop.desktop import app
application = app.make_application()
tasks = app.PoolTasks()
window = app.make_window(office, tasks)
window.show()
application.processEvents()
tasks.close()
application.processEvents()
assert window.current is not None and window.current.isVisible()
print(*sorted(sys.modules), sep="\\n")
office.load()
print("loaded", "sqlalchemy" in sys.modules, "gongshu_desktop.services.signing.memo_life" in sys.modules)
window.close()
office.close()
"""
HEAVY = {
    "sqlalchemy", "alembic", "reportlab", "pikepdf", "pyhanko", "cryptography", "lxml", "lark", "markdown_it", "PIL", "zxingcpp",
    "asyncio", "pypinyin", "gongshu_desktop.policy.model", "gongshu_desktop.review.case", "gongshu_desktop.services.desk.desk",
    "gongshu_desktop.services.ports", "gongshu_desktop.store.reading",
    "gongshu_desktop.desktop.screens.review", "gongshu_desktop.desktop.dialogs", "PySide6.QtPdf", "PySide6.QtPrintSupport",
}  # fmt: skip


def test_a_start_loads_the_work_list_and_no_more(tmp_path: Path) -> None:
    bootstrap.open_office(tmp_path / "data").close()

    said = subprocess.run(
        [sys.executable, "-c", _START, str(tmp_path / "data")], capture_output=True, text=True, check=True, timeout=120
    ).stdout.splitlines()

    assert set(said) & HEAVY == set()
    assert "gongshu_desktop.desktop.screens.work_list.view" in said
    assert said[-1] == "loaded True True"


_RUN = """
import gc, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from gongshu_desktop import bootstrap
from gongshu_desktop.desktop import app
from gongshu_desktop.desktop.collecting import Collecting
from gongshu_desktop.services.update.folder import FOLDER, make as begin
folder, made = Path(sys.argv[1]), app.make_window
app.LOADING_AFTER_MS = 200

def make(program, tasks):
    print("window", gc.isenabled(), (folder / FOLDER).exists(), "desk" in vars(program), flush=True)
    window = made(program, tasks)
    window.timer = QTimer(window, interval=20)
    left = folder / FOLDER

    def look():
        if "offices" in vars(program):
            window.timer.stop()  # closing takes a moment, in which it would look again
            print("loaded", gc.isenabled(), gc.get_freeze_count() > 0, bool(window.findChildren(Collecting)), left.exists(), flush=True)
            window.close()

    window.timer.timeout.connect(look)
    window.timer.start()
    QTimer.singleShot(100, lambda: begin(folder))  # a check that was begun meanwhile
    return window

app.make_window = make
sys.exit(bootstrap.run_desktop(folder))
"""


def test_behind_the_window_the_rest_is_loaded_and_nothing_of_a_check_is_thrown_away(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    bootstrap.open_office(folder).close()
    (make(folder) / "setup-9.exe").write_bytes(b"left")

    run = [sys.executable, "-c", _RUN, str(folder)]
    said = subprocess.run(run, capture_output=True, text=True, check=True, timeout=120).stdout.splitlines()

    assert said == ["window False False False", "loaded False True True True"]
