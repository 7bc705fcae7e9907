"""案卷编号: given at registration, on every notice from then on (…号补1), and the memo bears it.

Its year is the year applied for 申报年度, by which amounts, lists and numbering go; a correction years later keeps it. GB/T
9704's year of issue is that of an outgoing document's 发文字号, which a memo gets from the office's register, if at all; when it
was drawn up and signed, the memo says itself (成文日期).
"""

import re
from itertools import count

from gongshu_desktop.review.editing.edits import EditRefused
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.ports import UnitOfWork
from gongshu_desktop.services.records import DEFAULT_PREFIX
from gongshu_desktop.wording import _

_LAST = 999_999
"""A number of more digits than an office fills in a year is a slip or comes from elsewhere: counting on from it would lead the
office's own numbers astray."""
_TAKING_OUT = (Act.DELETE, Act.UNDO_IMPORT, HandOverAct.UNDO)
"""The number of a case that is gone is on paper somewhere, and in the journal: it is not given twice."""


def beyond_count(number: str) -> bool:
    """Whether a case number has more digits than an office fills in a year: nothing counts on from it."""
    return re.search(rf"〔[0-9]{{4}}〕[0-9]{{{len(str(_LAST)) + 1},}}号", number) is not None


def require_free(uow: UnitOfWork, number: str) -> None:
    """No two cases have one number: memos and the ledger name cases by it. Raises EditRefused."""
    if number and number in uow.cases.numbers():
        raise EditRefused(_("编号{number}已用于另一案，请另编。").format(number=number))


def next_number(uow: UnitOfWork, year: int) -> str:
    """The number that the next case of that year would have; a case of another year may have been given one of this year's."""
    office = uow.office.office()
    prefix = office.numbering if office is not None else DEFAULT_PREFIX
    used = {
        int(found.group(1))
        for number in (*uow.cases.numbers(), *uow.journal.last_values("number", _TAKING_OUT))
        if (found := re.fullmatch(rf"{re.escape(prefix)}〔{year}〕([0-9]{{1,6}})号", number))
    }
    last = max(used, default=0)
    after = count(last + 1) if last < _LAST else count(1)
    return f"{prefix}〔{year}〕{next(candidate for candidate in after if candidate not in used)}号"
