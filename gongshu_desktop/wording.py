"""The words that people read. Chinese text is written where it is used and is its own key; English stands in catalogues.

``resources/translations/en/*.toml`` holds ``"中文" = "English"``, one file an area. There is no Qt here: the command line
and the services speak with the same words as the window.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from gongshu_desktop.host import places

LANGUAGES = ("zh", "en")
_language = "zh"
_on_paper: ContextVar[bool] = ContextVar("on_paper", default=False)


def speak(language: str) -> None:
    """Choose the language, "zh" or "en", for everything that is worded from now on."""
    global _language  # noqa: PLW0603 - one person sits before one program: its language is one setting
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def language() -> str:
    """The language in use."""
    return "zh" if _on_paper.get() else _language


@contextmanager
def in_chinese() -> Iterator[None]:
    """For words that go into the record or onto paper, which are Chinese whatever the screen speaks: in this thread alone."""
    token = _on_paper.set(True)
    try:
        yield
    finally:
        _on_paper.reset(token)


def _(text: str) -> str:
    """The text in the language in use; the Chinese itself where a catalogue has no entry."""
    return text if _language == "zh" or _on_paper.get() else catalogue(_language).get(text, text)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All entries of a language, from every area's file."""
    import tomllib  # noqa: PLC0415 - Chinese needs no catalogue

    entries: dict[str, str] = {}
    for file in sorted((places.resources() / "translations" / language).glob("*.toml")):
        entries.update(tomllib.loads(file.read_text(encoding="utf-8")))
    return entries
