"""What the database keeps shut by itself: the documents of issued memos, and the digests under which bytes are stored."""

from collections.abc import Sequence

from sqlalchemy import select

from gongshu_desktop.services.audit.documents import SealedDocument
from gongshu_desktop.store.record_rows import AttachmentRow, MemoEvidenceRow
from gongshu_desktop.store.transaction import Transaction


class SealedLines:
    """Reads them, for whoever audits the record."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def documents(self) -> Sequence[SealedDocument]:
        """Those of all memos that were issued."""
        row = MemoEvidenceRow
        query = select(row.memo_id, row.key, row.title, row.sha256).order_by(row.memo_id, row.key)
        return [
            SealedDocument(memo=line.memo_id, key=line.key, title=line.title, sha256=line.sha256 or "")
            for line in self._transaction.reading().execute(query)
        ]

    def digests(self) -> Sequence[str]:
        """Under which SHA-256 (hex) bytes are stored."""
        return list(self._transaction.reading().scalars(select(AttachmentRow.sha256).order_by(AttachmentRow.sha256)))
