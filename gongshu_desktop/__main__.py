"""``gongshu-desktop`` and ``python -m gongshu_desktop``."""

import sys

from gongshu_desktop.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
