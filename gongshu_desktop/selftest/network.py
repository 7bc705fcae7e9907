"""Part of the self-test: while everything else in it ran, no socket was opened, and nothing is loaded to open one with."""

import sys

from gongshu_desktop.host.no_network import ABSENT
from gongshu_desktop.selftest.stored import StepFailed
from gongshu_desktop.wording import _

_OPENED: list[str] = []
_EVENTS = frozenset(
    {"socket.__new__", "socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
)
"""Python's own names of what it does with sockets. Asking this PC for its name is none of them."""


def watch() -> None:
    """Note from now on whatever is done with a socket; Python takes no such watcher back."""
    sys.addaudithook(_hear)


def _hear(event: str, _arguments: object) -> None:
    if event in _EVENTS:
        _OPENED.append(event)


def look() -> str:
    """What the watcher has noted, and what is loaded."""
    loaded = [name for name in ABSENT if sys.modules.get(name) is not None]
    if _OPENED or loaded:
        raise StepFailed(" ".join([*_OPENED[:5], *loaded]))
    return _("没有打开任何网络连接，也没有载入联网的部件")
