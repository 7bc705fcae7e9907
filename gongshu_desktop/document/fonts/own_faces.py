"""The office's own fonts, made ready for printing: read strictly, written anew as a plain TrueType face, and registered.

ReportLab follows a font's tables without much doubt, and takes what it reads for names of PDF objects. So it never sees the
file that somebody brought, only the one that is made here from its checked tables: the same bytes for the same file. A face
is registered under the digest of its file: two offices, or two files of one name, never mix.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics

from gongshu_desktop.document.fonts.checking import require_permission
from gongshu_desktop.document.fonts.faces import DRAWING, Faces, Typeface, printed_with
from gongshu_desktop.document.fonts.font_file import FontFace
from gongshu_desktop.document.fonts.names import plain_name
from gongshu_desktop.document.fonts.plain_face import made_face
from gongshu_desktop.services.font_choices import FontRefused, FontRole, FontSet, OfficeFont
from gongshu_desktop.wording import _

_ROLES: Mapping[FontRole, tuple[Typeface, ...]] = {
    FontRole.FANGSONG: (Typeface.FANGSONG,),
    FontRole.KAI: (Typeface.KAI,),
    FontRole.HEI: (Typeface.HEI, Typeface.BOLD),
    FontRole.SONG_BOLD: (Typeface.SONG_BOLD,),
    FontRole.SONG: (Typeface.SONG,),
}


@contextmanager
def own_faces(fonts: FontSet) -> Iterator[None]:
    """Draw with the office's own fonts, for as long as this lasts and in this thread only.

    Raises:
        FontRefused: when a file is no longer one that can be used. Whatever ``fonts.read`` raises passes.
    """
    with DRAWING:
        names = {font.role: _registered(font, fonts.read) for font in fonts.fonts}
    own = tuple((typeface, name) for role, name in sorted(names.items()) for typeface in _ROLES[role])
    with printed_with(_faces(own)):
        yield


@lru_cache(maxsize=4)
def _faces(own: tuple[tuple[Typeface, str], ...]) -> Faces:
    return Faces(dict(own))


def _registered(font: OfficeFont, read: Callable[[str], bytes]) -> str:
    """The name under which ReportLab knows the face."""
    name = f"Own-{font.sha256}-{font.face}"
    if name not in pdfmetrics.getRegisteredFontNames():
        content = read(font.sha256)
        if hashlib.sha256(content).hexdigest() != font.sha256:
            raise FontRefused(_("字体文件与登记的 SHA-256 不符。"))
        face = FontFace.read(content, font.face)
        require_permission(face)
        label = f"{plain_name(face.tables.get('name', b''))}-{font.sha256[:8]}-{font.face}"
        pdfmetrics.registerFont(made_face(face, label, name))
    return name
