"""``update`` and ``sign-update`` on the command line, for the IT desk: the offline update without the window."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop.commands.output import NO, OK, asked, complain, say
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.update.updating import Update, Updates

LARGEST_ROOT_FILE = 1024 * 1024


def add_update_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the two commands to the program's."""
    update = commands.add_parser("update", help=_("核对 U 盘上的更新包并升级"))
    update.add_argument("folder", type=Path, metavar="FOLDER")
    update.add_argument("--yes", action="store_true", help=_("不再询问"))
    update.add_argument("--to", type=Path, metavar="DIR", help=_("Linux：核对后的安装文件放到哪里"))
    update.set_defaults(run=_with_updates, use=_update)
    sign = commands.add_parser("sign-update", help=_("用本单位的根密钥签发更新包"))
    sign.add_argument("file", type=Path, metavar="SETUP")
    sign.add_argument("version", metavar="VERSION")
    sign.add_argument("--root", type=Path, required=True, metavar="FILE", help=_("根密钥文件"))
    sign.set_defaults(run=_with_updates, use=_sign)


def _with_updates(options: argparse.Namespace) -> int:
    from gongshu_desktop import bootstrap  # noqa: PLC0415 - a command loads only what it needs
    from gongshu_desktop.services.ports import WrongPassphrase  # noqa: PLC0415
    from gongshu_desktop.services.records import StoreError  # noqa: PLC0415
    from gongshu_desktop.services.update.updating import UpdateRefused  # noqa: PLC0415

    use: Callable[[Updates, argparse.Namespace], int] = options.use
    try:
        # A PC on which nobody has worked yet may be updated; but a folder that was named must be one.
        office = bootstrap.open_office() if options.data is None else bootstrap.open_record(options.data)
    except StoreError as problem:
        return complain(problem)
    try:
        return use(office.updates, options)
    except (UpdateRefused, StoreError) as problem:
        return complain(problem)
    except WrongPassphrase:
        return complain(_("口令不对，没有签发。"))
    finally:
        office.close()


def _update(updates: "Updates", options: argparse.Namespace) -> int:
    update = updates.check(options.folder)
    say("\n".join(in_words(update)), flush=True)
    started = False
    try:
        if not options.yes and not _agreed():
            complain(_("没有安装。要安装，请加 --yes。"))
            return NO
        if not updates.runs:
            if options.to is None:
                say(_("已核对。请用 --to 指定存放安装文件的文件夹。"))
            else:
                say(updates.put(update, options.to.absolute()))
            return OK
        backup = updates.install(update, restart=False)
        started = True
    finally:
        if not started:
            updates.tidy()
    say(_("已备份到“{backup}”，安装程序已启动，将在本程序结束后静默安装。").format(backup=backup))
    return OK


def _agreed() -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    said = asked(input, _("升级前先备份数据。现在升级吗？[y/N] "))
    return said is not None and said.strip().lower() in ("y", "yes")


def in_words(update: "Update") -> list[str]:
    """What was found, line by line."""
    from gongshu_desktop.services.update.updating import Voucher  # noqa: PLC0415

    signed = {Voucher.MAINTAINER: _("本程序的维护者"), Voucher.OFFICE: _("本单位（根密钥）")}[update.voucher]
    return [
        _("版本：{running} → {version}").format(running=update.running, version=update.version),
        _("签发：{who}，签名成立").format(who=signed),
        f"{update.installer.name}  SHA-256 {update.sha256}",
    ]


def _sign(updates: "Updates", options: argparse.Namespace) -> int:
    from gongshu_desktop.host.input_file import UnreadableFile, read_file  # noqa: PLC0415

    try:
        root = read_file(options.root, LARGEST_ROOT_FILE)
    except UnreadableFile as problem:
        return complain(options.root, problem)
    passphrase = asked(getpass.getpass, _("根密钥的口令："))
    if passphrase is None:
        complain(_("没有输入口令，没有签发。"))
        return NO
    updates.vouch(options.file, options.version, root, passphrase)
    say(_("已签发：update.json 和 update.sig 在“{file}”旁边，三个文件一起就是更新包。").format(file=options.file.name))
    return OK
