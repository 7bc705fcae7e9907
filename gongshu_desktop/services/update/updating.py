"""从 U 盘升级: an update is checked, shown, backed up before, and only then run.

The order is the point: nothing of the stick is run before its signature held, and nothing is run without a backup. What is run
is our own copy, looked at once more just before.
"""

import hashlib
import os
import shutil
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gongshu_desktop.services.journal.acts import OfficeAct
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.services.update.folder import FOLDER, make, tidy
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.ports import Clock

BACKUPS = "backups"
Step = Callable[[int, int], None]
Record = Callable[[OfficeAct, Mapping[str, str]], None]
"""Writes an act with its particulars to the journal."""


def no_record(_act: OfficeAct, _values: Mapping[str, str]) -> None:
    """For a program without a journal at hand."""


class UpdateRefused(Exception):
    """Why a folder is no update for this program, or why it was not begun, in words for the person who brought it."""


class Voucher(StrEnum):
    """Who has signed an update."""

    MAINTAINER = "maintainer"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A checked update: its version and the one that runs, who vouches for it, our own copy of the installer, its digest (hex)."""

    version: str
    running: str
    voucher: Voucher
    installer: Path
    sha256: str


class UpdateCheck(Protocol):
    """Knows the keys and reads the folders (``document`` implements it). Raises UpdateRefused."""

    def vouchers(self, trust: bytes) -> frozenset[Voucher]:
        """Whose signatures this program can check."""

    def take(self, folder: Path, trust: bytes, to: Path, *, endings: Sequence[str], step: Step | None) -> Update:
        """Check the update in a folder and copy its installer to the folder ``to``."""

    def vouch(self, installer: Path, version: str, trust: bytes, root: bytes, passphrase: str) -> None:
        """Sign an installer with the office's root: writes manifest and signature beside it. Also raises WrongPassphrase."""


class Installing(Protocol):
    """How a newer version comes into the place of this one on this system."""

    @property
    def endings(self) -> Sequence[str]:
        """Endings of the files that install it here."""

    @property
    def runs(self) -> bool:
        """Whether the program starts the installer itself; else an administrator does, with a command."""

    def obstacle(self) -> str:
        """Why this program cannot be replaced so, in words; "" when it can."""

    def start(self, installer: Path, *, restart: bool) -> None:
        """Start the installer, which waits for this program's end; ``restart``: and opens the new one. Raises OSError."""

    def command(self, installer: Path) -> str:
        """The command for the administrator."""


class Updates:
    """The use cases of the offline update. ``folder`` is the data folder."""

    def __init__(
        self,
        check: UpdateCheck,
        installing: Installing,
        trust: Callable[[], bytes],
        back_up: Callable[[Path], Path],
        now: "Clock",
        folder: Path,
        *,
        record: Record = no_record,
    ) -> None:
        self._check, self._installing, self._trust = check, installing, trust
        self._back_up, self._now, self._folder = back_up, now, folder
        self._record = record

    @property
    def runs(self) -> bool:
        """Whether the program starts the installer itself."""
        return self._installing.runs

    def obstacle(self) -> str:
        """Why this program cannot be updated from a stick, in words; "" when it can."""
        return self._installing.obstacle()

    def vouchers(self) -> frozenset[Voucher]:
        """Whose updates this program takes. Raises UpdateRefused when its keys cannot be read."""
        return self._check.vouchers(self._trust())

    def check(self, folder: Path, step: Step | None = None) -> Update:
        """Check the update in a folder, and copy it. Raises UpdateRefused; then nothing is kept."""
        obstacle = self.obstacle()
        if obstacle:
            raise UpdateRefused(obstacle)
        _expect_outside(folder, self._folder)
        self.tidy()
        try:
            place = make(self._folder)
        except OSError as error:
            raise UpdateRefused(
                _("不能在数据文件夹中建立“{folder}”（{detail}）。没有安装。").format(
                    folder=self._folder / FOLDER, detail=error.strerror
                )
            ) from error
        try:
            return self._check.take(folder, self._trust(), place, endings=self._installing.endings, step=step)
        except BaseException:
            self.tidy()
            raise

    def tidy(self) -> None:
        """Throw away what an earlier update has left."""
        tidy(self._folder)

    def install(self, update: Update, *, restart: bool = True) -> Path:
        """Back the data up and start the installer; where the backup is. The program is to end now.

        It goes on record that it begins before anything is run, and that nothing was where the installer did not start.
        Raises UpdateRefused or StoreError; then nothing was started.
        """
        backup = self._back_up(self._folder / BACKUPS / f"gongshu-{self._now():%Y%m%d-%H%M%S-%f}-{update.running}.db")
        self._expect_unchanged(update.installer, update)
        self._record(OfficeAct.UPDATE, _particulars(update))
        try:
            self._installing.start(update.installer, restart=restart)
        except OSError as error:
            with suppress(StoreError):  # why it did not start is what the person must hear
                self._record(OfficeAct.NO_UPDATE, _particulars(update))
            raise UpdateRefused(
                _("安装程序“{name}”没有启动（{detail}）。程序没有改动；请把它加入杀毒软件的信任列表后重试。").format(
                    name=update.installer.name, detail=error.strerror or error
                )
            ) from error
        return backup

    def put(self, update: Update, to: Path) -> str:
        """Put the checked package into a folder; the command with which an administrator installs it.

        Raises UpdateRefused; then nothing is left there.
        """
        place = to / update.installer.name
        if os.path.lexists(place):
            raise UpdateRefused(_("“{folder}”里已有“{name}”。请另选文件夹。").format(folder=to, name=place.name))
        unfinished = to / f".{os.urandom(8).hex()}.part"
        try:
            _expect_own(to)
            _copy_afresh(update.installer, unfinished)
            self._expect_unchanged(unfinished, update)
            unfinished.rename(place)
        except OSError as error:
            raise UpdateRefused(
                _("“{name}”没有存好（{detail}）。请检查磁盘空间和权限，或另选文件夹。").format(
                    name=place.name, detail=error.strerror
                )
            ) from error
        finally:
            with suppress(OSError):
                unfinished.unlink()
        self._record(OfficeAct.PUT_UPDATE, _particulars(update))
        self.tidy()
        return self._installing.command(place)

    def vouch(self, installer: Path, version: str, root: bytes, passphrase: str) -> None:
        """Sign an installer that the office has examined itself, with the office's root. Raises as ``UpdateCheck.vouch``."""
        self._check.vouch(installer, version, self._trust(), root, passphrase)
        self._record(OfficeAct.SIGN_UPDATE, {"update/version": version, "update/file": installer.name})

    def _expect_unchanged(self, file: Path, update: Update) -> None:
        try:
            with file.open("rb") as reading:
                same = hashlib.file_digest(reading, "sha256").hexdigest() == update.sha256
        except OSError:
            same = False
        if not same:
            file.unlink(missing_ok=True)
            raise UpdateRefused(
                _("安装程序“{name}”在核对之后被移走或改动，可能被杀毒软件隔离。没有安装，请重试。").format(
                    name=update.installer.name
                )
            )


def _expect_outside(folder: Path, data: Path) -> None:
    """What lies in the data folder is the program's to throw away: never what somebody brings."""
    if folder.resolve().is_relative_to(data.resolve()):
        raise UpdateRefused(
            _("更新包“{folder}”在数据文件夹里。请放到数据文件夹以外，再核对一次。").format(folder=folder)
        )


def _copy_afresh(source: Path, target: Path) -> None:
    """Into a file that did not exist, not even as a link that leads nowhere. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(target, flags, 0o644)
    with source.open("rb") as reading, open(handle, "wb") as writing:  # noqa: PTH123 - made exclusively
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())  # before it gets its name: a power cut leaves the whole file under it, or none


def _expect_own(folder: Path) -> None:
    """What lies in a folder that others may write can be exchanged before the administrator installs it."""
    if sys.platform == "win32":
        return
    about = folder.stat()
    strangers = about.st_mode & stat.S_IWOTH or (about.st_mode & stat.S_IWGRP and about.st_gid != os.getegid())
    if strangers or about.st_uid not in (0, os.geteuid()):
        raise UpdateRefused(
            _("“{folder}”别人也能写入，放在里面的安装文件可能被调换。请用 --to 另选只有您能写入的文件夹。").format(
                folder=folder
            )
        )


def _particulars(update: Update) -> dict[str, str]:
    return {
        "update/from": update.running,
        "update/to": update.version,
        "update/voucher": update.voucher.value,
        "update/sha256": update.sha256,
    }
