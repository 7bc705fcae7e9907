"""Where an update waits in the data folder while it is checked. Looked at in every start: nothing else is loaded for it."""

from contextlib import suppress
from pathlib import Path

from gongshu_desktop.host.own_files import is_own_folder

FOLDER = "gongshu-update"
"""Where our copy of the installer waits, in the data folder."""
MARKER = "gongshu-desktop.update"
"""A file in it says that this program made the folder: whatever else has that name is somebody's, and stays."""


def make(folder: Path) -> Path:
    """The place in a data folder for an installer. Raises OSError, also when somebody else's folder of that name is there."""
    place = folder / FOLDER
    if not _is_ours(place):
        place.mkdir(mode=0o700, parents=True)
        (place / MARKER).touch(exist_ok=False)
    return place


def tidy(folder: Path) -> None:
    """Throw away what an update has left in a data folder, which must be at nobody else's disposal meanwhile."""
    place = folder / FOLDER
    if not is_own_folder(place):
        return
    with suppress(OSError):
        if _is_ours(place):
            for left in place.iterdir():
                if left.name != MARKER:
                    left.unlink()
            (place / MARKER).unlink()  # last: until then the folder is known as ours
        place.rmdir()  # which goes only when it is empty


def _is_ours(place: Path) -> bool:
    return is_own_folder(place) and (place / MARKER).is_file()
