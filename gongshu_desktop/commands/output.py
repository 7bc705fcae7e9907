"""How commands end and how they complain: exit statuses, one line on standard error."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from gongshu_desktop.host.shown import shown
from gongshu_desktop.wording import _

OK, NO, REFUSED = 0, 1, 2


def say(said: object, *, flush: bool = False) -> None:
    """Lines, or something else in one line, on standard output. Nothing steers the terminal; JSON stays the same JSON."""
    lines = said.split("\n") if isinstance(said, str) else [said]
    print("\n".join(map(shown, lines)), flush=flush)


def complain(*parts: object) -> int:
    """One line on standard error; the status of a refusal."""
    print(*map(shown, parts), sep=": ", file=sys.stderr, flush=True)
    return REFUSED


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments as everything else is said: a name out of a folder may be among them."""

    def error(self, message: str) -> NoReturn:
        """End with the usage and what is wrong."""
        super().error(shown(message))


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
