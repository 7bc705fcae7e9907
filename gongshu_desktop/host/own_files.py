"""The program's own small files and folders in the data folder, which whoever prepared that folder may have exchanged for others.

A data folder comes along on a stick or out of a copy. What stands under our names there is opened, emptied or deleted only when
it is what this program makes: never through a link into another place of the PC.
"""

import os
import stat
from pathlib import Path

_NAMES_ANOTHER = 0x20000000
"""The bit of a Windows reparse tag that says: this stands for another place (symbolic link, junction), not only for its bytes."""


def is_own_folder(path: Path) -> bool:
    """Whether a folder is there, and no link or junction to one."""
    try:
        about = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and not _is_link(about)


def _is_link(about: os.stat_result) -> bool:
    """A symbolic link, or what Windows has of that kind: a junction counts as a folder there."""
    tag: int = getattr(about, "st_reparse_tag", 0)
    return stat.S_ISLNK(about.st_mode) or bool(tag & _NAMES_ANOTHER)
