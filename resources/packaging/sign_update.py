"""Signs an installer for the offline update: ``python -m resources.packaging.sign_update KEY.pem SETUP.exe VERSION``.

KEY.pem is the maintainer's private key (Ed25519, or P-256; a passphrase is asked for). ``update.json`` and ``update.sig``
are written beside the installer: the three files together are the update.
"""

import getpass
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gongshu_desktop.document.update import MANIFEST, SIGNATURE, sign


def main(arguments: list[str]) -> int:
    """Write the two files; the exit status."""
    key_file, installer, version = Path(arguments[0]), Path(arguments[1]), arguments[2]
    content = key_file.read_bytes()
    passphrase = getpass.getpass("Passphrase: ").encode() if b"ENCRYPTED" in content else None
    key = load_pem_private_key(content, passphrase)
    if not isinstance(key, Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        print("An Ed25519 or P-256 key is needed.", file=sys.stderr)
        return 2
    manifest, signature = sign(installer, version, key)
    (installer.parent / MANIFEST).write_bytes(manifest)
    (installer.parent / SIGNATURE).write_bytes(signature)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
