"""The same record is the same file: in another process, under another hash seed, in another time zone, drawn in another order."""

import os
import subprocess
import sys
from pathlib import Path

_DRAW = """
import hashlib, sys
from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.papers.drawing import draw_paper
from gongshu_desktop.review.memo.content import MemoContent
from tests.document.memo_samples import everything, memo
from tests.document.papers.paper_samples import all_papers
from tests.document.test_layout import content

jobs = {"memo": lambda: draw_memo(content(), draft=False, receipt=b"{}")}
jobs |= {f"draft {d}": lambda d=d: draw_memo(memo(everything()), draft=d, receipt=b"{}") for d in (False, True)}
jobs |= {type(paper).__name__: lambda paper=paper: draw_paper(paper, draft=False) for paper in all_papers()}
order = sorted(jobs, reverse=sys.argv[1] == "backwards")
drawn = {name: hashlib.sha256(jobs[name]()).hexdigest() for name in order}
print("\\n".join(f"{name} {drawn[name]}" for name in sorted(drawn)))
"""
_PLACES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "America/Los_Angeles", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "random", "TZ": "Asia/Shanghai"},
)


def test_the_same_record_is_the_same_file_in_every_process() -> None:
    root = Path(__file__).parents[2]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", _DRAW, "backwards" if number % 2 else "forwards"],
            env={**os.environ, "PYTHONPATH": str(root), **place},
            cwd=root,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, place in enumerate(_PLACES)
    ]
    found = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert len(found[0].splitlines()) == 11
    assert found[0] == found[1] == found[2]
