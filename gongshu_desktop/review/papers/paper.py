"""What all official papers 文书 have in common: whose they are, when they were drawn up, a strict JSON form and its digest.

A paper's content is plain values: amounts in whole fen, days as ISO texts. The pages are drawn from it and from nothing
else, and carry the digest of its JSON form. Texts are Chinese only, as the papers are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from gongshu_desktop.policy import receipt
from gongshu_desktop.policy.money import LARGEST_IN_WORDS
from gongshu_desktop.review.plain_values import UnexpectedValue, from_plain, to_plain
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of the office. ``office`` may be "" in a draft; ``drawn`` is the moment of drawing up (ISO, with zone)."""

    office: str
    drawn: str

    FORMAT = ""
    """Names the sort of paper and the version of its JSON form."""

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"format": self.FORMAT, **to_plain(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Back from JSON values.

        Raises:
            UnexpectedValue: names the place and what was expected; unknown and absent keys are refused too.
        """
        content = from_plain(cls, data, format=cls.FORMAT)
        content.check()
        return content

    @property
    def digest(self) -> str:
        """ "sha256:…" of the JSON form in canonical bytes."""
        return receipt.digest(self.to_json())

    @property
    def drawn_on(self) -> date:
        """The day of drawing up, where it was drawn up."""
        return datetime.fromisoformat(self.drawn).date()

    def check(self) -> None:
        """What the types do not say. Raises UnexpectedValue."""
        try:
            moment = datetime.fromisoformat(self.drawn)
        except ValueError as error:
            raise UnexpectedValue("drawn", _("带时区的日期时间")) from error
        if moment.tzinfo is None:
            raise UnexpectedValue("drawn", _("带时区的日期时间"))


def checked_day(text: str, place: str) -> date:
    """The day that an ISO text names. Raises UnexpectedValue."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnexpectedValue(place, _("日期，例如 2016-09-10")) from error


def checked_amount(amount: int | None, place: str) -> None:
    """Refuse an amount that cannot be one. Raises UnexpectedValue."""
    if amount is not None and not 0 <= amount <= LARGEST_IN_WORDS:
        raise UnexpectedValue(place, _("不小于0且能以大写表示的金额（分）"))


def checked_sum(total: int, amounts: list[int], place: str) -> None:
    """Refuse a total that is not the sum of what it adds up. Raises UnexpectedValue."""
    checked_amount(total, place)
    if total != sum(amounts):
        raise UnexpectedValue(place, _("各项金额之和"))
