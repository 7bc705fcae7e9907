"""Measures the program's start beside that of a bare PySide6 window packaged alike, in turn, so that both meet the same machine.

``python start_check.py [--starts N] [--cold] --bare COMMAND --program COMMAND`` prints one line of JSON for each and the ratios.
Seconds from the process's start until something is painted in the window. ``--cold``: before each start everything that the system
keeps of the disk is put out of memory (as root).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from window_check import Failed, Window, virtual_screen


def start(command: list[str], name: str, before: list[str], *, cold: bool) -> tuple[float, float]:
    """Seconds by the clock and of the processor that one start took."""
    if before:
        subprocess.run(before, check=True)
    if cold:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3")
    with virtual_screen() as display:
        window = Window(command, display)
        try:
            taken = window.wait_until_painted(), window.processor(name)
            window.focus()
            window.close()  # as a person does: under Wine, killing what started it would leave it running
        finally:
            if window.process.poll() is None:
                window.process.kill()
    return taken


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--before", default="", help="a command to run before each start")
    parser.add_argument("--end", default="", help="what the names of programs end with")
    parser.add_argument("--bare", required=True)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    programs = {"bare": options.bare.split(), "gongshu-desktop": options.program.split()}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    try:
        for turn in range(options.starts + (0 if options.cold else 1)):
            for name, command in programs.items():
                one = start(command, name + options.end, options.before.split(), cold=options.cold)
                if turn or options.cold:  # the first warm one of each has only warmed
                    taken[name].append(one)
    except Failed as problem:
        print(f"start check failed: {problem}", file=sys.stderr)
        return 1
    clock = {name: [one[0] for one in starts] for name, starts in taken.items()}
    for name, starts in taken.items():
        figures = {
            "median": round(statistics.median(clock[name]), 2),
            "least": round(min(clock[name]), 2),
            "most": round(max(clock[name]), 2),
            "processor": round(statistics.median(one[1] for one in starts), 2),
        }
        print(f"{name} {'cold' if options.cold else 'warm'}: {json.dumps(figures)}")
    ratios = {
        what: round(how(clock["gongshu-desktop"]) / how(clock["bare"]), 2)
        for what, how in (("median", statistics.median), ("least", min))
    }
    print(f"ratio {'cold' if options.cold else 'warm'}: {json.dumps(ratios)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
