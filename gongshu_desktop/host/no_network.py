"""Makes sure that the program has nothing to reach a network with: imported before everything else, by ``__main__``.

What is named here cannot be imported any more by whatever library. None of it is in the packaged program either; this makes a
checkout as deaf. Python's ``socket`` itself stays: ``asyncio`` imports it (SQLAlchemy and pyHanko import that), and so does
``email.utils`` (from ``cryptography`` and ``importlib.metadata``). None of them opens one here, which the self-test proves by
watching: see ``selftest.network``.
"""

import sys
from types import ModuleType

ABSENT = (
    "ssl", "_ssl", "http.client", "http.server", "http.cookiejar", "socketserver", "xmlrpc", "ftplib", "smtplib", "poplib", "imaplib",
    "nntplib", "telnetlib", "aiohttp", "requests", "urllib3", "httpx", "websockets", "PySide6.QtNetwork", "PySide6.QtWebSockets",
)  # fmt: skip
STAND_IN = "urllib.request"
"""Imported by name (``xml.sax.saxutils``, from segno), for reading documents from the web: an empty module will do."""


def shut() -> None:
    """Shut the way, unless the module is there already."""
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment] # None: Python's way to say "not here"
    for name in ABSENT:
        modules.setdefault(name, None)
    modules.setdefault(STAND_IN, ModuleType(STAND_IN))
