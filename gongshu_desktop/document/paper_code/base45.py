"""Base45 (RFC 9285): bytes in the 45 characters that a QR code packs tightest. Only the one canonical form is read."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}


def encoded(content: bytes) -> str:
    """Three characters for two bytes, two for a last single one."""
    found: list[str] = []
    for start in range(0, len(content), 2):
        pair = content[start : start + 2]
        value = int.from_bytes(pair, "big")
        for _digit in range(len(pair) + 1):
            value, digit = divmod(value, 45)
            found.append(_ALPHABET[digit])
    return "".join(found)


def decoded(text: str) -> bytes:
    """The bytes again. Raises ValueError for a foreign character, a wrong length, or a value that no bytes give."""
    if len(text) % 3 == 1:
        raise ValueError("a single character is left over")
    found = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        value = 0
        for character in reversed(group):
            if character not in _VALUES:
                raise ValueError(f"not in the alphabet: {character!r}")
            value = value * 45 + _VALUES[character]
        found += value.to_bytes(len(group) - 1, "big") if value < 256 ** (len(group) - 1) else _too_large(group)
    return bytes(found)


def _too_large(group: str) -> bytes:
    raise ValueError(f"no bytes give {group!r}")
