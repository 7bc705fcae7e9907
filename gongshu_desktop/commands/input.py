"""The files that commands are given."""

from pathlib import Path

from gongshu_desktop.commands.output import complain

LARGEST_TRUST_FILE = 4 * 1024 * 1024
LARGEST_MEMO = 64 * 1024 * 1024


def read_input(path: Path, most: int) -> bytes | None:
    """The file's bytes; None when it cannot be read, which has been said then."""
    from gongshu_desktop.host.input_file import UnreadableFile, read_file  # noqa: PLC0415

    try:
        return read_file(path, most)
    except UnreadableFile as problem:
        complain(path, "$", problem)
        return None
