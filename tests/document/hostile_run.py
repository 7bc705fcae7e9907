"""Reads every hostile PDF in each way in which the program reads one; says how long it took and how much memory.

``python -m tests.document.hostile_run``: a process of its own, so that its memory can be limited and measured.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gongshu_desktop.document import bounds
from gongshu_desktop.document.paper_code import reading as paper_code_reading
from gongshu_desktop.document.signatures import likeness
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.services.paper_codes import UnreadablePicture
from gongshu_desktop.services.ports import UnreadableDocument
from tests.document.hostile import HOSTILE

_ROOM = 3 * 1024**3


def _checked(pdf: bytes) -> str:
    return str(OfficeSigning().check(pdf, b"").verdict)


def _shown(pdf: bytes) -> str:
    bounds.refuse_unshowable(pdf)
    return "shown"


def _peak() -> int:
    """The most memory that this process has held, in MB. (``ru_maxrss`` would be that of whoever started it, if larger.)"""
    held = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert held is not None
    return int(held[1]) // 1024


WAYS: dict[str, Callable[[bytes], object]] = {
    "check": _checked,
    "show": _shown,
    "codes": lambda pdf: paper_code_reading.read_codes("scan.pdf", pdf),
    "receipt": paper_code_reading.attached_receipt,
    "alike": lambda pdf: likeness.alike(pdf, pdf + b"\n"),
}


def main() -> None:
    """One line of JSON for each file and way."""
    resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
    OfficeSigning().check(HOSTILE["a range of 20 figures"](), b"")  # what is loaded once is nobody's fault
    for name, make in HOSTILE.items():
        pdf = make()
        for way, read in WAYS.items():
            began = time.process_time()
            try:
                answer = str(read(pdf))
            except (UnreadableDocument, UnreadablePicture) as refused:
                answer = f"refused: {refused}"
            peak = _peak()
            line = {"file": name, "way": way, "seconds": time.process_time() - began, "peak": peak, "answer": answer}
            sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
