"""The library that the tests of case files read under: the bundled policy."""

from collections.abc import Sequence
from functools import cache

from gongshu_desktop.host import places
from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.policy.model import Policy


@cache
def bundled() -> Policy:
    """The bundled policy."""
    return load_policy(places.resources() / "policies" / "gongshu-2016-10.md")


class Bundled:
    """A library of that one policy."""

    def ids(self) -> Sequence[str]:
        return (bundled().id,)

    def get(self, id: str) -> Policy:
        assert id == bundled().id
        return bundled()
