"""How commands end and how they complain: exit statuses, one line on standard error."""

import sys

OK, NO, REFUSED = 0, 1, 2


def complain(*parts: object) -> int:
    """One line on standard error; the status of a refusal."""
    print(*parts, sep=": ", file=sys.stderr, flush=True)
    return REFUSED
