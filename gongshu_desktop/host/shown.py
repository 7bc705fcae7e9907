"""Names of files as they are shown: on a stick they may be anything, also what steers a terminal or begins a new line."""


def shown(name: object) -> str:
    """The name on one line, with what cannot be printed written out."""
    return "".join(letter if letter.isprintable() else _written_out(letter) for letter in str(name))


def _written_out(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
