"""Which dialog a file that is to be taken in belongs to: a case file, or a hand-over package."""

from collections.abc import Callable
from pathlib import Path

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.host.opening import PACKAGES


def take_in(surroundings: Surroundings, path: Path, then: Callable[[], None]) -> None:
    """Preview a file by its ending, and take it in when the person says so. ``then`` is called after every change."""
    if path.suffix.lower() in PACKAGES:
        from gongshu_desktop.desktop.dialogs.arrival import take_over_package  # noqa: PLC0415 - not with every case file

        take_over_package(surroundings, path, then)
        return
    from gongshu_desktop.desktop.dialogs.importing import import_case_file  # noqa: PLC0415

    import_case_file(surroundings, path, then)
