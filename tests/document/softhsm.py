"""SoftHSM 2 as a real token: a folder of its own for each test, a driver loaded through PKCS#11 like any vendor's."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PIN, OFFICER_PIN = "246810", "13579135"
_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)


def driver() -> str:
    """SoftHSM's PKCS#11 module; the test fails in words when it is not installed."""
    found = next((str(Path(place).resolve()) for place in _PLACES if Path(place).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.fail("The tests of tokens need SoftHSM 2: apt-get install softhsm2", pytrace=False)
    return found


def use_folder(folder: Path) -> None:
    """Let SoftHSM keep its tokens in a folder; a driver that is started afresh looks there."""
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(config)


def plug_in(label: str) -> None:
    """Initialise another token."""
    command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", OFFICER_PIN]
    subprocess.run(command, check=True, capture_output=True)


def pull_out(folder: Path) -> None:
    """Take all tokens away."""
    for token in (folder / "tokens").iterdir():
        shutil.rmtree(token)
