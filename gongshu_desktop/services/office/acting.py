"""Who acts: the person as the office has them now. What a window or a command holds may be older than that."""

from dataclasses import replace

from gongshu_desktop.services.ports import UnitOfWork
from gongshu_desktop.services.records import Person


def acting(uow: UnitOfWork, person: Person) -> Person:
    """The person on record, with the roles of now; without any for somebody who is no longer active, or not of this office.

    Every use case that asks for a role asks it of this record.
    """
    known = next((known for known in uow.office.people() if known.id == person.id), None)
    if known is None:
        return replace(person, roles=(), active=False)
    return known if known.active else replace(known, roles=())
