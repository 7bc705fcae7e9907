"""Signs installers for the offline update, and makes the maintainer's key for it.

``python -m resources.packaging.sign_update new-key KEY.pem`` makes a new key pair: the private key goes to KEY.pem, encrypted
with a passphrase and outside this checkout; the public half is added to ``resources/keys/maintainer.pem``, from where the next
build takes it along. ``… sign_update sign KEY.pem SETUP.exe VERSION`` writes ``update.json`` and ``update.sig`` beside the
installer (or the .deb, the .tar.gz): the three files together are the update.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from gongshu_desktop.document.update.manifest import MANIFEST, SIGNATURE, sign

CHECKOUT = Path(__file__).resolve().parents[2]
PUBLIC = CHECKOUT / "resources" / "keys" / "maintainer.pem"
SHORTEST = 12
"""Characters of a passphrase for a key that can have any program run on every PC of every office."""

Ask = Callable[[str], str]


class Refused(Exception):
    """Why no key was made or nothing was signed."""


def new_key(private: Path, ask: Ask = getpass.getpass, *, public: Path = PUBLIC, checkout: Path = CHECKOUT) -> None:
    """Make a key pair. Raises Refused before anything is written."""
    place = private.resolve()
    if place.is_relative_to(checkout):
        raise Refused(f"{private} is in the checkout: a private key must never come near the repository.")
    passphrase = ask("New passphrase: ")
    if len(passphrase) < SHORTEST:
        raise Refused(f"The passphrase must have at least {SHORTEST} characters.")
    if ask("Once more: ") != passphrase:
        raise Refused("The two passphrases differ.")
    key = Ed25519PrivateKey.generate()
    encrypted = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode("utf-8"))
    )
    try:
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - opened with its rights
            file.write(encrypted)
    except FileExistsError as error:
        raise Refused(f"{private} exists: a key is never written over.") from error
    with public.open("ab") as known:
        known.write(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def sign_installer(private: Path, installer: Path, version: str, ask: Ask = getpass.getpass) -> None:
    """Write manifest and signature beside the installer. Raises Refused."""
    content = private.read_bytes()
    passphrase = ask("Passphrase: ").encode("utf-8") if b"ENCRYPTED" in content else None
    try:
        key = load_pem_private_key(content, passphrase)
    except ValueError as error:
        raise Refused("The key does not open: a wrong passphrase, or no private key.") from error
    if not isinstance(key, Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise Refused("An Ed25519 or P-256 key is needed.")
    manifest, signature = sign(installer, version, key)
    (installer.parent / MANIFEST).write_bytes(manifest)
    (installer.parent / SIGNATURE).write_bytes(signature)


def main(arguments: list[str]) -> int:
    """Do what was asked; the exit status."""
    parser = argparse.ArgumentParser(prog="sign_update")
    commands = parser.add_subparsers(required=True, dest="command")
    making = commands.add_parser("new-key")
    making.add_argument("private", type=Path, metavar="KEY.pem")
    signing = commands.add_parser("sign")
    signing.add_argument("private", type=Path, metavar="KEY.pem")
    signing.add_argument("installer", type=Path, metavar="SETUP")
    signing.add_argument("version", metavar="VERSION")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "new-key":
            new_key(asked.private)
        else:
            sign_installer(asked.private, asked.installer, asked.version)
    except (Refused, OSError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
