"""How the columns of a table fact are headed, aligned and how wide they want to be, by the kind of their values."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from gongshu_desktop.policy.model import Fact, Kind

_LONG_HEADING = 4
JUDGED = "※"
_STANDARD = 14
"""The text size in pixels at which the widths below were measured."""
_WIDTHS = {Kind.DATE: 88, Kind.MONEY: 100, Kind.NUMBER: 76, Kind.COUNT: 66, Kind.YES_NO: 52, Kind.CREDIT_CODE: 158}
_FIRST_TEXT, _LEAST_TEXT, _MOST_TEXT, _CHOICE, _MOST_CHOICE, _MARK = 112, 60, 180, 76, 150, 60
NARROW_TEXT = 84

Measure = Callable[[str], int]


def heading(column: Fact) -> str:
    """A column's name with its unit; a long one is broken into two lines, so that its column can be narrow.

    A ※ marks a column that is the reviewer's own judgement.
    """
    name, unit = (
        f"{column.name}{JUDGED if column.judged else ''}",
        f"({column.unit})" if column.unit and column.unit != "元" else "",
    )
    if unit:
        return f"{name}\n{unit}"
    half = -(-len(name) // 2)
    return f"{name[:half]}\n{name[half:]}" if len(name) > _LONG_HEADING else name


def alignment(column: Fact) -> Qt.AlignmentFlag:
    """Figures to the right, 是/否 in the middle, everything else to the left."""
    side = Qt.AlignmentFlag.AlignLeft
    if column.kind in (Kind.MONEY, Kind.NUMBER, Kind.COUNT):
        side = Qt.AlignmentFlag.AlignRight
    elif column.kind is Kind.YES_NO:
        side = Qt.AlignmentFlag.AlignHCenter
    return side | Qt.AlignmentFlag.AlignVCenter


def scaled(width: int, text_size: int) -> int:
    """A width that was measured at the standard text size, at the one in use."""
    return width * text_size // _STANDARD


def mark_width(text_size: int) -> int:
    """The width of the last column, which says how a row stands."""
    return scaled(_MARK, text_size)


def natural_width(
    column: Fact, texts: Sequence[str], head: Measure, body: Measure, text_size: int, *, first: bool
) -> int:
    """What a column wants: room for its heading and for its values (``texts``: the first ones, for columns of words)."""
    words = max(head(line) for line in heading(column).split("\n")) + 18
    if column.kind is Kind.CHOICE:
        longest = max((body(option) for option in column.options), default=0) + 20
        return max(min(longest, scaled(_MOST_CHOICE, text_size)), words, scaled(_CHOICE, text_size))
    if column.kind is Kind.TEXT:
        longest = max((body(text) for text in texts), default=0) + 20
        least, most = (_FIRST_TEXT, _FIRST_TEXT) if first else (_LEAST_TEXT, _MOST_TEXT)
        return max(scaled(least, text_size), words, min(longest, scaled(most, text_size)))
    return max(scaled(_WIDTHS.get(column.kind, _FIRST_TEXT), text_size), words)


def shared(widths: Sequence[int], wordy: Sequence[int], room: int) -> list[int]:
    """The widths for the room that there is: what is left over goes to the columns of words, what is short comes from
    the first of them."""
    result, spare = list(widths), room - sum(widths)
    if spare < 0:
        result[wordy[0]] -= min(-spare, max(0, result[wordy[0]] - NARROW_TEXT))
        return result
    for number in wordy:
        result[number] += spare // len(wordy)
    result[wordy[0]] += spare % len(wordy)
    return result
