"""Keeps None, True, False and NotImplemented alive on Python 3.11 and older.

PySide6 6.12 is built for Pythons (3.12 and later) in which these objects are immortal: it returns them without counting
the reference. On Python 3.11, which our metadata and PySide6's allow, every call of Qt that returns nothing takes one from
the count, and after some thousand calls the interpreter aborts with "none_dealloc: deallocating None". A count that no
program can use up makes them immortal there as well.
"""

import ctypes
import sys

_BEYOND_REACH = 1 << 48


def make_immortal() -> None:
    """Raise the counts once; nothing to do on Python 3.12 and later."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for single in (None, True, False, NotImplemented, Ellipsis):
        if sys.getrefcount(single) < _BEYOND_REACH // 2:
            ctypes.c_ssize_t.from_address(id(single)).value += _BEYOND_REACH
