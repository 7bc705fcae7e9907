"""Where the files that ship with the program are: the same call in a checkout, an installed wheel and the frozen program."""

import sys
from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    package = Path(__file__).resolve().parent.parent
    installed = package / "bundled"
    return installed if installed.is_dir() else package.parent


def resources() -> Path:
    """The folder with policies, fonts, icons, styles, translations and the manual."""
    return _root() / "resources"


def migrations() -> Path:
    """The folder with Alembic's environment and versions."""
    return _root() / "db" / "migrations"


def demonstration() -> Path:
    """The folder with the demonstration office: case files, evidence, people."""
    return _root() / "db" / "demo"


def released() -> Path:
    """The folder with a stored database of every released structure: what the self-test and the tests upgrade."""
    return _root() / "db" / "released"
