"""200 times killed at a random moment: whole file, unbroken journal, and everything that was called saved."""

from pathlib import Path

from tests.store.rounds import run_rounds


def test_nothing_that_was_called_saved_is_lost_by_a_kill(tmp_path: Path) -> None:
    found = run_rounds("tests.store.crash_rounds", tmp_path, 200)
    assert found["kills"] == 200
    assert found["saves"] > 200, "most kills must come in the midst of saving, or this proves little"
