"""What the packaged Linux program asks of a system, read from its files; the build fails where that is more than the oldest has.

python bounds.py check PROGRAM-FOLDER       ends with 1, naming the files, when something asks for too much
python bounds.py depends PROGRAM-FOLDER     the packages that the .deb depends on
"""

import platform
import re
import subprocess
import sys
from pathlib import Path

Version = tuple[int, ...]

MOST: dict[str, dict[str, Version]] = {
    # 麒麟 V10 and UOS 20, some of which come with the libraries of GCC 7
    "x86_64": {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 24), "CXXABI": (1, 3, 11), "GCC": (7, 0, 0)},
    # 麒麟 V10 SP1; see requirements.py why no older
    "aarch64": {"GLIBC": (2, 31), "GLIBCXX": (3, 4, 28), "CXXABI": (1, 3, 12), "GCC": (9, 0, 0)},
}
"""The newest version of each set of symbols that may be asked for."""

HERE = MOST.get(platform.machine(), MOST["x86_64"])

PACKAGES = {
    f"libc6 (>= 2.{HERE['GLIBC'][1]})": (
        "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2",
        "librt.so.1", "libresolv.so.2", "libutil.so.1",
    ),
    "libgcc-s1 | libgcc1": ("libgcc_s.so.1",),
    "libstdc++6": ("libstdc++.so.6",),
    "libegl1": ("libEGL.so.1",),
    "libgl1": ("libGL.so.1",),
    "libglib2.0-0": ("libglib-2.0.so.0", "libgthread-2.0.so.0"),
    "libdbus-1-3": ("libdbus-1.so.3",),
    "libfontconfig1": ("libfontconfig.so.1",),
    "libfreetype6": ("libfreetype.so.6",),
    "libx11-6": ("libX11.so.6",),
    "libx11-xcb1": ("libX11-xcb.so.1",),
    "libxcb1": ("libxcb.so.1",),
    "libxcb-glx0": ("libxcb-glx.so.0",),
    "libxcb-randr0": ("libxcb-randr.so.0",),
    "libxcb-render0": ("libxcb-render.so.0",),
    "libxcb-shape0": ("libxcb-shape.so.0",),
    "libxcb-shm0": ("libxcb-shm.so.0",),
    "libxcb-sync1": ("libxcb-sync.so.1",),
    "libxcb-xfixes0": ("libxcb-xfixes.so.0",),
    "libxcb-xkb1": ("libxcb-xkb.so.1",),
    "libxkbcommon0": ("libxkbcommon.so.0",),
    "libxkbcommon-x11-0": ("libxkbcommon-x11.so.0",),
    "libcups2": ("libcups.so.2",),
    "libgssapi-krb5-2": ("libgssapi_krb5.so.2",),
    "libzstd1": ("libzstd.so.1",),
    "zlib1g": ("libz.so.1",),
}  # fmt: skip
"""Debian's packages, by the names of their libraries; the names hold on UOS and on 麒麟 as well."""


def programs(folder: Path) -> list[Path]:
    """The programs and libraries in the folder."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def _read(option: str, path: Path) -> str:
    return subprocess.run(["objdump", option, str(path)], capture_output=True, text=True, check=True).stdout


def asked(path: Path) -> dict[str, dict[Version, list[str]]]:
    """The versioned symbols that one file wants of others: by set (GLIBC …) and version."""
    return symbols_in(_read("-T", path))


def symbols_in(listing: str) -> dict[str, dict[Version, list[str]]]:
    """The same, from what ``objdump -T`` has listed."""
    found: dict[str, dict[Version, list[str]]] = {}
    for line in listing.splitlines():
        match = re.search(r"\*UND\*.*\b(GLIBC|GLIBCXX|CXXABI|GCC)_([0-9.]+)\)?\s+(\S+)$", line)
        if match:
            version = tuple(int(part) for part in match[2].split("."))
            found.setdefault(match[1], {}).setdefault(version, []).append(match[3])
    return found


def too_new(folder: Path) -> list[str]:
    """What asks for more than the oldest system has, in words."""
    return [
        f"{path.relative_to(folder)}: {kind}_{'.'.join(map(str, version))} ({', '.join(sorted(symbols)[:5])})"
        for path in programs(folder)
        for kind, versions in asked(path).items()
        for version, symbols in sorted(versions.items())
        if version > HERE[kind]
    ]


def needed(folder: Path) -> dict[str, list[str]]:
    """The libraries that must be there on the system, each with the files that want it."""
    files = programs(folder)
    own = {path.name for path in files} | {path.name for path in folder.rglob("*.so*") if path.is_symlink()}
    wanted: dict[str, list[str]] = {}
    for path in files:
        for library in re.findall(r"NEEDED\s+(\S+)", _read("-p", path)):
            if library not in own:
                wanted.setdefault(library, []).append(path.name)
    return wanted


def depends(folder: Path) -> list[str]:
    """The packages to depend on. Raises KeyError for a library that is in none of them."""
    package = {library: name for name, libraries in PACKAGES.items() for library in libraries}
    wanted = needed(folder)
    strange = {library: files for library, files in wanted.items() if library not in package}
    if strange:
        raise KeyError(f"in no package known here: {strange}")
    return [name for name in PACKAGES if any(package[library] == name for library in wanted)]


def main(arguments: list[str]) -> int:
    """One of the two commands; the exit status."""
    command, folder = arguments[0], Path(arguments[1])
    if command == "depends":
        print(", ".join(depends(folder)))
        return 0
    problems = too_new(folder)
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
