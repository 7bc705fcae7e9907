"""Appends to a PDF what is asked for, and nothing that nobody asked for (pyHanko; loaded only when needed)."""

from gongshu_desktop.document.signatures import offline  # noqa: F401 - before pyHanko, see there

# isort: split
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.constants import ISO32002

_NEWEST = (1, 7)


class PlainUpdate(IncrementalPdfFileWriter):
    """An incremental update with no new title, no modification date, no XMP.

    So the check can refuse every update that touches them, and a PDF/A file keeps its metadata consistent. Nor does it
    become a PDF 2.0, as pyHanko wants for a P-256 key: PDF/A-3 is a 1.7, and every reader takes the key in one.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, _NEWEST))  # type: ignore[no-untyped-call]

    def register_extension(self, ext: DeveloperExtension) -> None:
        if ext is not ISO32002:
            super().register_extension(ext)

    def _update_meta(self) -> None:
        pass
