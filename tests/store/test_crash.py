"""200 times killed at a random moment: whole file, unbroken journal, and everything that was called saved."""

import json
import random
import subprocess
import sys
from pathlib import Path


def test_nothing_that_was_called_saved_is_lost_by_a_kill(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    # A process of its own: this one has threads and a window system, which must not be forked.
    ran = subprocess.run(
        [sys.executable, "-m", "tests.store.crash_rounds", str(tmp_path), "200", str(seed)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, f"seed {seed}\n{ran.stdout}\n{ran.stderr}"
    found = json.loads(ran.stdout)
    assert found["kills"] == 200
    assert found["saves"] > 200, "most kills must come in the midst of saving, or this proves little"
