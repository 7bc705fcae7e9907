"""Makes pyHanko a library without a network: import this module before the first import of ``pyhanko``.

pyHanko and its certificate validator import an HTTP client (aiohttp and eight more packages) although nothing here ever
fetches. Two empty modules stand in for it: less code, a faster start, and no network client in the program. A third stands in
for tzlocal, which fails on a PC whose zone has no name in the zone data (TZ=CST-8, as Chinese systems have it); we always
pass times with their zone. Both libraries also log warnings with tracebacks for every forged file; what they find is told
by the report, not by a log.
"""

import logging
import sys
from datetime import UTC, datetime, tzinfo
from types import ModuleType


class _Absent:
    """Stands in for a class that would use the network; it is imported by name only, never made."""

    def __init__(self, *_args: object, **_options: object) -> None:
        raise RuntimeError("no network in this program")


def _local_zone() -> tzinfo | None:
    return datetime.now(UTC).astimezone().tzinfo


def _stand_in(module: str, name: str, value: object) -> None:
    if module not in sys.modules:
        stand_in = ModuleType(module)
        setattr(stand_in, name, value)
        sys.modules[module] = stand_in


_stand_in("pyhanko.sign.timestamps.aiohttp_client", "HTTPTimeStamper", _Absent)
_stand_in("pyhanko_certvalidator.fetchers.aiohttp_fetchers", "AIOHttpFetcherBackend", _Absent)
_stand_in("tzlocal", "get_localzone", _local_zone)
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False
