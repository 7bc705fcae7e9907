"""Forgeries beyond those of the literature: see ``forgeries``, whose ways of making them are used here."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from gongshu_desktop.document.page.signature_fields import FIELDS
from gongshu_desktop.review.stage import Role
from tests.document import updates_beyond as beyond
from tests.document.base_pdf import base_pdf
from tests.document.forgeries import after, by_insider, byte_range, contents, ends, signed_on
from tests.document.office import forced, forced_in_turn, foreign_office, memo
from tests.document.updates import extra_field, flipped, other_amount, same_length, updated

# isort: split
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\n$")


def sneaked_in_after_the_first(*, certified: bool) -> bytes:
    """SSA: a stranger's visible field after the examiner's signature, and the rest signed on top of it."""
    first = memo(1) if certified else forced(base_pdf(), 0, field=replace(FIELDS[0], permission=None))
    owner = foreign_office()
    field = replace(FIELDS[1], name="Sig4")
    sneaked = forced(updated(first, extra_field), 1, owner.key(Role.CHECKER), field=field, owner=owner)
    return forced_in_turn(sneaked, (1, 2))


def last_lock(level: int) -> Callable[[], bytes]:
    """The memo was made with a last field that lets forms be filled (2) or notes be made (3) after it."""

    def made() -> bytes:
        pdf = base_pdf()
        at = re.search(rb"/P 1\b", pdf)
        assert at is not None
        return forced_in_turn(same_length(pdf, at.start(), at.end(), b"/P %d" % level), range(3))

    return made


def table(pdf: bytes) -> int:
    """Where the last table of contents stands."""
    found = START.search(pdf)
    assert found is not None
    return int(found[1])


def hybrid() -> bytes:
    """A second table of contents for those who look for it: /XRefStm."""
    pdf = memo()
    trailer = b"xref\n0 0\ntrailer\n<</Size 100/Root 1 0 R/Prev %d/XRefStm %d>>\n" % (table(pdf), table(pdf))
    return pdf + trailer + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


def other_root() -> bytes:
    """A bare table of contents that names another object as the catalogue."""
    pdf = memo()
    fresh = b"900 0 obj\n<</Type/Catalog/Pages 901 0 R>>\nendobj\n901 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    start, second = len(pdf), len(pdf) + fresh.index(b"901 0 obj")
    rows = b"xref\n900 2\n%010d 00000 n \n%010d 00000 n \n" % (start, second)
    trailer = b"trailer\n<</Size 902/Root 900 0 R/Prev %d>>\n" % table(pdf)
    return pdf + fresh + rows + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + len(fresh))


def no_previous() -> bytes:
    """A new beginning: the update does not name what was before it."""
    return other_root().replace(
        b"/Prev %d>>\nstartxref\n%d" % (table(memo()), table(other_root())), b">>\nstartxref\n%d" % table(other_root())
    )


def freed_object() -> bytes:
    """The table of contents says that the page's annotations are gone."""
    pdf = memo()
    trailer = b"xref\n5 1\n0000000000 00001 f \ntrailer\n<</Size 100/Root 1 0 R/Prev %d>>\n" % table(pdf)
    return pdf + trailer + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


def with_streams(signatures: int) -> bytes:
    """An update whose objects are packed into an object stream, with a table of contents of the newer kind."""
    writer: Any = IncrementalPdfFileWriter(BytesIO(memo(signatures)))
    writer._force_write_when_empty = True
    other_amount(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def twice() -> bytes:
    """The memo behind itself."""
    return memo() + memo()


def inside_another() -> bytes:
    """The signed memo as an attachment-like tail of an unsigned file."""
    return base_pdf() + memo()


def loop() -> bytes:
    """The last table of contents names itself as the one before."""
    pdf = memo()
    trailer = b"xref\n0 0\ntrailer\n<</Size 100/Root 1 0 R/Prev %d>>\n" % len(pdf)
    return pdf + trailer + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


def grown_range() -> bytes:
    """The last signature's range ends beyond the file."""
    end = ends(memo())[-1]
    found = re.search(rb"/ByteRange ?\[0 (\d+) (\d+) (\d+) *\]", memo()[ends(memo())[1] :])
    assert found is not None
    assert end == len(memo())
    return byte_range(b"/ByteRange [0 %s %s %s]" % (found[1], found[2], b"9" * len(found[3])))()


BEYOND: dict[str, Callable[[], bytes]] = {
    "SSA after the first, certified": lambda: sneaked_in_after_the_first(certified=True),
    "SSA after the first, not certified": lambda: sneaked_in_after_the_first(certified=False),
    "a last lock that lets forms be filled": last_lock(2),
    "a last lock that lets notes be made": last_lock(3),
    "XFA after the third": after(3, beyond.xfa),
    "insider adds XFA": by_insider(0, beyond.xfa),
    "a second form after the third": after(3, beyond.second_form),
    "insider changes the form for another": by_insider(1, beyond.second_form),
    "a field twice after the third": after(3, beyond.doubled_field),
    "insider doubles a field": by_insider(0, beyond.doubled_field),
    "usage rights after the third": after(3, beyond.usage_rights),
    "insider adds usage rights": by_insider(1, beyond.usage_rights),
    "certification taken out of the catalogue": after(3, beyond.no_certification),
    "insider takes the certification out": by_insider(1, beyond.no_certification),
    "another picture of the first signature": after(3, beyond.other_appearance(0)),
    "checker changes the examiner's picture": by_insider(1, beyond.other_appearance(0)),
    "approver redraws the examiner's picture": by_insider(2, beyond.redrawn_appearance),
    "examiner draws the approver's picture": by_insider(0, beyond.other_appearance(2)),
    "a page and a field on it after the third": after(3, beyond.other_page),
    "insider moves a field to another page": by_insider(0, beyond.other_page),
    "another receipt after the third": after(3, beyond.other_receipt),
    "insider changes the receipt": by_insider(1, beyond.other_receipt),
    "a second receipt, then signed on": signed_on(1, beyond.second_receipt),
    "insider adds a second receipt": by_insider(0, beyond.second_receipt),
    "associated files after the third": after(3, beyond.associated_file),
    "insider changes the associated files": by_insider(2, beyond.associated_file),
    "a named script after the third": after(3, beyond.named_script),
    "insider adds a named script": by_insider(0, beyond.named_script),
    "insider adds an action of the page": by_insider(1, beyond.page_action),
    "insider adds an action of a field": by_insider(0, beyond.field_action),
    "insider adds layers": by_insider(0, beyond.layers),
    "insider changes a font": by_insider(1, beyond.resources),
    "insider crops the page": by_insider(0, beyond.cropped),
    "flags of the form after the third": after(3, beyond.no_signature_flags),
    "insider changes the flags of a field": by_insider(0, beyond.read_only_off),
    "hybrid tables of contents": hybrid,
    "another catalogue": other_root,
    "another catalogue with nothing before it": no_previous,
    "an object freed": freed_object,
    "an update packed into streams, after the third": lambda: with_streams(3),
    "an update packed into streams, then signed on": lambda: forced_in_turn(with_streams(1), (1, 2)),
    "written anew in object streams": lambda: beyond.rewritten(memo()),
    "the memo behind itself": twice,
    "the memo behind its own base": inside_another,
    "garbage before the beginning": lambda: b"garbage\n" * 50 + memo(),
    "a table of contents that names itself": loop,
    "USF: ByteRange beyond the end": grown_range,
    "USF: ByteRange of huge numbers": byte_range(b"/ByteRange [0 9 999999999 9]"),
    "USF: ByteRange of five numbers": byte_range(b"/ByteRange [0 1 2 3 4]"),
    "USF: ByteRange of names": byte_range(b"/ByteRange [/A /B /C /D]"),
    "USF: Contents is a number of names": contents(b"[/A]"),
    "one byte of the second lock": lambda: flipped(memo(), memo().index(b"/SigFieldLock") + 2),
}
