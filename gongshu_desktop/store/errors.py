"""What can go wrong between the program and its file, in words for the person who sits before it.

SQLite's result codes are translated here, once; nothing above the store ever sees an exception of SQLAlchemy or sqlite3.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gongshu_desktop.services.records import NotStored, StoreError
from gongshu_desktop.wording import _

_LITTLE = 256 * 1024
"""Bytes free on a disk that is as good as full."""

__all__ = [
    "Holder",
    "NotStored",
    "StoreChangedMeanwhile",
    "StoreChangedWhileRead",
    "StoreDamaged",
    "StoreError",
    "StoreForeign",
    "StoreGone",
    "StoreInUse",
    "StoreNewer",
    "StoreOnNetwork",
    "StoreRefused",
    "StoreUnavailable",
    "UpgradeFailed",
    "translated",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has the file open: the user's name on the PC, the PC's name, since when (ISO, its own clock), process id."""

    user: str
    computer: str
    since: str
    process: int


class StoreInUse(StoreError):
    """Another running program has the data folder open."""

    def __init__(self, folder: Path, holder: Holder | None) -> None:
        self.holder = holder
        if holder is None:
            text = _("数据文件夹“{folder}”正被另一个程序使用。请先关闭那个程序，再重新打开。").format(folder=folder)
        else:
            text = _(
                "数据文件夹“{folder}”正由 {user} 在电脑 {computer} 上使用（自 {since} 起）。"
                "同一数据文件夹同时只能由一个程序打开，请先关闭那个程序，再重新打开。"
            ).format(folder=folder, user=holder.user, computer=holder.computer, since=holder.since)
        super().__init__(text)


class StoreOnNetwork(StoreError):
    """The data folder lies on a network share, where SQLite's locks and write-ahead log cannot be relied on."""

    def __init__(self, folder: Path, kind: str) -> None:
        super().__init__(
            _(
                "数据文件夹“{folder}”位于网络位置（{kind}）。网络断开时数据库会损坏，因此不能在此打开。"
                "请把数据放在本机硬盘上；需要交给他人时，请使用移交包或备份。"
            ).format(folder=folder, kind=kind)
        )


class StoreForeign(StoreError):
    """The file is no database, or not one of this program. It was not touched."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("文件“{path}”不是本程序的数据库，未作任何改动。请检查数据文件夹是否选对，或从备份恢复。").format(
                path=path
            )
        )


class StoreDamaged(StoreError):
    """The file is ours but damaged (truncated, bad pages, bytes that do not match their digest). It was not touched."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(
            _("数据库“{path}”已损坏（{detail}），未作任何改动。请先复制保留此文件，再从备份恢复。").format(
                path=path, detail=detail
            )
        )


class StoreAltered(StoreError):
    """Something stands in the file that this program never writes."""


class StoreGone(StoreError):
    """The file was taken away, but not what was saved last: that lies in a log beside its place, and was not touched."""

    def __init__(self, path: Path, log: Path) -> None:
        super().__init__(
            _(
                "数据库“{path}”不见了，它的日志“{log}”还在，里面可能有最后保存的内容，未作任何改动。"
                "请把数据库放回原处（例如从杀毒软件的隔离区恢复）再打开；确实没有这个数据库了，再把日志移到别处。"
            ).format(path=path, log=log.name)
        )


class StoreNewer(StoreError):
    """The file was written by a newer version of the program. It was not touched."""

    def __init__(self, path: Path, revision: str) -> None:
        super().__init__(
            _(
                "数据库“{path}”由更新版本的程序写成（结构版本 {revision}），本程序不能打开，未作任何改动。"
                "请安装新版本后再打开。"
            ).format(path=path, revision=revision)
        )


class UpgradeFailed(StoreError):
    """The upgrade of an existing file failed; the file is as it was before."""

    def __init__(self, path: Path, backup: Path) -> None:
        super().__init__(
            _("数据库“{path}”升级失败，已恢复到升级前的状态，数据没有丢失。升级前的备份在“{backup}”。").format(
                path=path, backup=backup
            )
        )


class StoreUnavailable(StoreError):
    """The environment does not let us read or write: disk full, file locked, read-only, disk errors."""


class StoreRefused(StoreError):
    """The database refused a change: a sealed or append-only record, a duplicate, a value against a constraint."""


class StoreChangedMeanwhile(StoreError):
    """What this transaction had read was changed by another one before it could write."""

    def __init__(self) -> None:
        super().__init__(_("本次操作所依据的内容刚才被另一项操作改动，没有保存。请重新打开案卷后再试。"))


class StoreChangedWhileRead(StoreError):
    """Another program wrote to a record while it was only read: what was read until then does not count."""

    def __init__(self) -> None:
        super().__init__(
            _("读取时，另一个程序改动了这份记录，已读到的内容不作数。请等那个程序保存完毕或关闭后，再读取一次。")
        )


def _refusal(message: str) -> str:
    """Words for a refusal by a trigger or constraint; the triggers speak in codes."""
    sealed = {
        "journal-append-only": _("操作日志只能追加，不能修改或删除。"),
        "memo-sealed": _("审核意见书已签发并封存，不能修改或删除；需要更正时，请另行制作新的意见书。"),
        "passage-append-only": _("案卷的流转记录只能追加，不能修改或删除。"),
        "attachment-sealed": _("佐证材料的原件已存档，不能修改。"),
        "font-sealed": _("字体文件已存档，不能修改或删除。"),
        "reading-append-only": _("口径的采用记录只能追加，不能修改或删除。"),
    }
    for code, words in sealed.items():
        if code in message:
            return words
    if "UNIQUE" in message or "PRIMARY KEY" in message:
        return _("已有相同编号的记录，本次改动没有保存（{detail}）。").format(detail=message)
    if "FOREIGN KEY" in message:
        return _("本次改动引用了不存在的记录（例如未存入的佐证材料），没有保存（{detail}）。").format(detail=message)
    return _("数据不符合数据库的约束，本次改动没有保存（{detail}）。").format(detail=message)


def _full(path: Path, _error: sqlite3.Error) -> StoreError:
    return StoreUnavailable(
        _("磁盘空间不足，“{path}”没有写入；此前已保存的内容完好。请清理磁盘后重试。").format(path=path)
    )


def _locked(path: Path, _error: sqlite3.Error) -> StoreError:
    return StoreUnavailable(
        _("数据库“{path}”正被其他程序占用，没有写入。请关闭正在读取它的程序（如杀毒、同步软件）后重试。").format(
            path=path
        )
    )


def _damaged(path: Path, error: sqlite3.Error) -> StoreError:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
        return StoreForeign(path)
    return StoreDamaged(path, str(error))


def _forbidden(path: Path, _error: sqlite3.Error) -> StoreError:
    return StoreUnavailable(
        _("没有写入“{path}”的权限。请检查文件夹权限、只读属性，或另选数据文件夹。").format(path=path)
    )


def _disk(path: Path, error: sqlite3.Error) -> StoreError:
    with suppress(OSError):
        if (
            shutil.disk_usage(path.parent).free < _LITTLE
        ):  # SQLite calls it so when there is no room for the log's index
            return _full(path, error)
    return StoreUnavailable(
        _("读写“{path}”时磁盘出错（{detail}）。请检查磁盘和连线，并立即把备份复制到别处。").format(
            path=path, detail=error
        )
    )


_WORDS: dict[int, Callable[[Path, sqlite3.Error], StoreError]] = {
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_BUSY: _locked,
    sqlite3.SQLITE_LOCKED: _locked,
    sqlite3.SQLITE_PROTOCOL: _locked,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_NOTADB: _damaged,
    sqlite3.SQLITE_FORMAT: _damaged,
    sqlite3.SQLITE_READONLY: _forbidden,
    sqlite3.SQLITE_PERM: _forbidden,
    sqlite3.SQLITE_CANTOPEN: _forbidden,
    sqlite3.SQLITE_AUTH: _forbidden,
    sqlite3.SQLITE_IOERR: _disk,
    sqlite3.SQLITE_CONSTRAINT: lambda _path, error: StoreRefused(_refusal(str(error))),
}
"""By SQLite's primary result codes; what is not named here is a mistake of ours and stays an error."""


def translated(error: BaseException, path: Path) -> StoreError | None:
    """The exception for people that stands for an error of sqlite3; None for a mistake of ours (bad SQL, bad use)."""
    if isinstance(error, UnicodeEncodeError | OverflowError):
        return StoreRefused(_("内容中含有无法保存的字符或过大的数，本次改动没有保存。"))
    if not isinstance(error, sqlite3.Error):
        return None
    code: int = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_BUSY_SNAPSHOT:
        return StoreChangedMeanwhile()
    worded = _WORDS.get(code & 0xFF)
    return worded(path, error) if worded else None
