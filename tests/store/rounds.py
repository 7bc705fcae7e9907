"""Rounds of kills in a process of their own: the tests' has threads and a window system, which must not be forked."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any


def run_rounds(module: str, folder: Path, count: int) -> dict[str, Any]:
    """What the rounds say of themselves; a failure names the seed that repeats them."""
    seed = random.randrange(10**6)
    ran = subprocess.run(
        [sys.executable, "-m", module, str(folder), str(count), str(seed)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, f"seed {seed}\n{ran.stdout}\n{ran.stderr}"
    found: dict[str, Any] = json.loads(ran.stdout)
    return found
