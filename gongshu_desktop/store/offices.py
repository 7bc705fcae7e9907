"""The office, its people and the readings that it has adopted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from gongshu_desktop.services.ports import AdoptedReading
from gongshu_desktop.services.records import Office, Person
from gongshu_desktop.store import front_page
from gongshu_desktop.store.record_rows import AdoptedReadingRow, OfficeRow, PersonRoleRow, PersonRow
from gongshu_desktop.store.transaction import Transaction
from gongshu_desktop.store.values import moment_text


class Offices:
    """Keeps the one office that uses this file."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def office(self) -> Office | None:
        """The office; None until it is founded."""
        row = self._transaction.reading().get(OfficeRow, 1)
        return None if row is None else Office(name=row.name, prefix=row.prefix, trust=row.trust)

    def set_office(self, office: Office) -> None:
        """Found the office, or change its name, prefix or trust file."""
        session = self._transaction.writing()
        session.merge(OfficeRow(id=1, name=office.name, prefix=office.prefix, trust=office.trust))
        session.flush()

    def people(self) -> Sequence[Person]:
        """All people, also those no longer active, in the order in which they were entered."""
        ask = self._transaction.reading().connection().exec_driver_sql
        return front_page.persons(ask(front_page.PEOPLE).cursor.fetchall(), ask(front_page.ROLES).cursor.fetchall())

    def save_person(self, person: Person) -> None:
        """A new person, or the new state of a known one."""
        session = self._transaction.writing()
        values = {
            "name": person.name,
            "post": person.post,
            "certificate": person.certificate,
            "active": int(person.active),
        }
        if session.scalar(select(PersonRow.id).where(PersonRow.id == person.id)) is None:
            session.execute(insert(PersonRow), {"id": person.id, "position": _next_position(session), **values})
        else:
            session.execute(update(PersonRow).where(PersonRow.id == person.id).values(values))
        session.execute(delete(PersonRoleRow).where(PersonRoleRow.person_id == person.id))
        if person.roles:
            lines = [
                {"person_id": person.id, "position": place, "role": role.value}
                for place, role in enumerate(person.roles)
            ]
            session.execute(insert(PersonRoleRow), lines)

    def readings(self, policy: str) -> Sequence[AdoptedReading]:
        """All adoptions for a policy, oldest first; the latest for a key counts."""
        query = select(AdoptedReadingRow).where(AdoptedReadingRow.policy == policy)
        return [
            AdoptedReading(
                policy=row.policy,
                key=row.key,
                option=row.option,
                person=row.person,
                name=row.name,
                authority=row.authority,
                at=datetime.fromisoformat(row.at),
            )
            for row in self._transaction.reading().scalars(query.order_by(AdoptedReadingRow.sequence))
        ]

    def adopt(self, reading: AdoptedReading) -> None:
        """Put an adoption on record; earlier ones stay."""
        values = {
            "policy": reading.policy,
            "key": reading.key,
            "option": reading.option,
            "person": reading.person,
            "name": reading.name,
            "authority": reading.authority,
            "at": moment_text(reading.at),
        }
        self._transaction.writing().execute(insert(AdoptedReadingRow), values)


def _next_position(session: Session) -> int:
    last = session.scalar(select(func.max(PersonRow.position)))
    return 0 if last is None else last + 1
