"""Where a user's data is when nobody names a folder: with the user's other data, or beside the program in portable mode."""

import sys
from pathlib import Path

CONFIRMED = "gongshu-desktop-drivers"
"""Never in the data folder, which comes along from elsewhere: see ``document.keys.known_drivers``."""
MARKER = "gongshu-desktop.portable"
"""A file of this name beside the packaged program keeps all data beside the program too, as on a USB stick."""
NAME = "gongshu-desktop"


def portable_folder(program: Path | None = None) -> Path | None:
    """The folder ``data`` beside the packaged program if the marker lies there; None in the usual case and in a checkout.

    ``program`` is the program's own file; the running one when it is not named.
    """
    if program is None:
        if not getattr(sys, "frozen", False):
            return None
        program = Path(sys.executable)
    beside = program.resolve().parent
    return beside / "data" if (beside / MARKER).is_file() else None


def data_folder() -> Path:
    """The folder for this user's data."""
    portable = portable_folder()
    if portable is not None:
        return portable
    from platformdirs import user_data_path  # noqa: PLC0415 - not wanted by commands that need no data

    return user_data_path(NAME, appauthor=False)


def confirmed_drivers() -> Path:
    """The folder for what this user has confirmed on this PC, also when the data is on a stick."""
    from platformdirs import user_config_path  # noqa: PLC0415 - not for a start

    return user_config_path(CONFIRMED, appauthor=False)
