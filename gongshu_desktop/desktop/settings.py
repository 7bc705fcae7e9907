"""What a person has chosen about the window: a small JSON file in the data folder, never the registry."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path

from gongshu_desktop.host.own_files import read_own, write_own

LARGEST = 1024 * 1024
"""Bytes of the file; what is written takes some thousands."""
_WIDEST = 100_000
"""Pixels of a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Language "zh"/"en"; theme "system"/"light"/"dark"; text size; the person who worked last; where things were.

    ``key_file`` is the path of the key that was used last, never the key or its passphrase.
    """

    language: str = "zh"
    theme: str = "system"
    text_size: str = "standard"
    person: str = ""
    folder: str = ""
    key_file: str = ""
    key_source: str = "file"
    """Where keys for signing are: "file" or "token"."""
    token_driver: str = ""
    """Path of the PKCS#11 module of the tokens that are used on this PC."""
    handwriting: dict[str, str] = field(default_factory=dict)
    """Paths of the pictures of people's handwriting, by their ids."""
    contact: str = ""
    remedies: str = ""
    """What was last written on notices under 联系方式 and 救济途径: offered again on the next one."""
    geometry: str = ""
    backed_up: str = ""
    """When a backup was made last, as ISO 8601 with its zone."""
    widths: dict[str, list[int]] = field(default_factory=dict)
    """Column and splitter sizes by the objectName of the widget."""


_CHOICES = {
    "language": ("zh", "en"),
    "theme": ("system", "light", "dark"),
    "text_size": ("standard", "large", "larger"),
    "key_source": ("file", "token"),
}


def _sound(name: str, value: object) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name == "widths":
        return isinstance(value, dict) and all(
            isinstance(sizes, list) and all(type(size) is int and 0 <= size <= _WIDEST for size in sizes)
            for sizes in value.values()
        )
    if name == "handwriting":
        return isinstance(value, dict) and all(isinstance(path, str) for path in value.values())
    return isinstance(value, str)


class SettingsFile:
    """The settings and the file that they live in. A damaged file is as good as none: only conveniences are in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.current = self._read()

    def _read(self) -> Settings:
        try:
            stored = json.loads(read_own(self._path, LARGEST).decode("utf-8", "surrogatepass"))
        except (OSError, ValueError, RecursionError):
            return Settings()
        if not isinstance(stored, dict):
            return Settings()
        known = {item.name for item in fields(Settings)}
        return Settings(**{name: value for name, value in stored.items() if name in known and _sound(name, value)})

    def change(self, **values: object) -> Settings:
        """Change some settings and write the file."""
        self.current = replace(self.current, **values)  # type: ignore[arg-type] # checked by _sound when read back
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self.current), ensure_ascii=False, indent=1)
        write_own(self._path, text.encode("utf-8", "surrogatepass"))  # a path on Linux need not be Unicode
        return self.current

    def backed_up(self) -> datetime | None:
        """When a backup was made last; None when never, or when nobody knows."""
        try:
            at = datetime.fromisoformat(self.current.backed_up)
        except ValueError:
            return None
        return at if at.tzinfo is not None else None

    def widths(self, name: str) -> list[int]:
        """Stored sizes of a splitter or header, empty when never stored."""
        return self.current.widths.get(name, [])

    def keep_widths(self, name: str, sizes: list[int]) -> None:
        """Remember the sizes of a splitter or header."""
        if sizes != self.widths(name):
            self.change(widths={**self.current.widths, name: sizes})
