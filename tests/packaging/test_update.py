import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gongshu_desktop.document.update.manifest import MANIFEST, SIGNATURE, Keys, PrivateKey, sign, take
from gongshu_desktop.services.update.updating import UpdateRefused, Voucher

VENDOR = Ed25519PrivateKey.generate()
OFFICE = ec.generate_private_key(ec.SECP256R1())
KEYS: Keys = {Voucher.MAINTAINER: (VENDOR.public_key(),), Voucher.OFFICE: (OFFICE.public_key(),)}


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    return folder


def _stick(tmp_path: Path, key: PrivateKey = VENDOR, version: str = "0.2.0", name: str = "setup-0.2.0.exe") -> Path:
    folder = tmp_path / "U 盘"
    folder.mkdir()
    installer = folder / name
    installer.write_bytes(b"MZ" + bytes(range(256)) * 5000)
    for file, content in zip((MANIFEST, SIGNATURE), sign(installer, version, key), strict=True):
        (folder / file).write_bytes(content)
    return folder


@pytest.mark.parametrize(("key", "voucher"), [(VENDOR, Voucher.MAINTAINER), (OFFICE, Voucher.OFFICE)])
def test_an_update_signed_by_either_key_is_taken(tmp_path: Path, ours: Path, key: PrivateKey, voucher: Voucher) -> None:
    stick = _stick(tmp_path, key)
    update = take(stick, KEYS, "0.1.9", ours)
    assert (update.version, update.running, update.voucher) == ("0.2.0", "0.1.9", voucher)
    assert update.installer.parent == ours
    assert update.installer.read_bytes() == (stick / "setup-0.2.0.exe").read_bytes()


def _refused(stick: Path, ours: Path, running: str = "0.1.0") -> str:
    with pytest.raises(UpdateRefused) as refusal:
        take(stick, KEYS, running, ours)
    assert list(ours.iterdir()) == []
    return str(refusal.value)


def test_a_strangers_signature_is_refused(tmp_path: Path, ours: Path) -> None:
    assert "签名不成立" in _refused(_stick(tmp_path, Ed25519PrivateKey.generate()), ours)


def test_a_changed_manifest_is_refused(tmp_path: Path, ours: Path) -> None:
    stick = _stick(tmp_path)
    manifest = json.loads((stick / MANIFEST).read_text(encoding="utf-8"))
    (stick / MANIFEST).write_text(json.dumps({**manifest, "version": "9.0.0"}), encoding="utf-8")
    assert "签名不成立" in _refused(stick, ours)


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b + b"x", lambda b: b[:9] + b"?" + b[10:], lambda _b: b""]
)
def test_a_changed_installer_is_refused(tmp_path: Path, ours: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    stick = _stick(tmp_path)
    installer = stick / "setup-0.2.0.exe"
    installer.write_bytes(spoil(installer.read_bytes()))
    assert "与清单不符" in _refused(stick, ours)


@pytest.mark.parametrize("running", ["0.2.0", "0.10.0", "1.0.0"])
def test_an_older_or_equal_version_is_refused(tmp_path: Path, ours: Path, running: str) -> None:
    assert running in _refused(_stick(tmp_path), ours, running)


@pytest.mark.parametrize("missing", [MANIFEST, SIGNATURE, "setup-0.2.0.exe"])
def test_a_missing_file_is_named(tmp_path: Path, ours: Path, missing: str) -> None:
    stick = _stick(tmp_path)
    (stick / missing).unlink()
    assert missing in _refused(stick, ours)


@pytest.mark.parametrize("name", ["../setup.exe", "..\\setup.exe", "C:setup.exe", "setup.bat", "/tmp/setup.exe"])
def test_a_manifest_cannot_point_out_of_its_folder(tmp_path: Path, ours: Path, name: str) -> None:
    stick = _stick(tmp_path)
    real = stick / "setup-0.2.0.exe"

    class Elsewhere:
        """An installer under another name: what a careless or stolen key might have signed."""

        def __init__(self) -> None:
            self.name = name

        def read_bytes(self) -> bytes:
            return real.read_bytes()

    for file, content in zip((MANIFEST, SIGNATURE), sign(Elsewhere(), "0.2.0", VENDOR), strict=True):  # type: ignore[arg-type]
        (stick / file).write_bytes(content)
    assert "清单" in _refused(stick, ours)


@pytest.mark.parametrize("piped", [MANIFEST, SIGNATURE, "setup-0.2.0.exe"])
def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path: Path, ours: Path, piped: str) -> None:
    stick = _stick(tmp_path)
    (stick / piped).unlink()
    os.mkfifo(stick / piped)
    assert piped in _refused(stick, ours)
