"""Digests as people compare them, on paper and on the telephone."""


def grouped(digest: str) -> str:
    """A digest in groups of four, as it is read out on the telephone."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4)).upper()
