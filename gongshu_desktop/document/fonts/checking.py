"""Whether a font file may and can be used in documents: outlines, permission to embed, and the characters it has."""

from collections.abc import Sequence

from gongshu_desktop.document.fonts.font_file import FontFace, face_offsets
from gongshu_desktop.document.fonts.names import shown_name
from gongshu_desktop.services.font_choices import FontFinding, FontRefused
from gongshu_desktop.wording import _

_PERMISSION, _RESTRICTED = 0x000E, 0x0002
_NO_SUBSET, _BITMAP_ONLY = 0x0100, 0x0200
LEAST_COMMON = 3_500
"""Of the 3,755 common hanzi (GB 2312, level 1) a text font must have so many: 朱雀仿宋, made after 通用规范汉字表, lacks a few."""


class FontFiles:
    """Implements ``services.font_choices.FontChecking``."""

    def faces(self, content: bytes, /) -> Sequence[str]:
        """The names of the faces in a file. Those of a collection that cannot be used are named too."""
        count = len(face_offsets(content))
        if count == 1:
            return (shown_name(FontFace.read(content, 0).tables.get("name", b"")),)
        return tuple(_name_of(content, number) for number in range(count))

    def check(self, content: bytes, face: int, /) -> FontFinding:
        """What a face has; FontRefused when it may not or cannot be used in documents."""
        from gongshu_desktop.document.fonts.plain_face import expect_drawable  # noqa: PLC0415 - ReportLab

        read = FontFace.read(content, face)
        require_permission(read)
        lacking = [code for code in hanzi(levels=1) if code not in read.characters]
        if len(hanzi(levels=1)) - len(lacking) < LEAST_COMMON:
            raise FontRefused(
                _("这个字体缺少 {count} 个常用汉字（GB 2312 一级字库共 {all} 个），不能用作中文正文字体。").format(
                    count=len(lacking), all=len(hanzi(levels=1))
                )
            )
        expect_drawable(read, hanzi(levels=1))
        _require_own_shapes(read)
        missing = sum(code not in read.characters for code in hanzi(levels=2))
        return FontFinding(name=shown_name(read.tables.get("name", b"")), lacking=missing)


def require_permission(face: FontFace) -> None:
    """Whether the maker allows a subset to stand in a PDF. Raises FontRefused."""
    if face.permissions & _PERMISSION == _RESTRICTED:
        raise FontRefused(_("字体的授权不允许嵌入文件（fsType 2），不能用于文书。请向字体厂商购买可嵌入的授权版本。"))
    if face.permissions & _NO_SUBSET:
        raise FontRefused(_("字体的授权不允许只嵌入用到的字（fsType 第8位），不能用于文书。"))
    if face.permissions & _BITMAP_ONLY:
        raise FontRefused(_("字体的授权只允许嵌入点阵（fsType 第9位），不能用于文书。"))


def _require_own_shapes(face: FontFace) -> None:
    """Whether figures and conclusions are drawn as what they are. Raises FontRefused."""
    from gongshu_desktop.document.fonts.glyph_likeness import DECISIVE, taken_for_another  # noqa: PLC0415 - Pillow, for few
    from gongshu_desktop.document.fonts.plain_face import plain_face  # noqa: PLC0415 - ReportLab

    present = "".join(character for character in DECISIVE if ord(character) in face.characters)
    try:
        found = taken_for_another(plain_face(face, "checked"), present)
    except (OSError, ValueError) as error:
        raise FontRefused(_("字体文件已损坏或不完整，请重新复制后再选。")) from error
    if found is not None:
        raise FontRefused(
            _("这个字体把“{character}”画得像“{other}”，会使纸面与内容不符，不能用于文书。").format(
                character=found[0], other=found[1]
            )
        )


def hanzi(*, levels: int) -> tuple[int, ...]:
    """The hanzi of GB 2312: those of level 1 (3,755, the common ones), or of both levels (6,763)."""
    rows = range(0xB0, 0xD8 if levels == 1 else 0xF8)
    pairs = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF))
    return tuple(ord(text) for text in pairs if text)


def _name_of(content: bytes, number: int) -> str:
    try:
        return shown_name(FontFace.read(content, number).tables.get("name", b""))
    except FontRefused:
        return _("第 {number} 个（不能使用）").format(number=number + 1)
