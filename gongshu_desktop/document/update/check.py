"""The keys that vouch for updates: the maintainer's, which ships with the program, and the root of the office."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from gongshu_desktop.document.keys.office_root import opened_root
from gongshu_desktop.document.keys.trust_file import TrustRefused, read_trust
from gongshu_desktop.document.update.manifest import (
    MANIFEST,
    SIGNATURE,
    Keys,
    PublicKey,
    expect_signable,
    opened,
    sign,
    take,
)
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.services.update.updating import Step, Update, UpdateRefused, Voucher
from gongshu_desktop.wording import _

_BLOCK = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


class SignedUpdates:
    """Implements ``services.update.updating.UpdateCheck``.

    ``maintainer`` is the file with the maintainer's public keys (PEM, one or more); a build may have none. ``running`` is this
    program's version.
    """

    def __init__(self, maintainer: Path, running: str) -> None:
        self._maintainer, self._running = maintainer, running

    def vouchers(self, trust: bytes) -> frozenset[Voucher]:
        """Whose signatures can be checked. Raises UpdateRefused."""
        return frozenset(voucher for voucher, known in self._keys(trust).items() if known)

    def take(self, folder: Path, trust: bytes, to: Path, *, endings: Sequence[str], step: Step | None) -> Update:
        """Check and copy; see ``document.update.manifest.take``."""
        return take(folder, self._keys(trust), self._running, to, endings=endings, step=step)

    def vouch(self, installer: Path, version: str, trust: bytes, root: bytes, passphrase: str) -> None:
        """Sign an installer with the office's root. Raises UpdateRefused or WrongPassphrase."""
        try:
            expect_signable(installer.name, version)
            opened(installer).close()
            _known, key = opened_root(root, passphrase, trust)
            manifest, signature = sign(installer, version, key)
            for name, content in ((MANIFEST, manifest), (SIGNATURE, signature)):
                unfinished = installer.parent / f"{name}.part"
                unfinished.write_bytes(content)
                unfinished.replace(installer.parent / name)
        except UnusableKey as problem:
            raise UpdateRefused(str(problem)) from problem
        except OSError as error:
            raise UpdateRefused(
                _("没有签发“{name}”（{detail}）。").format(name=installer.name, detail=error.strerror)
            ) from error

    def _keys(self, trust: bytes) -> Keys:
        return {Voucher.MAINTAINER: self._maintainers(), Voucher.OFFICE: _roots(trust)}

    def _maintainers(self) -> Sequence[PublicKey]:
        try:
            content = self._maintainer.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise UpdateRefused(_("程序所附的维护者公钥无法读取。请重新安装程序。")) from error
        try:
            found = [_public_key(block) for block in _BLOCK.findall(content)]
        except ValueError as error:
            raise UpdateRefused(_("程序所附的维护者公钥无法读取。请重新安装程序。")) from error
        return tuple(found)


def _public_key(pem: bytes) -> PublicKey:
    key = load_pem_public_key(pem + os.linesep.encode())
    if isinstance(key, Ed25519PublicKey | ec.EllipticCurvePublicKey):
        return key
    raise ValueError(type(key).__name__)


def _roots(trust: bytes) -> Sequence[PublicKey]:
    if not trust:
        return ()
    try:
        key = read_trust(trust).root.public_key()
    except TrustRefused as problem:
        raise UpdateRefused(str(problem)) from problem
    return (key,) if isinstance(key, Ed25519PublicKey | ec.EllipticCurvePublicKey) else ()
