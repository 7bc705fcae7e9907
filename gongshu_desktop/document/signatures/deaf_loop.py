"""An event loop for pyHanko, which signs in coroutines, without what an ordinary one opens to be woken by: a pair of sockets, on
Windows over 127.0.0.1. Nothing outside ever wakes this one: its tasks only wait for each other.
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Nothing:
    """Stands where the selector of an event loop is."""

    def select(self, timeout: float | None) -> list[object]:
        if timeout is None:
            raise RuntimeError("a task waits for something outside")
        time.sleep(timeout)
        return []


class _DeafLoop(asyncio.BaseEventLoop):
    def __init__(self) -> None:
        super().__init__()
        self._selector = _Nothing()

    def _process_events(self, event_list: list[object]) -> None:
        pass

    def _write_to_self(self) -> None:
        pass


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns. RuntimeError when it waits for anything but its own tasks."""
    with asyncio.Runner(loop_factory=_DeafLoop) as runner:
        return runner.run(work)
