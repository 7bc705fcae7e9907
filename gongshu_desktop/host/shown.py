"""What comes from elsewhere, as it is shown: a file's name on a stick may steer a terminal, turn the writing round, or begin a line."""

_BLANK = "\u3000"
"""The blank of Chinese print, which Python does not count as printable."""


def shown(name: object) -> str:
    """On one line, with what cannot be printed written out, as JSON would write it."""
    return "".join(letter if letter.isprintable() or letter == _BLANK else _written_out(letter) for letter in str(name))


def _written_out(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
