"""Whether the file is still ours: once the store is closed, another program may have the folder, so nothing may touch it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from gongshu_desktop.store.errors import StoreUnavailable
from gongshu_desktop.wording import _


class Gate:
    """Everything that connects, reads the front page, commits or copies passes here; closing waits for who is inside."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether nothing may pass any more."""
        return self._closed

    @contextmanager
    def passing(self) -> Iterator[None]:
        """While the block runs the file stays ours. Raises StoreUnavailable once the gate is closed."""
        with self._changed:
            if self._closed:
                raise closed()
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def close(self) -> bool:
        """Let nobody in any more and wait until everybody is out; False when it was closed before."""
        with self._changed:
            if self._closed:
                return False
            self._closed = True
            self._changed.wait_for(lambda: not self._inside)
            return True


def closed() -> StoreUnavailable:
    """What is said to whoever comes too late."""
    return StoreUnavailable(_("数据库已经关闭，本次操作没有保存。请重新打开程序。"))
