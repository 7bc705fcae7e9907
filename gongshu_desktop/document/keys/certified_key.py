"""What every signing key says of itself, whether it lies in a file or on a token."""

from dataclasses import dataclass

from cryptography import x509

from gongshu_desktop.document.keys.certificates import common_name
from gongshu_desktop.document.keys.trust_file import fingerprint_of


@dataclass(frozen=True, slots=True, repr=False)
class CertifiedKey:
    """A key by its certificate."""

    certificate: x509.Certificate

    @property
    def name(self) -> str:
        """The name in the certificate."""
        return common_name(self.certificate)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return fingerprint_of(self.certificate)
