"""The memos 审核意见书. The database itself refuses any change to an issued one (see the triggers in the migration)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnClause, RowMapping, Select, insert, literal_column, select, update

from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.store.errors import NotStored, StoreRefused
from gongshu_desktop.store.record_rows import MemoRow
from gongshu_desktop.store.rows import columns_of
from gongshu_desktop.store.transaction import Transaction
from gongshu_desktop.store.values import moment_text
from gongshu_desktop.wording import _

SIGNERS = ("first_signer", "second_signer", "third_signer")


class Memos:
    """Keeps memos."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, id: str) -> MemoRecord:
        """The memo; NotStored when there is none."""
        found = self._found(_all().where(MemoRow.id == id))
        self._transaction.rely_on(select(*_STANDING).where(MemoRow.id == id))
        if not found:
            raise NotStored(_("审核意见书不存在：{id}").format(id=id))
        return found[0]

    def of_case(self, case: str) -> Sequence[MemoRecord]:
        """The memos of a case in the order in which they were drawn up."""
        self._transaction.rely_on(select(*_STANDING).where(MemoRow.case_id == case).order_by(_ROWID))
        return self._found(_all().where(MemoRow.case_id == case).order_by(_ROWID))

    def by_base_digest(self, digest: str) -> MemoRecord | None:
        """The memo (the latest, should there be several) whose unsigned pages have that digest."""
        found = self._found(_all().where(MemoRow.base_digest == digest).order_by(_ROWID.desc()).limit(1))
        return found[0] if found else None

    def standing(self, case: str | None = None) -> Mapping[str, str]:
        """The latest issued memo's id by its case's id. The memos themselves are not read."""
        query = select(MemoRow.case_id, MemoRow.id).where(MemoRow.state == MemoState.ISSUED.value).order_by(_ROWID)
        if case is not None:
            query = query.where(MemoRow.case_id == case)
        self._transaction.rely_on(query)
        return {line.case_id: line.id for line in self._transaction.reading().execute(query)}

    def signed(self) -> Sequence[str]:
        """The ids of all memos that three have signed, replaced ones too, oldest first; the memos themselves are not read."""
        query = select(MemoRow.id).where(MemoRow.third_signer.is_not(None)).order_by(_ROWID)
        return self._transaction.reading().scalars(query).all()

    def add(self, memo: MemoRecord) -> None:
        """A new memo; StoreRefused when its id is taken or its case is not there."""
        self._transaction.writing().execute(insert(MemoRow), _values(memo))

    def save(self, memo: MemoRecord) -> None:
        """The new state of a stored memo; only what differs is written. StoreRefused when it is sealed."""
        session = self._transaction.writing()
        stored = session.execute(_all().where(MemoRow.id == memo.id)).mappings().one_or_none()
        if stored is None:
            raise NotStored(_("审核意见书不存在：{id}").format(id=memo.id))
        changed = {name: value for name, value in _values(memo).items() if stored[name] != value}
        if changed:
            session.execute(update(MemoRow).where(MemoRow.id == memo.id).values(changed))

    def _found(self, query: Select[Any]) -> list[MemoRecord]:
        return [_memo(row) for row in self._transaction.reading().execute(query).mappings()]


_STANDING = (MemoRow.id, MemoRow.state, MemoRow.first_signer, MemoRow.second_signer, MemoRow.third_signer)
_ROWID: ColumnClause[int] = literal_column("memos.rowid")


def _all() -> Select[Any]:
    return select(*columns_of(MemoRow))


def _values(memo: MemoRecord) -> dict[str, Any]:
    if len(memo.signed_by) > len(SIGNERS):
        raise StoreRefused(_("一份审核意见书最多有三个签名。"))
    signers = (*memo.signed_by, None, None, None)
    return {
        "id": memo.id,
        "case_id": memo.case,
        "number": memo.number,
        "state": memo.state.value,
        "base_digest": memo.base_digest,
        "receipt": memo.receipt,
        "drawn": moment_text(memo.drawn),
        **dict(zip(SIGNERS, signers[:3], strict=True)),
        "replaces": memo.replaces,
        "pdf": memo.pdf,
    }


def _memo(row: RowMapping) -> MemoRecord:
    return MemoRecord(
        id=row["id"],
        case=row["case_id"],
        number=row["number"],
        state=MemoState(row["state"]),
        pdf=row["pdf"],
        base_digest=row["base_digest"],
        receipt=row["receipt"],
        drawn=datetime.fromisoformat(row["drawn"]),
        signed_by=tuple(row[name] for name in SIGNERS if row[name] is not None),
        replaces=row["replaces"],
    )
