"""Signing, upgrading and handing an update over, killed at random moments; a longer run: ``python -m tests.store.kill_rounds``."""

import sys
from pathlib import Path

import pytest

from tests.store.rounds import run_rounds

KILLS = 8


@pytest.mark.skipif(sys.platform == "win32", reason="forks, and kills as POSIX does")
def test_a_kill_costs_no_signature_and_leaves_no_half_file(tmp_path: Path) -> None:
    found = run_rounds("tests.store.kill_rounds", tmp_path, KILLS)
    assert {act: told["kills"] for act, told in found.items()} == {
        "signing": KILLS,
        "migrating": KILLS,
        "handing-over": KILLS,
    }
