"""Stand-ins for a person and for whatever else the window leans on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject

from gongshu_desktop.desktop.tasks import Failed, Progress, Work
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.records import CaseSummary, Person

T = TypeVar("T")
NOW = datetime(2016, 12, 6, 10, 32, tzinfo=UTC)

PEOPLE = (
    Person(id="p1", name="陈静", roles=(Role.EXAMINER,), post="科员"),
    Person(id="p2", name="沈伟民", roles=(Role.CHECKER,), post="副科长"),
    Person(id="p3", name="陆海燕", roles=(Role.APPROVER,), post="分管主任"),
)

_NAMES = ("示例众创空间", "示例运河创客工场", "示例软件孵化器", "示例投资促进空间", "示例媒体创客中心", "示例创业咖啡")
_STREETS = ("祥符街道", "小河街道", "半山街道", "拱宸桥街道", "大关街道", "米市巷街道")


def summary(number: int, stage: Stage | None = None) -> CaseSummary:
    """A made-up line of the work list."""
    stage = stage or list(Stage)[number % 6]
    name = _NAMES[number % len(_NAMES)]
    computed = None if number % 5 == 0 else 10_000_000 + number * 137 % 9_000_000
    return CaseSummary(
        id=f"c{number}",
        number=f"拱众审〔2016〕{number}号",
        policy="gongshu-2016-10",
        year=2016 - number % 7 % 3,
        makerspace=f"{name}{number if number >= len(_NAMES) else ''}",
        applicant=f"杭州{name}管理有限公司",
        uscc="91330105MA27X0000Q",
        subdistrict=_STREETS[number % len(_STREETS)],
        stage=stage,
        returned=number % 11 == 1 and stage is Stage.EXAMINATION,
        claimed=12_000_050 + number * 1009 % 90_000_000,
        computed=computed,
        subtotal=computed or 3_000_000,
        approved=computed if stage in (Stage.SIGNING, Stage.ISSUED) else None,
        pending=number % 4 if stage in (Stage.REGISTERED, Stage.EXAMINATION) else 0,
        changed=NOW - timedelta(hours=number * 7),
        initials="slzckj",
    )


@dataclass
class ScriptedPrompts:
    """Answers as the test has laid down, and remembers what was asked and told."""

    yes: bool = True
    files: list[Path] = field(default_factory=list)
    target: Path | None = None
    problems: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def confirm(self, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        self.asked.append(title)
        return self.yes

    def problem(self, text: str, error: BaseException | None = None) -> None:
        self.problems.append(text)

    def open_file(self, title: str, kinds: str) -> Path | None:
        return self.files[0] if self.files else None

    def open_files(self, title: str, kinds: str) -> list[Path]:
        return list(self.files)

    def save_file(self, title: str, suggested: str, kinds: str) -> Path | None:
        return self.target

    def folder(self, title: str) -> Path | None:
        return self.target


@dataclass
class WaitingTasks:
    """Takes work and begins none, as a PC that is busy; remembers by what each could be stopped."""

    begun: list[Progress] = field(default_factory=list)

    def submit(
        self, work: Work[T], done: Callable[[T], None], failed: Failed | None = None, *, owner: QObject, title: str = ""
    ) -> Progress:
        self.begun.append(Progress(lambda _done, _total: None))
        return self.begun[-1]
