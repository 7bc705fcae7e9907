"""Whether a folder lies on a network share, where a live database would sooner or later be damaged."""

import ctypes
import re
import sys
from collections.abc import Callable
from pathlib import Path

NETWORK_SYSTEMS = frozenset(
    {
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.cifs",
        "fuse.curlftpfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb2",
        "smb3",
        "smbfs",
    }
)
_DRIVE_REMOTE = 4
"""GetDriveTypeW's answer for a network drive."""


def network_share(folder: Path) -> str | None:
    """What kind of network share the folder lies on ("nfs4", "cifs", a UNC path); None for this PC's own disks."""
    if sys.platform == "win32":
        return windows_share(str(folder.resolve()), ctypes.windll.kernel32.GetDriveTypeW)
    else:  # noqa: RET505 - so that mypy follows one system at a time
        mounts = Path("/proc/self/mounts")
        if not mounts.is_file():
            return None
        system = mounted_system(folder.resolve(), mounts.read_text(encoding="utf-8", errors="surrogateescape"))
        return system if system in NETWORK_SYSTEMS else None


def mounted_system(folder: Path, mounts: str) -> str:
    """The type of the file system that the folder lies on, by a list of mounts as Linux writes it."""
    best, found = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = Path(_unescaped(fields[1]))
        # A later mount on the same place hides the earlier one.
        if len(place.parts) >= best and folder.is_relative_to(place):
            best, found = len(place.parts), fields[2]
    return found


def _unescaped(text: str) -> str:
    """Blanks and the like stand as octal numbers in the list of mounts, byte by byte."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def windows_share(folder: str, drive_type: Callable[[str], int]) -> str | None:
    """The UNC path or network drive that a resolved Windows path lies on."""
    plain = folder.replace("/", "\\")
    if plain.upper().startswith("\\\\?\\UNC\\"):
        return "\\\\" + plain[8:].split("\\")[0]
    if plain.startswith(("\\\\?\\", "\\\\.\\")):
        plain = plain[4:]
    elif plain.startswith("\\\\"):
        return "\\\\" + plain[2:].split("\\")[0]
    root = plain[:2] + "\\"
    return root if drive_type(root) == _DRIVE_REMOTE else None
