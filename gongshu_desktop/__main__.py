"""``gongshu-desktop`` and ``python -m gongshu_desktop``."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or the desktop when none is given; the exit status."""
    from gongshu_desktop.cli import run  # noqa: PLC0415 - `python -m` with a broken installation still says what is wrong

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
