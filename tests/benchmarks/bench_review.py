"""How long a keystroke takes on the review screen: from the key event to the updated labels, on the largest usual case.

Run with ``python -m tests.benchmarks.bench_review``. A frame is 16 ms: the median and the 95th percentile must stay below.
"""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import Case, Claim, TableEntry, TableRow
from tests.desktop.review.workbench import Bench, bench, dressed, everything, the_policy, with_claim

FRAME_MS = 16.0
ROWS = 200


def large_case(policy: Policy) -> Case:
    """All twelve measures, 200 rows in one table."""
    case = everything(policy)
    here = {claim.measure for claim in case.claims}
    more = tuple(Claim(measure=measure.id) for measure in policy.measures if measure.id not in here)
    order = [measure.id for measure in policy.measures]
    claims = sorted((*case.claims, *more), key=lambda claim: order.index(claim.measure))
    rows = []
    for number in range(ROWS):
        values: dict[str, Scalar | None] = {
            "名称": f"创业沙龙第{number + 1}期",
            "类型": "创业沙龙",
            "举办日期": date(2016, 1 + number % 12, 1 + number % 28),
            "已备案": True,
            "具有影响力": number % 7 != 0,
            "实际支出": 1000 + 37 * number,
        }
        rows.append(TableRow(key=f"r{number}", claimed=values, verified=values))
    table = TableEntry(rows=tuple(rows), verified=True)
    return with_claim(replace(case, claims=tuple(claims)), "3.2.5", tables={"活动": table})


def keystrokes(made: Bench, line: QLineEdit, shown: QLabel, count: int) -> list[float]:
    """Type digits and take them away again; milliseconds each, label and paint included."""
    taken = []
    for number in range(count):
        key = Qt.Key.Key_Backspace if number % 4 >= 2 else Qt.Key(Qt.Key.Key_1 + number % 4)
        before = shown.text()
        start = time.perf_counter()
        QTest.keyClick(line, key)
        middle = shown.text()
        QApplication.processEvents()
        taken.append((time.perf_counter() - start) * 1000)
        assert middle != before, "the amount follows the keystroke at once"
    return taken


def main() -> int:
    """Print the figures; 1 when a frame is missed."""
    application = QApplication(sys.argv[:1])
    theme, policy = dressed(application), the_policy()
    with tempfile.TemporaryDirectory() as folder:
        made = bench(theme, policy, large_case(policy), Path(folder))
        made.screen.resize(1302, 768)
        made.screen.show()
        made.screen.presenter.choose("3.2.5")
        QApplication.processEvents()
        shown = made.screen.findChild(QLabel, "review.derivation.amount")
        assert shown is not None, "the calculation is there"
        section = made.screen.work.pages["3.2.5"].rows.tables["活动"]
        section.view.setFocus()
        section.view.go_to(1, 5)
        QTest.keyClick(section.view, Qt.Key.Key_F2)
        line = section.view.viewport().findChild(QLineEdit)
        assert line is not None, "the cell is being edited"
        QTest.keyClicks(line, "5000")
        keystrokes(made, line, shown, 20)
        figures = sorted(keystrokes(made, line, shown, 200))
        made.screen.leave()
    median, late = statistics.median(figures), figures[int(len(figures) * 0.95)]
    print(  # noqa: T201 - the figures are its result
        f"keystroke, {ROWS} rows, 12 measures: median {median:.1f} ms, 95 % {late:.1f} ms, most {figures[-1]:.1f} ms"
    )
    return 0 if late < FRAME_MS else 1


if __name__ == "__main__":
    sys.exit(main())
