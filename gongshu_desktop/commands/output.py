"""How commands end and how they complain: exit statuses, one line on standard error."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from gongshu_desktop.wording import _

OK, NO, REFUSED = 0, 1, 2


def complain(*parts: object) -> int:
    """One line on standard error; the status of a refusal."""
    print(*parts, sep=": ", file=sys.stderr, flush=True)
    return REFUSED


def asked(how: Callable[[str], str], words: str) -> str | None:
    """What the person answers; None for the end of the input or a break, which mean no."""
    try:
        return how(words)
    except (EOFError, KeyboardInterrupt):
        print(file=sys.stderr)
        return None


def add_out(parser: argparse.ArgumentParser) -> None:
    """Where a PDF goes, and whether over one that is there."""
    parser.add_argument("--out", required=True, type=Path, metavar="F.pdf")
    add_force(parser)


def add_force(parser: argparse.ArgumentParser) -> None:
    """Whether a PDF that is there may be replaced."""
    parser.add_argument("--force", action="store_true", help=_("覆盖已有的 PDF（已签名的除外）"))


def plain_line(text: str, most: int) -> str:
    """On one line, without what steers a terminal: what comes from another PC may hold anything."""
    from gongshu_desktop.exchange.json_source import printable  # noqa: PLC0415 - not for a start of the window

    return printable(" ".join(text.split()), most)
