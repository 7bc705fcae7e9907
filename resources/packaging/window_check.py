"""Opens the packaged window on a virtual screen, goes through its screens, takes their pictures and closes it.

``python window_check.py --pictures DIR [--starts N] -- PROGRAM ARGUMENTS…`` measures, too: the seconds from the start of the
process until something is painted in its window, by the clock and by the processor, and the memory that it holds at rest. Ends
with 1, saying why, when no window comes, a screen stays empty, the program says anything, or it does not end well when its window
is closed.
"""

import argparse
import ctypes
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageGrab

TITLE = "拱墅众创扶持审核"
SCREENS = {
    "policy": "ctrl+2",
    "readings": "ctrl+3",
    "ledger": "ctrl+4",
    "verify": "ctrl+5",
    "office": "ctrl+6",
    "settings": "ctrl+7",
}
PATIENCE = 90.0
PAINTED = 40
"""A screen with more colours than this has been painted: an empty window has one or two."""


class Failed(Exception):
    """What went wrong, in words."""


@contextmanager
def virtual_screen() -> Iterator[str]:
    """An X server of its own, 1366×768; the name of its display.

    It does not begin anew when nobody is connected, as it would after each picture that is taken before the program is there: in
    that moment the program could not connect.
    """
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(writing,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            yield ":" + said.readline().strip()
    finally:
        server.terminate()
        server.wait()


class _CloseMessage(ctypes.Structure):
    """XClientMessageEvent, as window managers send it when a person clicks the cross."""

    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 24),
    )  # fmt: skip


def ask_to_close(display: str, window: int) -> None:
    """Tell a window that a person clicks its cross: no window manager does it here."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    screen = ctypes.c_void_p(x.XOpenDisplay(display.encode()))
    client_message = 33
    event = _CloseMessage(type=client_message, window=window, format=32)
    event.message_type = x.XInternAtom(screen, b"WM_PROTOCOLS", 0)
    event.data[0] = x.XInternAtom(screen, b"WM_DELETE_WINDOW", 0)
    x.XSendEvent(screen, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x.XSync(screen, 0)
    x.XCloseDisplay(screen)


class Window:
    """The program, running, and its window."""

    def __init__(self, command: list[str], display: str) -> None:
        self._environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        self._environment["DISPLAY"] = display
        self._display = display
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            command, env=self._environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def xdotool(self, *arguments: str) -> str:
        """One command to the virtual screen's keyboard or windows."""
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def picture(self) -> Image.Image:
        """What is on the screen now."""
        return ImageGrab.grab(xdisplay=self._display).convert("RGB")

    def wait_until_painted(self) -> float:
        """Seconds from the start of the process until its window shows something."""
        while time.perf_counter() - self.begun < PATIENCE:
            if len(self.picture().resize((683, 384), Image.Resampling.NEAREST).getcolors(1 << 24) or ()) > PAINTED:
                return time.perf_counter() - self.begun
            if self.process.poll() is not None:
                raise Failed(f"the program ended with {self.process.returncode}: {self.said()}")
            time.sleep(0.01)
        raise Failed("no window came")

    def focus(self) -> None:
        """Give the keyboard to the window, as a window manager would; there is none here."""
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until:
            found = self.xdotool("search", "--onlyvisible", "--name", TITLE).split()[-1:]
            if found and self.xdotool("getwindowfocus").split() == found:
                return
            for window in found:
                self.xdotool("windowfocus", window)
            time.sleep(0.3)
        raise Failed("the window does not take the keyboard")

    def press(self, *keys: str) -> Image.Image:
        """Keys, one after another, as a person presses them; the picture once they have shown something new."""
        before = self.picture().tobytes()
        for key in keys:
            self.focus()
            self.xdotool("key", "--clearmodifiers", key)
            time.sleep(0.5)
        until = time.perf_counter() + PATIENCE / 3
        while self.picture().tobytes() == before:
            if time.perf_counter() > until:
                raise Failed(f"{' '.join(keys)} shows nothing new")
            time.sleep(0.2)
        return self.settled()

    def settled(self, most: float = 8.0) -> Image.Image:
        """The picture once nothing moves any more (or after ``most`` seconds)."""
        until = time.perf_counter() + most
        last = self.picture()
        while time.perf_counter() < until:
            time.sleep(0.4)
            now = self.picture()
            if now.tobytes() == last.tobytes():
                return now
            last = now
        return last

    def memory(self, name: str) -> int:
        """Resident bytes of the largest process of that name (Wine's own servers not counted)."""
        sizes = (
            re.search(r"^VmRSS:\s*(\d+) kB", (folder / "status").read_text(), re.MULTILINE) for folder in _named(name)
        )
        return max((int(size[1]) * 1024 for size in sizes if size), default=0)

    def processor(self, name: str) -> float:
        """Seconds of processor time that the processes of that name have had: hardly touched by what else the machine does."""
        ticks = 0
        for folder in _named(name):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """Close the window as a person does; the program must end with 0 and must have said nothing."""
        for window in self.xdotool("search", "--onlyvisible", "--name", TITLE).split():
            ask_to_close(self._display, int(window))
        try:
            status = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failed("the window did not close") from None
        said = self.said()
        if status != 0 or said:
            raise Failed(f"ended with {status}, saying: {said}")

    def said(self) -> str:
        """What the program wrote: nothing is expected."""
        assert self.process.stdout is not None
        return self.process.stdout.read().decode("utf-8", "replace").strip()


def _named(name: str) -> list[Path]:
    """The folders in /proc of the processes whose program's file has that name in it."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if name.encode() in (folder / "cmdline").read_bytes().split(b"\0")[0]:
                found.append(folder)
        except OSError:
            continue
    return found


def look_around(window: Window, pictures: Path, prefix: str) -> None:
    """Every place of the rail, then a case; a picture of each."""
    pictures.mkdir(parents=True, exist_ok=True)
    window.settled().save(pictures / f"{prefix}-cases.png")
    for name, keys in SCREENS.items():
        window.press(keys).save(pictures / f"{prefix}-{name}.png")
    window.press("ctrl+1")
    window.press("ctrl+k", "Down", "Return").save(pictures / f"{prefix}-case.png")


def main() -> int:
    """Run the check; one line of JSON with the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--prefix", default="window")
    parser.add_argument("--starts", type=int, default=1)
    parser.add_argument("--name", default="gongshu-desktop")
    parser.add_argument("--before", default="", help="a command to run before each start")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    seconds, processor, memory = [], [], 0
    try:
        for turn in range(options.starts):
            if options.before:
                subprocess.run(options.before.split(), check=True)
            with virtual_screen() as display:
                window = Window(options.command, display)
                try:
                    seconds.append(window.wait_until_painted())
                    processor.append(window.processor(options.name))
                    window.focus()
                    window.settled()
                    memory = window.memory(options.name)
                    if turn == 0 and options.pictures:
                        look_around(window, options.pictures, options.prefix)
                    window.close()
                finally:
                    if window.process.poll() is None:
                        window.process.kill()
    except Failed as problem:
        print(f"window check failed: {problem}", file=sys.stderr)
        return 1
    figures = {
        "first": round(seconds[0], 2),
        "median": round(statistics.median(seconds), 2),
        "least": round(min(seconds), 2),
        "processor": round(statistics.median(processor), 2),
        "memory_mb": round(memory / 2**20),
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
