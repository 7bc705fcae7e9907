"""What signing a memo needs from the world outside: kept by ``document`` with pyHanko and cryptography, faked by hand in tests."""

from datetime import datetime
from typing import Protocol

from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import BUNDLED, FontSet
from gongshu_desktop.services.ports import SignatureReport
from gongshu_desktop.services.records import Person


class Signer(Protocol):
    """A key made ready for one signature (from a PKCS#12 file or a token); dropped after use."""

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...


class MemoSigning(Protocol):
    """Keys, signatures and their strict check (``document`` implements it with pyHanko and cryptography)."""

    def create_root(self, office: str, passphrase: str) -> tuple[bytes, bytes]:
        """A new office root: (encrypted key file, trust file)."""

    def issue_key(
        self, root: bytes, root_passphrase: str, trust: bytes, person: Person, passphrase: str
    ) -> tuple[bytes, str, bytes]:
        """A new key for a person: (PKCS#12 file, certificate PEM, new trust file that lists it)."""

    def open_key(self, key_file: bytes, passphrase: str) -> Signer:
        """Raises WrongPassphrase or UnusableKey."""

    def sign(  # noqa: PLR0913 - what a signature is made of
        self,
        pdf: bytes,
        role: Role,
        signer: Signer,
        *,
        opinion: str,
        at: datetime,
        trust: bytes,
        picture: bytes = b"",
        fonts: FontSet = BUNDLED,
    ) -> bytes:
        """The PDF with that role's signature appended; refuses a wrong order, a second signature, a foreign key.

        ``picture``: the signer's handwriting as PNG with a transparent ground, shown over the name. ``fonts``: what the
        signature's box is drawn with.
        """

    def check(self, pdf: bytes, trust: bytes) -> SignatureReport:
        """Never raises on bad signatures; raises UnreadableDocument when the file cannot be read at all."""

    def fingerprint(self, trust: bytes) -> str:
        """SHA-256 of the root in groups of four digits, to be compared by phone or on paper."""
