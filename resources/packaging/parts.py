"""What the packaged program is made of: licences before it is built, a bill of materials and the sheet for the IT desk after.

    python parts.py licences SITE-PACKAGES FOLDER
    python parts.py materials SITE-PACKAGES PROGRAM-FOLDER PYZ.toc NATIVE.json RESULT.json

``licences`` writes one file of texts a part, for the program to show. ``materials`` writes a CycloneDX 1.6 document and ends
with 1 when the program contains a package whose licence is not among them, or none of a package that is.
"""

import ast
import hashlib
import json
import re
import sys
import uuid
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

NOT_IN_THE_PROGRAM = {
    "pip", "setuptools", "wheel", "packaging", "pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "pefile", "pywin32-ctypes",
    "aiohttp", "aiohappyeyeballs", "aiosignal", "frozenlist", "multidict", "propcache", "yarl", "certifi", "idna", "oscrypto",
    "tzlocal", "requests", "charset-normalizer", "pycparser", "pyyaml", "click",
}  # fmt: skip
"""Installed where the program is built, but left out of it: see ``contents.EXCLUDED``."""

_NATIVE = {
    "Python": ("PSF-2.0", "https://www.python.org"),
    "OpenSSL": ("Apache-2.0", "https://www.openssl.org"),
    "SQLite": ("blessing", "https://www.sqlite.org"),
    "Qt": ("LGPL-3.0-only", "https://www.qt.io"),
    "zlib": ("Zlib", "https://zlib.net"),
    "libffi": ("MIT", "https://sourceware.org/libffi"),
    "expat": ("MIT", "https://libexpat.github.io"),
    "PyInstaller bootloader": ("GPL-2.0-or-later WITH Bootloader-exception", "https://pyinstaller.org"),
}


def parts(site: Path) -> list[Distribution]:
    """The packages that go into the program, by name."""
    found = {name(each): each for each in distributions(path=[str(site)])}
    return [found[key] for key in sorted(found) if key not in NOT_IN_THE_PROGRAM]


def name(part: Distribution) -> str:
    """The package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", part.metadata["Name"]).lower()


def licence(part: Distribution) -> str:
    """The licence that the package declares, in short."""
    told = part.metadata
    short = told.get("License-Expression") or (told.get("License") or "").strip().split("\n")[0]
    classified = [
        line.rsplit("::", 1)[1].strip() for line in told.get_all("Classifier") or () if line.startswith("License ::")
    ]
    return short if short and len(short) < 80 else " / ".join(classified)


def texts(part: Distribution) -> Iterator[str]:
    """The licence texts that the package carries."""
    for file in sorted(part.files or (), key=str):
        stem = file.name.upper()
        if any(word in stem for word in ("LICENSE", "LICENCE", "COPYING", "NOTICE")) and file.suffix not in {
            ".py",
            ".pyc",
        }:
            path = Path(str(part.locate_file(file)))
            if path.is_file():
                yield path.read_text(encoding="utf-8", errors="replace").strip()


def write_licences(site: Path, folder: Path) -> None:
    """One text file a part: name, version, licence, then the texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    for part in parts(site):
        head = f"{part.metadata['Name']} {part.version}    {licence(part)}"
        body = list(dict.fromkeys(texts(part)))
        (folder / f"{name(part)}.txt").write_text("\n\n".join([head, *body]) + "\n", encoding="utf-8")
    python = Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "LICENSE.txt"
    if python.is_file():
        said = python.read_text(encoding="utf-8", errors="replace")
        (folder / "python.txt").write_text(f"Python    PSF-2.0\n\n{said}", encoding="utf-8")
    compiled_in = Path(sys.base_prefix) / "licences"  # put there by .ci/linux-cpython
    for text in [*sorted((Path(__file__).parent / "licences").glob("*.txt")), *sorted(compiled_in.glob("*.txt"))]:
        (folder / text.name).write_text(f"{text.stem}\n\n{text.read_text(encoding='utf-8')}", encoding="utf-8")


def modules_of(part: Distribution) -> set[str]:
    """The top-level names that the package installs."""
    tops = {file.parts[0].removesuffix(".py") for file in part.files or () if file.parts[0] not in {"..", "bin"}}
    return {
        top.split(".")[0]
        for top in tops
        if not top.endswith((".dist-info", ".libs", "__pycache__")) and top.split(".")[0]
    }


def contained(toc: Path, folder: Path) -> set[str]:
    """The top-level names of everything in the program: in its archive and in its folder."""
    text = toc.read_text(encoding="utf-8")
    _target, entries = ast.literal_eval(text)[:2]
    inside = {str(entry[0]).split(".")[0] for entry in entries}
    return inside | {path.name.split(".")[0] for path in (folder / "program").iterdir()}


def component(kind: str, title: str, version: str, terms: str, **more: Any) -> dict[str, Any]:
    """One component as CycloneDX has it."""
    return {
        "type": kind,
        "name": title,
        "version": version,
        "licenses": [{"license": {"name": terms or "see texts"}}],
        **more,
    }


def materials(site: Path, folder: Path, toc: Path, native: dict[str, str]) -> dict[str, Any]:
    """The bill of materials of the built program. The same build gives the same document."""
    version = (Path(__file__).parents[2] / "gongshu_desktop" / "__init__.py").read_text(encoding="utf-8")
    number = re.search(r'__version__ = "([^"]+)"', version)
    assert number is not None
    components = [
        component(
            "library", part.metadata["Name"], part.version, licence(part), purl=f"pkg:pypi/{name(part)}@{part.version}"
        )
        for part in parts(site)
    ]
    for title, found in native.items():
        terms, home = _NATIVE[title]
        components.append(
            component("library", title, found, terms, externalReferences=[{"type": "website", "url": home}])
        )
    files = [
        component(
            "file",
            path.relative_to(folder).as_posix(),
            number[1],
            "",
            hashes=[{"alg": "SHA-256", "content": sha256(path)}],
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    for file in files:
        del file["licenses"]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component("application", "gongshu-desktop", number[1], "MIT")},
        "components": components + files,
    }
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    return {**document, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}"}


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unlicensed(site: Path, present: set[str]) -> list[str]:
    """Packages in the program that are not among its parts, and parts of which nothing is in the program."""
    listed = {name(part) for part in parts(site)}
    problems = []
    for part in distributions(path=[str(site)]):
        modules = modules_of(part)
        there = bool(modules & present)
        if there and name(part) not in listed:
            problems.append(
                f"{name(part)} is in the program ({', '.join(sorted(modules & present))}), but not among its parts"
            )
        if not there and name(part) in listed:
            problems.append(f"{name(part)} is among the parts, but nothing of it is in the program")
    return problems


def main(arguments: list[str]) -> int:
    """One of the two commands; the exit status."""
    command, site = arguments[0], Path(arguments[1])
    if command == "licences":
        write_licences(site, Path(arguments[2]))
        return 0
    folder, toc, native, result = (Path(argument) for argument in arguments[2:6])
    bill = materials(site, folder, toc, json.loads(native.read_text(encoding="utf-8")))
    result.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    problems = unlicensed(site, contained(toc, folder))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
