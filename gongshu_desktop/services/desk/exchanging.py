"""Case files 案卷文件 as the use cases need them: read whole or refused whole, written so that they read back the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gongshu_desktop.review.case import Case


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing wrong with a file: where (a JSON path such as "$.claims[0].measure"), and what was expected there."""

    path: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}: {self.expected}"


class CaseFileRefused(Exception):
    """The file is no case file that can be taken; ``problems`` are all that was found."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class CaseFiles(Protocol):
    """Reads and writes case files (``exchange`` implements it)."""

    def read(self, content: bytes) -> "Case":
        """The case in a file, with an empty id. Raises CaseFileRefused."""

    def write(self, case: "Case") -> bytes:
        """The case as a file."""
