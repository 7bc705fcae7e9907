"""The office's own fonts 自备字体: which font file takes the place of a bundled face, and how a memo's record names it.

A font is known by the SHA-256 of its file and the number of the face in it; names change, and two files may bear one name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from gongshu_desktop.wording import _

LARGEST_FONT = 64 * 1024 * 1024
"""Bytes of a font file. The largest Chinese text fonts in use have some 30 MB."""
LONGEST_NAME = 80
_HEX = frozenset("0123456789abcdef")


class FontRole(StrEnum):
    """The roles for which an office may bring its own font. The values stand in memos and databases: they never change."""

    FANGSONG = "fangsong"
    KAI = "kai"
    HEI = "hei"
    SONG_BOLD = "song-bold"
    SONG = "song"


def role_words(role: FontRole) -> str:
    """The role as people call it."""
    return {
        FontRole.FANGSONG: _("仿宋"),
        FontRole.KAI: _("楷体"),
        FontRole.HEI: _("黑体"),
        FontRole.SONG_BOLD: _("小标宋"),
        FontRole.SONG: _("宋体"),
    }[role]


class FontRefused(Exception):
    """A font file that cannot be used; the message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFont:
    """A font in a role: its own name, the SHA-256 of its file, the number of the face in it (0 but for a .ttc)."""

    role: FontRole
    name: str
    sha256: str
    face: int = 0

    def to_json(self) -> dict[str, Any]:
        """As it stands in the record of a document."""
        return {"role": self.role.value, "name": self.name, "sha256": self.sha256, "face": self.face}


def recorded(fonts: Sequence[OfficeFont]) -> list[dict[str, Any]]:
    """The fonts as they stand in the record of a document, role by role."""
    return [font.to_json() for font in sorted(fonts, key=lambda font: font.role.value)]


def fonts_from(data: object) -> tuple[OfficeFont, ...]:
    """Back from a document's record.

    Raises:
        ValueError: when it is none, or gives a role to two fonts.
    """
    if not isinstance(data, list):
        raise ValueError("fonts")
    found = tuple(_font_from(item) for item in data)
    if len({font.role for font in found}) != len(found):
        raise ValueError("fonts: a role twice")
    return found


def _font_from(item: object) -> OfficeFont:
    from gongshu_desktop.review.values import text_problem  # noqa: PLC0415 - the window must not wait for it

    if not isinstance(item, Mapping) or set(item) != {"role", "name", "sha256", "face"}:
        raise ValueError("fonts: not a font")
    name, sha256, face = item["name"], item["sha256"], item["face"]
    if not isinstance(name, str) or text_problem(name, most=LONGEST_NAME) or type(face) is not int or face < 0:
        raise ValueError("fonts: not a font")
    if not isinstance(sha256, str) or len(sha256) != 64 or not set(sha256) <= _HEX:
        raise ValueError("fonts: not a digest")
    return OfficeFont(role=FontRole(item["role"]), name=name, sha256=sha256, face=face)


def _nothing_kept(sha256: str) -> bytes:
    raise KeyError(sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class FontSet:
    """What a document is drawn with: the office's own fonts, and how to read their files (only when a page needs them)."""

    fonts: tuple[OfficeFont, ...] = ()
    read: Callable[[str], bytes] = field(default=_nothing_kept, compare=False)


BUNDLED = FontSet()
"""No font but those of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFont:
    """A font in use, with what its check found: how many hanzi of GB 2312 it lacks, which other faces then print."""

    font: OfficeFont
    lacking: int


class FontRepository(Protocol):
    """The office's fonts. Files are stored once by SHA-256 (hex) and kept for good: memos were printed with them."""

    def chosen(self) -> Sequence[ChosenFont]: ...
    def choose(self, chosen: ChosenFont) -> None: ...
    def restore(self, role: FontRole) -> None: ...
    def put(self, content: bytes) -> str: ...
    def has(self, sha256: str) -> bool: ...
    def get(self, sha256: str) -> bytes: ...


class FontStock(Protocol):
    """The font files that are kept on this PC."""

    def has(self, sha256: str, /) -> bool: ...
    def get(self, sha256: str, /) -> bytes: ...


class NoFonts:
    """A PC without an office: it keeps no fonts."""

    def has(self, _sha256: str, /) -> bool:
        """Never."""
        return False

    def get(self, sha256: str, /) -> bytes:
        """KeyError."""
        return _nothing_kept(sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFinding:
    """What the check of an acceptable face found: its name, and how many hanzi of GB 2312 it lacks."""

    name: str
    lacking: int


class FontChecking(Protocol):
    """Looks at font files (``document`` implements it). Both raise FontRefused in words, whatever the file holds."""

    def faces(self, content: bytes, /) -> Sequence[str]:
        """The names of the faces in a file; more than one in a collection (.ttc)."""

    def check(self, content: bytes, face: int, /) -> FontFinding:
        """Whether a face may be used in documents."""
