"""The only place that knows everything and wires it together: policies, store, documents, exchange, services, window.

What is slow to import is imported where it is needed, so that ``assess`` starts without Qt, SQLAlchemy or ReportLab.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from gongshu_desktop import places
from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.policy.model import Policy


class Policies:
    """The policy files of a folder, each loaded when it is first asked for. Implements ``services.ports.PolicyLibrary``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._get = cache(self._load)

    def ids(self) -> Sequence[str]:
        """The ids of the policies: the names of their files."""
        return sorted(file.stem for file in self._folder.glob("*.md") if file.stem != "README")

    def get(self, id: str) -> Policy:
        """The policy of that id; KeyError if there is none."""
        return self._get(id)

    def _load(self, id: str) -> Policy:
        if id not in self.ids():
            raise KeyError(id)
        return load_policy(self._folder / f"{id}.md")


@cache
def policies() -> Policies:
    """The policies that ship with the program."""
    return Policies(places.resources() / "policies")


def clock() -> datetime:
    """This PC's time, with its zone."""
    return datetime.now().astimezone()
