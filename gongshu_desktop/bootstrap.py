"""Opens, builds and starts: the only place that the front ends ask for a whole office or a window.

Together with ``open_office``, ``use_cases`` and ``wiring`` it alone knows everything:
policies, store, documents, exchange, services, window.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop.host import places
from gongshu_desktop.host.data_folder import data_folder
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.use_cases import Office
from gongshu_desktop.wiring import clock

if TYPE_CHECKING:
    from gongshu_desktop.services.ports import Clock

DEMONSTRATION_ROUNDS = 2_000
"""PBKDF2 rounds of the demonstration's keys, whose passphrases are no secret."""


def open_office(folder: Path | None = None, *, now: "Clock" = clock, rounds: int | None = None) -> OpenOffice:
    """Open a data folder (this user's, if none is named). Raises StoreError in words."""
    from gongshu_desktop.store import open_store  # noqa: PLC0415

    place = folder or data_folder()
    return OpenOffice(place, open_store(place, clock=now), now, rounds)


def open_record(folder: Path | None) -> OpenOffice:
    """Open a data folder that holds a record already: a mistyped name makes no new office. Raises StoreError in words."""
    from gongshu_desktop.store import expect_record  # noqa: PLC0415

    place = folder or data_folder()
    expect_record(place)
    return open_office(place)


@contextmanager
def read_record(folder: Path | None) -> Iterator[Office]:
    """Every use case that only asks, on a data folder (this user's, if none is named). The folder is only read: not one byte of
    it changes, and whoever tries to write is refused.

    Raises StoreError in words: also at the end, when another program wrote meanwhile and what was read does not count.
    """
    from gongshu_desktop.store.reading import read_store  # noqa: PLC0415

    place = folder or data_folder()
    with read_store(place) as store:
        yield Office(place, store.open_uow, clock)


def demonstration(folder: Path | None = None) -> dict[str, str]:
    """Build the demonstration office (or find it built) and say where its things are.

    Raises:
        DemonstrationRefused: when the folder holds something else.
        StoreError: in words.
    """
    import shutil  # noqa: PLC0415 - an ordinary start builds nothing
    import tempfile  # noqa: PLC0415

    from gongshu_desktop.services.demonstration import building  # noqa: PLC0415

    place = folder or data_folder().with_name("gongshu-desktop-demo")
    ready = building.found_in(place)
    if ready is not None:
        return ready
    place.parent.mkdir(parents=True, exist_ok=True)
    # A folder of its own name each time: never somebody else's, nor that of a second call at the same moment.
    unfinished = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    now = building.DemonstrationClock(clock())
    office = open_office(unfinished / building.DATA, now=now, rounds=DEMONSTRATION_ROUNDS)
    try:
        try:
            found = building.build(unfinished, place.absolute(), places.demonstration(), office, now)
        finally:
            office.close()
        if place.is_dir():
            place.rmdir()
        unfinished.rename(place)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return found


def run_desktop(folder: Path | None = None, file: Path | None = None) -> int:
    """Open the window on a data folder until it is closed, at first with that file; the exit status.

    When this user's window has the folder open already, that one shows the file. Raises StoreError in words.
    """
    import gc  # noqa: PLC0415

    gc.disable()  # what is loaded until the window is in sight stays, and need not be looked through ten times; then see Collecting
    from gongshu_desktop.starting.second_start import open_or_hand_over  # noqa: PLC0415

    office = open_or_hand_over(lambda: open_office(folder), folder or data_folder(), file)
    if office is None:
        return 0
    try:
        office.tidy()
        from gongshu_desktop.desktop import app  # noqa: PLC0415 - not for a second start

        return app.run(office, file)
    finally:
        office.close()


def refuse_desktop(said: str, error: BaseException) -> None:
    """Say in a window why the program cannot start."""
    from gongshu_desktop.desktop import app  # noqa: PLC0415

    app.refuse(said, error)
