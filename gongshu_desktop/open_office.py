"""A data folder that is open, with every use case on it."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop.host import places
from gongshu_desktop.use_cases import Office, made_once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongshu_desktop.services.front_page import FrontPage
    from gongshu_desktop.services.journal.acts import OfficeAct
    from gongshu_desktop.services.ports import Clock
    from gongshu_desktop.services.update.updating import Updates
    from gongshu_desktop.store import Store


class OpenOffice(Office):
    """A data folder that is open, to be worked in. ``close`` gives the folder free.

    Implements ``desktop.program.OfficeProgram``.
    """

    def __init__(self, folder: Path, store: "Store", now: "Clock", rounds: int | None) -> None:
        super().__init__(folder, store.open_uow, now, rounds)
        self.store = store

    @property
    def front_page(self) -> "FrontPage":
        """What the window shows first."""
        return self.store.front_page

    @made_once
    def updates(self) -> "Updates":
        """The offline update of this program."""
        from gongshu_desktop import __version__  # noqa: PLC0415
        from gongshu_desktop.document.update.check import SignedUpdates  # noqa: PLC0415
        from gongshu_desktop.services.update.updating import Updates  # noqa: PLC0415
        from gongshu_desktop.starting.installing import installing  # noqa: PLC0415

        check = SignedUpdates(places.resources() / "keys" / "maintainer.pem", __version__)
        start = installing(self.data_folder)
        return Updates(
            check, start, self.offices.trust, self.back_up, self.clock, self.data_folder, record=self._record_act
        )

    def _record_act(self, act: "OfficeAct", values: "Mapping[str, str]", by: str = "") -> None:
        from gongshu_desktop.services.journal.acts import record_act  # noqa: PLC0415

        record_act(self.open_uow, act, values, by=by)

    def showable_picture(self, content: bytes) -> None:
        """Raises UnreadableDocument, in words, for a PNG or JPEG that would keep the window waiting."""
        from gongshu_desktop.document.jpeg_scans import refuse_laborious  # noqa: PLC0415 - not for a start

        refuse_laborious(content)

    def back_up(self, to: Path, by: str = "") -> Path:
        """Write a checked copy of all data to a file; where it is. The journal here says when, where, and its digest."""
        from gongshu_desktop.services.journal.acts import OfficeAct  # noqa: PLC0415

        made = self.store.backup(to)
        with made.open("rb") as reading:
            digest = hashlib.file_digest(reading, "sha256").hexdigest()
        self._record_act(OfficeAct.BACK_UP, {"backup/file": str(made), "backup/sha256": digest}, by)
        return made

    def load(self) -> None:
        """Load now what a first case would load: called behind the window, once it is in sight."""
        self.store.units()
        for id in self.policies.ids():
            self.policies.get(id)
        _loaded = self.desk, self.stages, self.memos, self.offices

    def tidy(self) -> None:
        """Throw away what an update has left: at the start, before anybody can begin another one."""
        from gongshu_desktop.services.update.folder import tidy  # noqa: PLC0415

        tidy(self.data_folder)

    def close(self) -> None:
        """End everything that is open."""
        self.store.close()
