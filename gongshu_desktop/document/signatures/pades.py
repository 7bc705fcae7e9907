"""Writes one PAdES B-B signature into a field of a PDF, as an incremental update (pyHanko; loaded only when needed)."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from gongshu_desktop.document.signatures import offline  # noqa: F401 - before pyHanko, see there

# isort: split
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import BaseStampStyle
from pyhanko.stamp.base import BaseStamp
from pyhanko_certvalidator.registry import SimpleCertificateStore

from gongshu_desktop.document.keys.key_file import SigningKey
from gongshu_desktop.document.page.signature_fields import SignatureField
from gongshu_desktop.document.signatures import deaf_loop
from gongshu_desktop.document.signatures.plain_update import PlainUpdate

RESERVED = 12288
"""Hex digits kept free for the CMS object: 6 KiB, three times what a P-256 signature with its root needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What one signature says: by whom, in which field, with which opinion, when by this PC's clock."""

    field: SignatureField
    name: str
    opinion: str
    at: datetime


def write_signature(
    pdf: bytes, signature: Signature, key: SigningKey, root: x509.Certificate, appearance: bytes
) -> bytes:
    """The PDF with the signature appended. ``appearance`` is a one-page PDF of the field's size."""
    writer = PlainUpdate(BytesIO(pdf))
    metadata = PdfSignatureMetadata(
        field_name=signature.field.name,
        md_algorithm="sha256",
        name=signature.name,
        reason=signature.opinion,
        subfilter=SigSeedSubFilter.PADES,
        certify=signature.field.permission == MDPPerm.FILL_FORMS.value,
        docmdp_permissions=MDPPerm(signature.field.permission or MDPPerm.FILL_FORMS.value),
    )
    signer = PdfSigner(metadata, _KeySigner(key, root), stamp_style=_Drawn(page=appearance))
    return deaf_loop.run(_written(signer, writer, signature.at.replace(microsecond=0)))


async def _written(signer: PdfSigner, writer: IncrementalPdfFileWriter, at: datetime) -> bytes:
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
    digest, output = document.digest_tbs_document()
    await document.perform_signature(
        document_digest=digest.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at)
    )
    output.seek(0)
    return bytes(output.read())


def field_size(pdf: bytes, name: str) -> tuple[float, float]:
    """Width and height of a field's box, in points. Raises KeyError when the PDF has no such field."""
    reader = PdfFileReader(BytesIO(pdf))
    for field in reader.root["/AcroForm"]["/Fields"]:
        found = field.get_object()
        if found.get("/T") == name:
            left, bottom, right, top = (float(edge) for edge in found["/Rect"])
            return abs(right - left), abs(top - bottom)
    raise KeyError(name)


class _KeySigner(Signer):
    """Lets pyHanko sign with a key that it never sees."""

    def __init__(self, key: SigningKey, root: x509.Certificate) -> None:
        certificate, authority = (
            asn1_x509.Certificate.load(found.public_bytes(Encoding.DER)) for found in (key.certificate, root)
        )
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register(authority)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError(digest_algorithm)
        return bytes(72) if dry_run else self._key.sign(data)


@dataclass(frozen=True)
class _Drawn(BaseStampStyle):
    """An appearance that is drawn already: a page of the field's size."""

    page: bytes = b""

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> "_Stamp":
        return _Stamp(writer, self, box)


class _Stamp(BaseStamp):
    """Puts the page into the file as it is: pyHanko's own stamps add margins and a border."""

    style: _Drawn

    def register(self) -> generic.IndirectObject:
        page = PdfFileReader(BytesIO(self.style.page))
        imported: generic.IndirectObject = self._ensure_writer.import_page_as_xobject(page)
        return imported
