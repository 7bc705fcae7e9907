"""``gongshu-desktop`` and ``python -m gongshu_desktop``."""

import sys

from gongshu_desktop.host import no_network

no_network.shut()

from gongshu_desktop.cli import main  # noqa: E402 - what it imports must find the way shut

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
