"""What may change in a memo after a signature, and what each signature must lock (pyHanko; loaded only when needed)."""

from gongshu_desktop.document.signatures import offline  # noqa: F401 - before pyHanko, see there

# isort: split
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    FormUpdatingRule,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.policy_api import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from gongshu_desktop.document.page.signature_fields import FIELDS, SignatureField, locked

_TOUCHED = frozenset({"/AcroForm", "/Extensions", "/Version"})
"""Keys of the catalogue that a signature's update may touch; the form has rules of its own."""


def update_policy(*, first: bool) -> StandardDiffPolicy:
    """What an update may change: a signature field, and what goes with it. No title, no metadata, no new field.

    The first signature also enters itself into the catalogue as the certification (/Perms).
    """
    catalogue = _TOUCHED | {"/Perms"} if first else _TOUCHED
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(ignored_keys=catalogue),  # type: ignore[no-untyped-call]
            XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
            ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ],
        form_rule=FormUpdatingRule(field_rules=[SigFieldModificationRule()]),
        ignore_orphaned_objects=False,
        ignore_identical_objects=False,
    )


def locked_as_made(reader: PdfFileReader, embedded: EmbeddedPdfSignature, field: SignatureField) -> bool:
    """Whether the signature allows afterwards what our memo's field says, no more: DocMDP, and the locked fields."""
    permission = embedded.docmdp_level
    if permission != (None if field.permission is None else MDPPerm(field.permission)):
        return False
    if field.permission == MDPPerm.FILL_FORMS.value:
        rights = reader.root["/Perms"]
        certified = rights.raw_get("/DocMDP").reference == embedded.sig_field.raw_get("/V").reference
        if set(rights) != {"/DocMDP"} or not certified:
            return False
    lock = embedded.fieldmdp
    action, names = locked(FIELDS.index(field))
    return lock is not None and lock.action.value == action and tuple(lock.fields or ()) == names
