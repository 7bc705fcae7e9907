"""字体: an office's own font in the place of a bundled face, checked, copied into its data, and journaled."""

from collections.abc import Sequence

from gongshu_desktop.services.font_choices import (
    LARGEST_FONT,
    ChosenFont,
    FontChecking,
    FontRefused,
    FontRole,
    FontSet,
    OfficeFont,
)
from gongshu_desktop.services.journal.acts import FontAct
from gongshu_desktop.services.ports import Change, OpenUnitOfWork, UnitOfWork
from gongshu_desktop.wording import _


class OfficeFonts:
    """Use cases of the office's fonts, and the stock of font files that verifying draws on."""

    def __init__(self, open_uow: OpenUnitOfWork, checking: FontChecking) -> None:
        self._open_uow, self._checking = open_uow, checking

    def chosen(self) -> Sequence[ChosenFont]:
        """The office's own fonts that are in use; a role that is not among them has its bundled face."""
        with self._open_uow() as uow:
            return uow.fonts.chosen()

    def in_use(self) -> FontSet:
        """What a document that is drawn now is drawn with."""
        with self._open_uow() as uow:
            return fonts_in_use(uow, self._open_uow)

    def faces(self, content: bytes) -> Sequence[str]:
        """The names of the faces in a font file. Raises FontRefused."""
        _expect_size(content)
        return self._checking.faces(content)

    def choose(self, role: FontRole, content: bytes, face: int = 0, *, by: str) -> ChosenFont:
        """Use a face of a font file in that role from now on. Documents that were drawn before stay as they are.

        Raises:
            FontRefused: when the file is no font that may and can be used in documents, in words.
        """
        _expect_size(content)
        finding = self._checking.check(content, face)
        with self._open_uow() as uow:
            before = _in_role(uow, role)
            font = OfficeFont(role=role, name=finding.name, sha256=uow.fonts.put(content), face=face)
            chosen = ChosenFont(font=font, lacking=finding.lacking)
            if chosen != before:
                uow.fonts.choose(chosen)
                self._write(uow, by, FontAct.CHOOSE, role, before, chosen)
                uow.commit()
        return chosen

    def restore(self, role: FontRole, *, by: str) -> None:
        """Use the bundled face again. The file stays, so that what was drawn with it can still be compared."""
        with self._open_uow() as uow:
            before = _in_role(uow, role)
            if before is not None:
                uow.fonts.restore(role)
                self._write(uow, by, FontAct.RESTORE, role, before, None)
                uow.commit()

    def has(self, sha256: str, /) -> bool:
        """Whether a font file is kept here, in use or not."""
        with self._open_uow() as uow:
            return uow.fonts.has(sha256)

    def get(self, sha256: str, /) -> bytes:
        """A font file. Raises StoreError when it is not kept here, or damaged."""
        with self._open_uow() as uow:
            return uow.fonts.get(sha256)

    def _write(
        self,
        uow: UnitOfWork,
        by: str,
        act: FontAct,
        role: FontRole,
        old: ChosenFont | None,
        new: ChosenFont | None,
    ) -> None:
        change = Change(subject=f"font[{role.value}]", old=_named(old), new=_named(new))
        uow.journal.write(person=by, action=act, case=None, changes=(change,))


def fonts_in_use(uow: UnitOfWork, open_uow: OpenUnitOfWork) -> FontSet:
    """The office's fonts as they are now; their files are read, each in a transaction of its own, when a page needs them."""

    def read(sha256: str) -> bytes:
        with open_uow() as reading:
            return reading.fonts.get(sha256)

    return FontSet(fonts=tuple(chosen.font for chosen in uow.fonts.chosen()), read=read)


def _in_role(uow: UnitOfWork, role: FontRole) -> ChosenFont | None:
    return next((chosen for chosen in uow.fonts.chosen() if chosen.font.role is role), None)


def _named(chosen: ChosenFont | None) -> str | None:
    if chosen is None:
        return None
    face = f"#{chosen.font.face}" if chosen.font.face else ""
    return f"{chosen.font.name} sha256:{chosen.font.sha256}{face}"


def _expect_size(content: bytes) -> None:
    if len(content) > LARGEST_FONT:
        raise FontRefused(_("字体文件应不超过{most} MiB。").format(most=LARGEST_FONT // (1024 * 1024)))
