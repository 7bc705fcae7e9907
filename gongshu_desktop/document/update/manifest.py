"""The offline update: an installer on a stick is only run after its signed manifest has been checked.

A folder holds the installer, ``update.json`` (version, the installer's name, size and SHA-256) and ``update.sig`` (a signature
over exactly those bytes, by the maintainer's key or by the office's root: Ed25519, or ECDSA with SHA-256). The installer is
first copied to a place of ours and the copy is checked, so that nothing can be exchanged between the check and the run.

The office's issuing key does not count: it lies unencrypted on everyday PCs, so whoever reads one of these could run a program
on all the others. The root is encrypted and lies in a safe.
"""

import base64
import binascii
import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongshu_desktop.services.update.updating import Step, Update, UpdateRefused, Voucher
from gongshu_desktop.wording import _

FORMAT = "gongshu-update/1"
MANIFEST, SIGNATURE = "update.json", "update.sig"
LARGEST_MANIFEST = 64 * 1024
LARGEST_INSTALLER = 1024 * 1024 * 1024

_INSTALLER = re.compile(r"[\w.-]{1,120}\.(exe|deb|tar\.gz)")

PublicKey = Ed25519PublicKey | ec.EllipticCurvePublicKey
PrivateKey = Ed25519PrivateKey | ec.EllipticCurvePrivateKey
Keys = Mapping[Voucher, Sequence[PublicKey]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    version: str
    installer: str
    size: int
    sha256: str


def sign(installer: Path, version: str, key: PrivateKey) -> tuple[bytes, bytes]:
    """The manifest of an installer and its signature, to be written beside it."""
    content = installer.read_bytes()
    manifest = {
        "format": FORMAT,
        "installer": installer.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "version": version,
    }
    signed = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8") + b"\n"
    covered = _covered(signed)
    signature = (
        key.sign(covered) if isinstance(key, Ed25519PrivateKey) else key.sign(covered, ec.ECDSA(hashes.SHA256()))
    )
    return signed, base64.b64encode(signature) + b"\n"


def expect_signable(name: str, version: str) -> None:
    """Raises UpdateRefused for a file name or a version with which no program would take the update."""
    _numbers(version)
    if not _INSTALLER.fullmatch(name):
        raise UpdateRefused(
            _("“{name}”不能作为更新包：文件名只能由字母、数字、点、横线组成，以 .exe、.deb 或 .tar.gz 结尾。").format(
                name=name
            )
        )


def take(
    folder: Path, keys: Keys, running: str, to: Path, *, endings: Sequence[str] = (".exe",), step: Step | None = None
) -> Update:
    """Check the update in a folder and copy its installer to the folder ``to``, which only this user may write.

    ``keys``: any one of them must have signed. ``running``: this program's version; an older update is refused.
    ``endings``: those of the installers for this system. ``step`` is told how many bytes of how many are copied.
    Raises UpdateRefused; then nothing is left in ``to``.
    """
    signed = _read(folder / MANIFEST)
    voucher = _voucher(signed, _read(folder / SIGNATURE), keys)
    manifest = _manifest(signed)
    if not manifest.installer.endswith(tuple(endings)):
        raise UpdateRefused(
            _("更新包里的“{name}”不是为本机的系统制作的。请取得适用于本机系统的更新包。").format(
                name=manifest.installer
            )
        )
    if _numbers(manifest.version) <= _numbers(running):
        raise UpdateRefused(
            _("更新包的版本 {offered} 不比本机的 {running} 新，没有安装。").format(
                offered=manifest.version, running=running
            )
        )
    copy = to / manifest.installer
    try:
        _copy(folder / manifest.installer, copy, manifest, step)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return Update(version=manifest.version, running=running, installer=copy, sha256=manifest.sha256, voucher=voucher)


def _covered(signed: bytes) -> bytes:
    """What is signed: the manifest, and before it what it is, so that no other signature of the key can stand for it."""
    return FORMAT.encode() + b"\x00" + signed


def _read(path: Path) -> bytes:
    try:
        with opened(path) as file:
            content = file.read(LARGEST_MANIFEST + 1)
    except OSError as error:
        raise UpdateRefused(
            _("更新包里读不到“{name}”（{detail}）。请重新取得完整的更新包。").format(
                name=path.name, detail=error.strerror
            )
        ) from error
    if len(content) > LARGEST_MANIFEST:
        raise UpdateRefused(_("更新包里的“{name}”过大，不是更新包的文件。").format(name=path.name))
    return content


def opened(path: Path) -> BinaryIO:
    """A regular file, for reading; whoever waits for a pipe waits for ever. Raises OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, _("不是普通文件"), str(path))
    return os.fdopen(handle, "rb")


def _voucher(signed: bytes, encoded: bytes, keys: Keys) -> Voucher:
    try:
        signature = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error:
        signature = b""
    for voucher, known in keys.items():
        if any(_signed_by(key, signed, signature) for key in known):
            return voucher
    raise UpdateRefused(_("更新包的签名不成立：不是由本程序的维护者或本单位签发，或签发后被改动。没有安装。"))


def _signed_by(key: PublicKey, signed: bytes, signature: bytes) -> bool:
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, _covered(signed))
        else:
            key.verify(signature, _covered(signed), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _manifest(signed: bytes) -> _Manifest:
    """The manifest's content: signed, but still read with care."""
    try:
        found = json.loads(signed.decode("utf-8"))
        manifest = _Manifest(
            version=str(found["version"]),
            installer=str(found["installer"]),
            size=int(found["size"]),
            sha256=str(found["sha256"]),
        )
        known = found["format"] == FORMAT
    except (ValueError, KeyError, TypeError):
        known = False
    if not known or not _INSTALLER.fullmatch(manifest.installer) or not 0 < manifest.size <= LARGEST_INSTALLER:
        raise UpdateRefused(
            _("更新包的清单不是本程序认得的格式（{format}）。请用较新的安装程序直接安装。").format(format=FORMAT)
        )
    _numbers(manifest.version)
    return manifest


def _numbers(version: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,4}){2}", version):
        raise UpdateRefused(_("更新包写明的版本“{version}”不是版本号。").format(version=version[:40]))
    return tuple(int(part) for part in version.split("."))


def _copy(source: Path, target: Path, manifest: _Manifest, step: Step | None) -> None:
    digest, left = hashlib.sha256(), manifest.size
    try:
        with opened(source) as reading, target.open("xb") as writing:
            while piece := reading.read(min(1 << 20, left + 1)):
                left -= len(piece)
                if left < 0:
                    break
                digest.update(piece)
                writing.write(piece)
                if step is not None:
                    step(manifest.size - left, manifest.size)
    except OSError as error:
        raise UpdateRefused(
            _("复制安装程序“{name}”时出错（{detail}）。没有安装。").format(name=source.name, detail=error.strerror)
        ) from error
    if left != 0 or digest.hexdigest() != manifest.sha256:
        raise UpdateRefused(_("安装程序“{name}”与清单不符，可能已损坏或被改动。没有安装。").format(name=source.name))
