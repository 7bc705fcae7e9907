"""The office root's key, opened to issue or to revoke, together with the trust file that it signs."""

from cryptography.hazmat.primitives.asymmetric import ec

from gongshu_desktop.document.keys import key_file as keys
from gongshu_desktop.document.keys.trust_file import Trust, read_trust
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.wording import _


def opened_root(root: bytes, passphrase: str, trust: bytes) -> tuple[Trust, ec.EllipticCurvePrivateKey]:
    """The trust file as read, and the root's key. Raises WrongPassphrase, TrustRefused or UnusableKey (two offices)."""
    known = read_trust(trust)
    key = keys.open_root_key(root, passphrase)
    if key.public_key() != known.root.public_key():
        raise UnusableKey(_("根密钥与本机的信任文件不是同一单位的，请核对指纹。"))
    return known, key
