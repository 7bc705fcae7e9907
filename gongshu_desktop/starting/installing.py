"""How a newer version is installed on this system: on Windows the program starts its installer, on Linux an administrator does."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from gongshu_desktop.host.data_folder import MARKER, data_folder, portable_folder
from gongshu_desktop.services.update.updating import Installing
from gongshu_desktop.wording import _

_DETACHED = 0x00000008 | 0x00000200  # DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP


def installing(data: Path) -> Installing:
    """That of this system, for a program that runs on a data folder."""
    return WindowsSetup(data) if sys.platform == "win32" else LinuxPackage()


class WindowsSetup:
    """The NSIS installer. With /UPDATE it waits for the program's end, asks nothing, and opens the new version afterwards."""

    endings = (".exe",)
    runs = True

    def __init__(self, data: Path) -> None:
        self._data = data

    def obstacle(self) -> str:
        """A checkout has no installer; a portable copy is replaced as a folder."""
        if not getattr(sys, "frozen", False):
            return _("这是从源代码运行的程序，没有安装程序可以升级它。")
        if portable_folder() is not None:
            return _(
                "这是便携方式的程序（旁边有“{marker}”）。请关闭程序，用新版本的文件替换“program”文件夹和两个启动程序；"
                "“data”文件夹保持不动。"
            ).format(marker=MARKER)
        return ""

    def start(self, installer: Path, *, restart: bool) -> None:
        """Start it detached: it outlives this program, and holds none of its files."""
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - there on Windows only

            ctypes.windll.kernel32.SetDllDirectoryW(None)  # else the installer looks for libraries in what it replaces
        command = windows_command(
            installer, Path(sys.executable).parent, None if self._data == data_folder() else self._data, restart=restart
        )
        # the new program is one of its own, not a part of this one
        environment = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
        flags = _DETACHED if sys.platform == "win32" else 0
        subprocess.Popen(  # noqa: S603 - our own copy of the installer, whose signature held
            command, cwd=installer.parent, env=environment, creationflags=flags, close_fds=True
        )

    def command(self, installer: Path) -> str:
        """To be run by hand."""
        return f'"{installer}"'


def windows_command(installer: Path, program: Path, data: Path | None, *, restart: bool) -> str:
    """The installer's command line. /D= comes last, without quotation marks even before blanks: so NSIS wants it."""
    words = [f'"{installer}"', "/UPDATE"]
    if restart:
        words.append("/RESTART")
        if data is not None:
            # a backslash before the closing quotation mark would be taken for a part of it
            words.append(f'/DATA="{data}{"." if str(data).endswith(chr(92)) else ""}"')
    else:
        words.append("/S")
    return " ".join([*words, f"/D={program}"])


class LinuxPackage:
    """A .deb, which an administrator installs, or a .tar.gz, which is unpacked anywhere."""

    endings = (".deb", ".tar.gz")
    runs = False

    def obstacle(self) -> str:
        """None: the package is only put where the person chooses."""
        return ""

    def start(self, installer: Path, *, restart: bool) -> None:
        """Never: that takes rights which this program does not have."""
        raise OSError(None, "not on this system", str(installer))

    def command(self, installer: Path) -> str:
        """With which it is installed."""
        if installer.name.endswith(".deb"):
            return f"sudo apt install {shlex.quote(str(installer))}"
        return f"tar xf {shlex.quote(str(installer))} -C {shlex.quote(str(installer.parent))}"
