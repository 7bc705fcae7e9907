"""The bytes of documents, stored once for each content, never changed, and checked each time they are read."""

import hashlib

from sqlalchemy import insert, select

from gongshu_desktop.store.errors import NotStored, StoreRefused
from gongshu_desktop.store.record_rows import AttachmentRow
from gongshu_desktop.store.transaction import Transaction
from gongshu_desktop.wording import _


class Attachments:
    """Keeps attachments under the SHA-256 (hex) of their bytes."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, content: bytes, media_type: str) -> str:
        """Store the bytes unless they are there already; their SHA-256. The first media type stays."""
        sha256 = hashlib.sha256(content).hexdigest()
        session = self._transaction.writing()
        known = session.scalar(select(AttachmentRow.sha256).where(AttachmentRow.sha256 == sha256))
        if known is None:
            values = {"sha256": sha256, "media_type": media_type, "size": len(content), "content": bytes(content)}
            session.execute(insert(AttachmentRow), values)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes; NotStored when there are none, StoreRefused when they are no longer what was stored."""
        query = select(AttachmentRow.content).where(AttachmentRow.sha256 == sha256)
        content = self._transaction.reading().scalar(query)
        if content is None:
            raise NotStored(_("没有存入这份佐证材料：{sha256}").format(sha256=sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreRefused(
                _("佐证材料 {sha256} 的内容与存入时不一致，不能使用。数据库可能已损坏，请从备份恢复。").format(
                    sha256=sha256
                )
            )
        return content
