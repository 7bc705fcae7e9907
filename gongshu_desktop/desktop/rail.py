"""The places of the program, as the rail at the left shows them. Only a real screen has a place here."""

from collections.abc import Callable
from dataclasses import dataclass

from gongshu_desktop.desktop.screen import Screen, Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place: its key, its icon, its name (asked for in the language in use), its shortcut, and how it is built."""

    key: str
    icon: str
    title: Callable[[], str]
    keys: str
    make: Callable[[Surroundings], Screen]
    at_foot: bool = False
