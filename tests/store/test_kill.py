"""Signing, upgrading and handing an update over, killed at random moments; a longer run: ``python -m tests.store.kill_rounds``."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 8


@pytest.mark.skipif(sys.platform == "win32", reason="forks, and kills as POSIX does")
def test_a_kill_costs_no_signature_and_leaves_no_half_file(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    # A process of its own: this one has threads and a window system, which must not be forked.
    ran = subprocess.run(
        [sys.executable, "-m", "tests.store.kill_rounds", str(tmp_path), str(KILLS), str(seed)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, f"seed {seed}\n{ran.stdout}\n{ran.stderr}"
    assert {act: found["kills"] for act, found in json.loads(ran.stdout).items()} == {
        "signing": KILLS,
        "migrating": KILLS,
        "handing-over": KILLS,
    }
