"""The code for paper, made while a memo is drawn up."""

from collections.abc import Mapping
from typing import Any, Protocol


class MemoCoding(Protocol):
    """Makes the code for paper from a memo's content as JSON values; "" when this PC has no issuing key."""

    def __call__(self, content: Mapping[str, Any], /) -> str: ...


def no_code(_content: Mapping[str, Any]) -> str:
    """For offices that print no signed code."""
    return ""
