"""The office's own fonts: the files, stored once for each content and never changed, and which stands in which role."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from gongshu_desktop.services.font_choices import ChosenFont, FontRole, OfficeFont
from gongshu_desktop.store.errors import NotStored, StoreRefused
from gongshu_desktop.store.record_rows import FontFileRow, FontRow
from gongshu_desktop.store.transaction import Transaction
from gongshu_desktop.wording import _


class Fonts:
    """Implements ``services.font_choices.FontRepository``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def chosen(self) -> Sequence[ChosenFont]:
        """The fonts in use, in the order of the roles."""
        found = {
            FontRole(row.role): ChosenFont(
                font=OfficeFont(role=FontRole(row.role), name=row.name, sha256=row.sha256, face=row.face),
                lacking=row.lacking,
            )
            for row in self._transaction.reading().scalars(select(FontRow))
        }
        return [found[role] for role in FontRole if role in found]

    def choose(self, chosen: ChosenFont) -> None:
        """Put a font whose file is stored in its role."""
        font = chosen.font
        self.restore(font.role)
        values = {
            "role": font.role.value,
            "name": font.name,
            "sha256": font.sha256,
            "face": font.face,
            "lacking": chosen.lacking,
        }
        self._transaction.writing().execute(insert(FontRow), values)

    def restore(self, role: FontRole) -> None:
        """Leave a role to the bundled face."""
        self._transaction.writing().execute(delete(FontRow).where(FontRow.role == role.value))

    def put(self, content: bytes) -> str:
        """Store a file unless it is there already; its SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.has(sha256):
            values = {"sha256": sha256, "size": len(content), "content": bytes(content)}
            self._transaction.writing().execute(insert(FontFileRow), values)
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether the file is there."""
        query = select(FontFileRow.sha256).where(FontFileRow.sha256 == sha256)
        return self._transaction.reading().scalar(query) is not None

    def get(self, sha256: str) -> bytes:
        """A file; NotStored when there is none, StoreRefused when it is no longer what was stored."""
        query = select(FontFileRow.content).where(FontFileRow.sha256 == sha256)
        content = self._transaction.reading().scalar(query)
        if content is None:
            raise NotStored(_("没有存入这个字体文件：{sha256}").format(sha256=sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreRefused(
                _("字体文件 {sha256} 的内容与存入时不一致，不能使用。数据库可能已损坏，请从备份恢复。").format(
                    sha256=sha256
                )
            )
        return content
