"""Where an update waits in the data folder while it is checked. Looked at in every start: nothing else is loaded for it."""

import shutil
from pathlib import Path

FOLDER = "update"
"""Where our copy of the installer waits, in the data folder."""


def tidy(folder: Path) -> None:
    """Throw away what an update has left in a data folder, which must be at nobody else's disposal meanwhile."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
