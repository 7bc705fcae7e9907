"""What is expensive to make and the same for all: made once, by the first of the test processes that asks."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

if sys.platform == "win32":
    import msvcrt

    def _wait_for(lock: IO[str]) -> None:
        while True:
            try:
                msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)  # tries for ten seconds
            except OSError:
                continue
            return
else:
    import fcntl

    def _wait_for(lock: IO[str]) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The file or folder of that name, which ``make`` makes at the path that it is given. To be read or copied, not changed."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place, ready = shared / name, shared / f"{name}.ready"
    with (shared / f"{name}.lock").open("w") as lock:
        _wait_for(lock)
        if not ready.exists():
            make(place)
            ready.touch()
    return place
