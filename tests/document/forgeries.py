"""Forged, broken and wrongly signed memos: what someone with other programs, and perhaps with a key, can do.

Each function makes one file; ``FORGERIES`` names them all. The names of known attack classes are those of the literature:
ISA incremental saving, EAA evil annotation, SSA sneaky signature, USF universal forgery, SWA signature wrapping, shadow.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from gongshu_desktop.document.page.signature_fields import FIELDS
from gongshu_desktop.document.signatures import pades
from gongshu_desktop.document.signatures.plain_update import PlainUpdate
from gongshu_desktop.review.stage import Role
from tests.document.base_pdf import base_pdf
from tests.document.office import NOW, forced, forced_in_turn, foreign_office, memo, office
from tests.document.updates import (
    Change,
    annotation,
    extra_field,
    flipped,
    hidden_field,
    metadata,
    moved_field,
    need_appearances,
    one_signature_twice,
    orphan,
    other_amount,
    other_certification,
    removed_signature,
    same_length,
    script,
    security_store,
    swapped_signatures,
    title,
    updated,
    weaker_lock,
)

# isort: split
from pyhanko.pdf_utils.reader import PdfFileReader

CONTENT = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")
BYTE_RANGE = re.compile(rb"/ByteRange ?\[0 (\d+) (\d+) (\d+) *\]")


def ends(pdf: bytes) -> list[int]:
    """Where each signature's revision ends."""
    return [int(found[2]) + int(found[3]) for found in BYTE_RANGE.finditer(pdf)]


def insider(pdf: bytes, position: int, change: Change) -> bytes:
    """A signature whose own revision also changes something else."""

    class Insider(PlainUpdate):
        def _prep_dom_for_writing(self) -> None:
            change(self)
            super()._prep_dom_for_writing()  # type: ignore[no-untyped-call]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pades, "PlainUpdate", Insider)
        return forced(pdf, position)


def after(signatures: int, change: Change) -> Callable[[], bytes]:
    """A change appended after so many signatures."""
    return lambda: updated(memo(signatures), change)


def signed_on(signatures: int, change: Change) -> Callable[[], bytes]:
    """A change appended after so many signatures, and the rest signed on top of it."""
    return lambda: forced_in_turn(updated(memo(signatures), change), range(signatures, 3))


def by_insider(position: int, change: Change) -> Callable[[], bytes]:
    """A change in the revision of one signature, the later ones signed on top of it."""
    return lambda: forced_in_turn(
        insider(forced_in_turn(base_pdf(), range(position)), position, change), range(position + 1, 3)
    )


def signed_extra_field() -> bytes:
    """SSA: a fourth field, signed by someone else."""
    field = replace(FIELDS[1], name="Sig4")
    owner = foreign_office()
    return forced(updated(memo(), extra_field), 1, owner.key(Role.CHECKER), field=field, owner=owner)


def uncertified(pdf: bytes) -> bytes:
    """The examiner's signature, but not as a certification: pyHanko then allows more afterwards."""
    return forced(pdf, 0, field=replace(FIELDS[0], permission=None))


def without_certification() -> bytes:
    """All three in order, but the first does not certify."""
    return forced_in_turn(uncertified(base_pdf()), (1, 2))


def contents(replacement: bytes) -> Callable[[], bytes]:
    """USF: the last signature's value is something else."""

    def made() -> bytes:
        found = list(CONTENT.finditer(memo()))[-1]
        return same_length(memo(), found.start(), found.end(), b"/Contents " + replacement)

    return made


def byte_range(replacement: bytes) -> Callable[[], bytes]:
    """USF: the last signature's byte range is something else."""

    def made() -> bytes:
        found = list(BYTE_RANGE.finditer(memo()))[-1]
        return same_length(memo(), found.start(), found.end(), replacement)

    return made


def wrapped() -> bytes:
    """SWA: the signed end is moved back, another table of contents stands where it was."""
    pdf = memo()
    first, second, length = (int(number) for number in list(BYTE_RANGE.finditer(pdf))[-1].groups())
    reader = PdfFileReader(BytesIO(pdf))
    table, tail = int(reader.last_startxref or 0), pdf[second:]
    page = reader.root["/Pages"]["/Kids"][0].get_object()
    content = page.raw_get("/Contents").reference.idnum
    stream = b"BT /F1 12 Tf 72 700 Td (Approved amount: 11,540,000.00) Tj ET"
    moved = table + 4000
    gap = b"/ByteRange [0 %d %d %d] >>\nendobj\n" % (first, moved, length)
    forged = second + len(gap)
    gap += b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (content, len(stream), stream)
    rows = [b"%d 1\n%010d 00000 n \n" % (content, forged)]
    for reference in reader.xrefs.explicit_refs_in_revision(3):
        offset = reader.xrefs.get_historical_ref(reference, 3)
        assert isinstance(offset, int)
        rows.append(
            b"%d 1\n%010d 00000 n \n" % (reference.idnum, offset if offset < first else offset + moved - second)
        )
    previous = int(reader.xrefs.get_startxref_for_revision(2))
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %d>>\n" % (
        reader.trailer["/Size"],
        reader.trailer.raw_get("/Root").idnum,
        previous,
    )
    gap = gap.ljust(table - second) + b"xref\n" + b"".join(rows) + trailer + b"startxref\n%d\n%%%%EOF\n" % table
    return pdf[:second] + gap.ljust(moved - second) + tail


def shadow() -> bytes:
    """Shadow, triggered: a bare table of contents lets the page show what was signed but not shown."""
    pdf = forced_in_turn(base_pdf(spare=True), range(3))
    reader = PdfFileReader(BytesIO(pdf))
    content = reader.root["/Pages"]["/Kids"][0].get_object().raw_get("/Contents").reference
    spare = reader.xrefs.get_historical_ref(reader.root.raw_get("/Spare").reference, 0)
    assert isinstance(spare, int)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (content.idnum, spare)
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %d>>\n" % (
        reader.trailer["/Size"],
        reader.trailer.raw_get("/Root").idnum,
        int(reader.last_startxref or 0),
    )
    return pdf + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


def page_stream() -> int:
    """Where the page's content stream lies."""
    return memo().index(b"stream\n", memo().index(b"/Annots")) + 20


def one_person_twice() -> bytes:
    """The examiner signs as checker too."""
    first = forced(base_pdf(), 0)
    second = forced(first, 1, office().key(Role.EXAMINER))
    return forced(second, 2)


def foreign_approver() -> bytes:
    """The last signature comes from another office of the same name."""
    owner = foreign_office()
    return forced(memo(2), 2, owner.key(Role.APPROVER), owner=owner)


def hidden_in_padding() -> bytes:
    """Bytes hidden behind the last signature's container, where nothing is signed."""
    pdf = memo()
    found = list(CONTENT.finditer(pdf))[-1]
    return pdf[: found.end() - 40] + b"CAFE" + pdf[found.end() - 36 :]


def lower_case() -> bytes:
    """The last signature's hex digits in lower case: other bytes, same value."""
    pdf = memo()
    found = list(CONTENT.finditer(pdf))[-1]
    return pdf[: found.start(1)] + found[1].lower() + pdf[found.end(1) :]


def root_replaced_in_container() -> bytes:
    """A byte of the root certificate that the last signature carries along: nothing signs it."""
    pdf = memo()
    found = list(CONTENT.finditer(pdf))[-1]
    name = "签名根证".encode().hex().upper().encode()
    position = pdf.rindex(name, found.start(), found.end())
    return (
        pdf[:position] + b"F" + pdf[position + 1 :] if pdf[position : position + 1] != b"F" else flipped(pdf, position)
    )


def second_revision_first() -> bytes:
    """A base that was updated before anyone signed."""
    return forced_in_turn(updated(base_pdf(), other_amount), range(3))


FORGERIES: dict[str, Callable[[], bytes]] = {
    "one byte of the page": lambda: flipped(memo(), page_stream()),
    "one byte of the metadata": lambda: flipped(memo(), memo().index(b"/Author") + 10),
    "one byte of the receipt": lambda: flipped(memo(), memo().index(b"/EmbeddedFile") + 80),
    "one byte inside the second signature": lambda: flipped(memo(), list(CONTENT.finditer(memo()))[1].start() + 900),
    "one byte of the last opinion": lambda: flipped(memo(), memo().rindex(b"/Reason") + 12),
    "ISA after the third": after(3, other_amount),
    "ISA after the first": after(1, other_amount),
    "ISA after the first, then signed on": signed_on(1, other_amount),
    "ISA before the first": second_revision_first,
    "EAA after the third": after(3, annotation),
    "EAA after the first": after(1, annotation),
    "EAA after the second, then signed on": signed_on(2, annotation),
    "SSA after the third": signed_extra_field,
    "an empty extra field after the third": after(3, extra_field),
    "an empty extra field after the first, then signed on": signed_on(1, extra_field),
    "no certification": without_certification,
    "an orphan object after the third": after(3, orphan),
    "an orphan object after the first, then signed on": signed_on(1, orphan),
    "another title after the third": after(3, title),
    "another title after the first, then signed on": signed_on(1, title),
    "metadata after the third": after(3, metadata),
    "a script after the third": after(3, script),
    "a security store after the third": after(3, security_store),
    "bytes behind the end": lambda: memo() + b"% 11,540,000.00\n",
    "one empty line behind the end": lambda: memo() + b"\n",
    "bytes before the beginning": lambda: b"%PDF-1.7\n" + memo(),
    "signatures swapped": after(3, swapped_signatures),
    "one signature in two fields": after(3, one_signature_twice),
    "another signature as the certification": after(2, other_certification),
    "another certification, then signed on": signed_on(2, other_certification),
    "approver first, then preparer": lambda: uncertified(forced(base_pdf(), 2)),
    "reviewer before preparer": lambda: forced(uncertified(forced(base_pdf(), 1)), 2),
    "reviewer left out": lambda: forced_in_turn(base_pdf(), (0, 2)),
    "last signature removed by an update": after(3, removed_signature),
    "cut back to two signatures": lambda: memo()[: ends(memo())[1]],
    "cut back to one signature": lambda: memo()[: ends(memo())[0]],
    "cut inside the third signature": lambda: memo()[: list(CONTENT.finditer(memo()))[2].start() + 500],
    "the last 100 bytes cut": lambda: memo()[:-100],
    "the last byte cut": lambda: memo()[:-1],
    "USF: Contents 0": contents(b"0"),
    "USF: Contents null": contents(b"null"),
    "USF: Contents <00>": contents(b"<00>"),
    "USF: ByteRange missing": byte_range(b""),
    "USF: ByteRange null": byte_range(b"/ByteRange null"),
    "USF: ByteRange [0 0 0 0]": byte_range(b"/ByteRange [0 0 0 0]"),
    "USF: ByteRange negative": byte_range(b"/ByteRange [0 -1 5 9]"),
    "SWA": wrapped,
    "shadow": shadow,
    "insider moves a field": by_insider(0, moved_field),
    "insider hides a field": by_insider(0, hidden_field),
    "insider changes the page": by_insider(0, other_amount),
    "insider adds an annotation": by_insider(1, annotation),
    "insider weakens the last lock": by_insider(1, weaker_lock),
    "insider adds metadata": by_insider(0, metadata),
    "insider adds a script": by_insider(0, script),
    "insider adds an orphan object": by_insider(2, orphan),
    "insider changes the title": by_insider(2, title),
    "insider lets viewers redraw": by_insider(0, need_appearances),
    "one person twice": one_person_twice,
    "foreign approver": foreign_approver,
    "hidden in the padding": hidden_in_padding,
    "lower case digits": lower_case,
    "a byte of the certificate sent along": root_replaced_in_container,
    "signed three years too late": lambda: forced(memo(2), 2, at=NOW + timedelta(days=1200)),
    "signed before the certificate": lambda: forced(memo(2), 2, at=NOW - timedelta(days=30)),
}
