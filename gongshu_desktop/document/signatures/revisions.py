"""A memo taken apart into its revisions: the unsigned base, then one for each signature (pyHanko; loaded only when needed)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from gongshu_desktop.document.signatures import offline  # noqa: F401 - before pyHanko, see there

# isort: split
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.decode_limits import DecodeLimits, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.diff_analysis.policy_api import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from gongshu_desktop.document.page.signature_fields import FIELDS, SignatureField
from gongshu_desktop.document.signatures import deaf_loop
from gongshu_desktop.document.signatures.container import Container, read_container
from gongshu_desktop.document.signatures.permissions import locked_as_made, update_policy
from gongshu_desktop.services.signature_problems import SignatureProblem

RECEIPT = "receipt.json"
LARGEST_RECEIPT = 16 * 1024 * 1024
_MOST_REVISIONS = 64
_MOST_PAGES = 100_000
_MOST_FIELDS = 64
_REMEMBERED = 8 * 1024 * 1024
"""A file up to this size is remembered with what was found in it, until the next one."""
_LIMITS = DecodeLimits(per_stream=StreamDecodeLimits(max_output_size=LARGEST_RECEIPT))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRevision:
    """One signature as it stands in the file. ``trusted``: pyHanko found the way from its certificate to the root.

    ``container`` is None when it could not be read; ``at`` is the signer's own time.
    """

    field: SignatureField
    container: Container | None
    at: datetime | None
    trusted: bool
    problems: tuple[SignatureProblem, ...]
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """A memo taken apart. ``base`` is the unsigned revision 0, ``receipt`` the file attached to it."""

    base: bytes
    receipt: bytes | None
    pages: int
    signatures: tuple[SignedRevision, ...]
    problems: tuple[SignatureProblem, ...]
    signable: bool = True


def take_apart(pdf: bytes, root: x509.Certificate | None) -> SignedDocument | None:
    """The revisions of a PDF, each checked; None when it cannot be opened as a PDF at all.

    What is found follows from the bytes and the root alone. Signing looks at the same bytes three times (written, before it
    is kept, and when the next person signs), so the last file is compared byte for byte before it is taken apart again.
    """
    return _remembered(pdf, root) if len(pdf) <= _REMEMBERED else _taken_apart(pdf, root)


@lru_cache(maxsize=1)
def _remembered(pdf: bytes, root: x509.Certificate | None) -> SignedDocument | None:
    return _taken_apart(pdf, root)


def _taken_apart(pdf: bytes, root: x509.Certificate | None) -> SignedDocument | None:
    try:
        reader = _opened(pdf)
        base = _base(reader, pdf)
    except Exception:  # noqa: BLE001 - pyHanko raises many types on broken files; all of them mean: cannot be read
        return None
    try:
        return _Analysis(pdf, reader, base, root).document()
    except Exception:  # noqa: BLE001 - as above: whatever raises while a signature is checked is a refusal
        return SignedDocument(base=base, receipt=None, pages=0, signatures=(), problems=(SignatureProblem.DAMAGED,))


def _opened(pdf: bytes) -> PdfFileReader:
    reader = PdfFileReader(BytesIO(pdf), strict=True, decode_limits=_LIMITS)
    if reader.encrypted or reader.xrefs.hybrid_xrefs_present or reader.xrefs.total_revisions > _MOST_REVISIONS:
        raise ValueError("encrypted, with two tables of contents, or updated without end")
    _count(reader)
    return reader


def _count(reader: PdfFileReader) -> int:
    count = reader.root["/Pages"]["/Count"]
    if not isinstance(count, int) or not 0 <= count <= _MOST_PAGES:
        raise ValueError("/Count")
    return int(count)


def _base(reader: PdfFileReader, pdf: bytes) -> bytes:
    """Revision 0: from the first byte to the end mark that belongs to the first table of contents."""
    start = int(reader.xrefs.get_startxref_for_revision(0))
    mark = re.compile(rb"startxref\s+%d\s+%%%%EOF\n?" % start).search(pdf, start)
    if mark is None:
        raise ValueError("revision 0 has no end")
    base = pdf[: mark.end()]
    alone = _opened(base)
    if alone.xrefs.total_revisions != 1 or alone.last_startxref != start:
        raise ValueError("revision 0 does not stand alone")
    return base


class _Analysis:
    """One pass over one file."""

    def __init__(self, pdf: bytes, reader: PdfFileReader, base: bytes, root: x509.Certificate | None) -> None:
        self._pdf, self._reader, self._base = pdf, reader, base
        roots = [] if root is None else [asn1_x509.Certificate.load(root.public_bytes(Encoding.DER))]
        self._roots = roots
        self._problems: list[SignatureProblem] = []

    def document(self) -> SignedDocument:
        """Everything that the file says and everything that is wrong with its revisions."""
        receipt = self._receipt()
        signed = self._signed()
        if signed or b"/ByteRange" in self._pdf:
            self._check_form([name for name, _value in signed])
            self._check_revisions(len(signed))
        signatures = [
            self._signature(position, field, self._embedded(field.name), last=position == len(signed))
            for position, (name, _value) in enumerate(signed, start=1)
            for field in FIELDS
            if field.name == name
        ]
        return SignedDocument(
            base=self._base,
            receipt=receipt,
            pages=_count(self._reader),
            signatures=tuple(signatures),
            problems=tuple(dict.fromkeys(self._problems)),
            signable="/AcroForm" in self._reader.root,
        )

    # --- the document -------------------------------------------------------------------------------------------------

    def _signed(self) -> list[tuple[str, Any]]:
        """(name, field) of the signature fields that hold a signature, in the order of their revisions."""
        self._refuse_bottomless_form()
        filled = [(str(name), field) for name, _value, field in enumerate_sig_fields(self._reader, filled_status=True)]
        return sorted(filled, key=lambda found: self._revision_of(found[1]))

    def _refuse_bottomless_form(self) -> None:
        """pyHanko walks down every field's children: two of them that are the same again and again never end."""
        root = self._reader.root
        fields = root["/AcroForm"]["/Fields"] if "/AcroForm" in root else ()
        if len(fields) > _MOST_FIELDS or any("/Kids" in field.get_object() for field in fields):
            raise ValueError("no form of ours")

    def _revision_of(self, field: Any) -> int:
        value = field.get_object().raw_get("/V")
        return int(self._reader.xrefs.get_last_change(value.reference))

    def _embedded(self, name: str) -> EmbeddedPdfSignature | None:
        for found, _value, field in enumerate_sig_fields(self._reader, filled_status=True):
            if found == name:
                try:
                    return EmbeddedPdfSignature(self._reader, field, name)
                except Exception:  # noqa: BLE001 - a malformed signature raises any type
                    return None
        return None

    def _check_form(self, signed: Sequence[str]) -> None:
        """Exactly our three fields, signed in their order, nothing else in the form."""
        form = self._reader.root["/AcroForm"]
        fields = [field.get_object() for field in form["/Fields"]]
        names = [str(field.get("/T")) for field in fields]
        plain = all(field.get("/FT") == "/Sig" and "/Kids" not in field for field in fields)
        if names != [field.name for field in FIELDS] or not plain or not self._form_kept():
            self._problems.append(SignatureProblem.FOREIGN_FIELDS)
        if list(signed) != [field.name for field in FIELDS[: len(signed)]]:
            self._problems.append(SignatureProblem.WRONG_ORDER)

    def _form_kept(self) -> bool:
        """Whether no revision gave the form anything (/NeedAppearances, /XFA: viewers would draw another page), and each
        field is as it was drawn but for its signature: not hidden, not moved.
        """
        roots = [
            self._reader.get_historical_resolver(number).root for number in range(self._reader.xrefs.total_revisions)
        ]
        first, *later = [root["/AcroForm"] for root in roots]
        keys = set(first) | {"/SigFlags"}
        before = [_unsigned_part(field) for field in first["/Fields"]]
        return all(
            set(form) <= keys and [_unsigned_part(field) for field in form["/Fields"]] == before for form in later
        )

    def _check_revisions(self, signatures: int) -> None:
        """One revision for each signature, and each changes its own field and nothing else; the first included."""
        if self._reader.xrefs.total_revisions != signatures + 1:
            self._problems.append(SignatureProblem.UNSIGNED_CHANGE)
            return
        for position, field in enumerate(FIELDS[:signatures], start=1):
            old, new = (self._reader.get_historical_resolver(number) for number in (position - 1, position))
            try:
                change = update_policy(first=position == 1).apply(old, new)
            except SuspiciousModification:
                self._problems.append(SignatureProblem.UNSIGNED_CHANGE)
                return
            if change.changed_form_fields != {field.name} or change.modification_level > ModificationLevel.FORM_FILLING:
                self._problems.append(SignatureProblem.UNSIGNED_CHANGE)

    def _receipt(self) -> bytes | None:
        """The receipt attached to revision 0; None when there is none."""
        try:
            files = _opened(self._base).root["/Names"]["/EmbeddedFiles"]["/Names"]
        except KeyError:
            return None
        try:
            for entry in list(files)[1::2]:
                specification = entry.get_object()
                if RECEIPT in (specification.get("/UF"), specification.get("/F")):
                    return bytes(specification["/EF"]["/F"].data)
        except Exception:  # noqa: BLE001 - a hostile stream raises any type
            self._problems.append(SignatureProblem.RECEIPT_UNREADABLE)
        return None

    # --- one signature ------------------------------------------------------------------------------------------------

    def _signature(
        self, position: int, field: SignatureField, embedded: EmbeddedPdfSignature | None, *, last: bool
    ) -> SignedRevision:
        container, at, trusted = None, None, False
        problems: list[SignatureProblem] = []
        opinion = ""
        try:
            if embedded is None or embedded.signed_revision != position:
                raise ValueError("the signature cannot be read, or was written over")  # noqa: TRY301
            container = self._container(embedded)
            at = embedded.self_reported_timestamp
            opinion = str(embedded.sig_object.get("/Reason", ""))
            self._check_end(embedded, last=last)
            trusted = self._judge(embedded, at, problems, last=last)
            if not locked_as_made(self._reader, embedded, field):
                problems.append(SignatureProblem.WRONG_PERMISSIONS)
        except Exception:  # noqa: BLE001 - whatever raises while a signature is checked is a refusal
            problems.append(SignatureProblem.SIGNATURE_DAMAGED)
        found = tuple(dict.fromkeys(problems))
        return SignedRevision(field=field, container=container, at=at, trusted=trusted, problems=found, opinion=opinion)

    def _container(self, embedded: EmbeddedPdfSignature) -> Container:
        """The CMS container, after its place in the file was found to be exactly what the signature leaves out."""
        value = embedded.sig_object
        kind = (value.get("/Type"), value.get("/Filter"), value.get("/SubFilter"))
        if kind != ("/Sig", "/Adobe.PPKLite", "/ETSI.CAdES.detached"):
            raise ValueError("not a PAdES signature")
        start, first, second, _length = (int(number) for number in embedded.byte_range)
        if start or self._pdf[first:second] != b"<" + embedded.pkcs7_content.hex().upper().encode() + b">":
            raise ValueError("the signature leaves out more than itself")
        return read_container(embedded.pkcs7_content)

    def _check_end(self, embedded: EmbeddedPdfSignature, *, last: bool) -> None:
        end = int(embedded.byte_range[2]) + int(embedded.byte_range[3])
        if not self._pdf[:end].endswith(b"%%EOF\n"):
            raise ValueError("the signature ends in the middle of a revision")
        if last and end != len(self._pdf):
            self._problems.append(SignatureProblem.UNSIGNED_BYTES)

    def _judge(
        self, embedded: EmbeddedPdfSignature, at: datetime | None, problems: list[SignatureProblem], *, last: bool
    ) -> bool:
        """pyHanko's verdict: digest, signature, updates; returns whether the certificate leads to the root."""
        context = ValidationContext(
            trust_roots=self._roots, moment=at, allow_fetching=False, revocation_mode="soft-fail"
        )
        status = deaf_loop.run(async_validate_pdf_signature(embedded, context, diff_policy=update_policy(first=False)))
        if not status.intact:
            problems.append(SignatureProblem.CONTENT_CHANGED)
        elif not status.valid:
            problems.append(SignatureProblem.SIGNATURE_DAMAGED)
        expected = SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION
        if status.coverage != expected or status.docmdp_ok is not True:
            problems.append(SignatureProblem.CHANGED_AFTERWARDS)
        return bool(status.trusted)


def _unsigned_part(field: Any) -> dict[str, str]:
    """What of a field its signature leaves alone: everything but the value and the appearance."""
    found = field.get_object()
    return {key: repr(found.raw_get(key)) for key in found if key not in ("/V", "/AP")}
