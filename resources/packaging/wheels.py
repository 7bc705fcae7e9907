"""Asks pip which wheels the packaged program needs on another machine, and prints them: ``python wheels.py aarch64``.

pip works out the whole set as it would install it, from wheels alone; it ends with its own message when one is missing.
The answer for aarch64 is kept in wheels-aarch64.md, for the IT desk's sheet.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from requirements import platforms, requirements


def resolved(machine: str) -> list[str]:
    """The file names of the wheels."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("\n".join(requirements(f"linux-{machine}")) + "\n", encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--disable-pip-version-check", "--target", folder,
             "--report", str(report), *platforms(machine), "--requirement", str(wanted)],
            check=True,
        )  # fmt: skip
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    return sorted((each["download_info"]["url"].rsplit("/", 1)[1] for each in found), key=str.lower)


def glibc(wheel: str) -> str:
    """The oldest C library that a wheel's name promises to run on; a wheel without machine code asks for none."""
    minors = [int(minor) for minor in re.findall(r"manylinux_2_(\d+)_", wheel)]
    minors += [{"2014": 17, "2010": 12, "1": 5}[year] for year in re.findall(r"manylinux(2014|2010|1)_", wheel)]
    return f"2.{min(minors)}" if minors else "—"


def table(wheels: list[str]) -> str:
    """As Markdown."""
    rows = [f"| {wheel.split('-')[0]} | {wheel.split('-')[1]} | `{wheel}` | {glibc(wheel)} |" for wheel in wheels]
    return "\n".join(["| 部件 | 版本 | 安装包 | glibc |", "|---|---|---|---|", *rows])


if __name__ == "__main__":
    print(table(resolved(sys.argv[1])))
