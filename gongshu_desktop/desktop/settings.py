"""What a person has chosen about the window: a small JSON file in the data folder, never the registry."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path


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
            isinstance(sizes, list) and all(isinstance(size, int) for size in sizes) for sizes in value.values()
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
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Settings()
        if not isinstance(stored, dict):
            return Settings()
        known = {item.name for item in fields(Settings)}
        return Settings(**{name: value for name, value in stored.items() if name in known and _sound(name, value)})

    def change(self, **values: object) -> Settings:
        """Change some settings and write the file."""
        self.current = replace(self.current, **values)  # type: ignore[arg-type] # checked by _sound when read back
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self.current), ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(self._path)
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
