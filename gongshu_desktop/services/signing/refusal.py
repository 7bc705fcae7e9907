"""Why a memo can be neither drawn up nor signed."""


class MemoRefused(Exception):
    """The memo cannot be drawn up or signed now; the message says why, and what to do."""
