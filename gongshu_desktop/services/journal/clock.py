"""The clock of this PC beside its journal: a clock that stands before what was done already dates nothing that people sign.

A battery that is empty sets a clock back for years, a person may for days. The journal is kept in the order of its entries, so a
step back shows in it; times are compared as moments, so neither summer time nor another time zone is one. What came from other
PCs stands within entries, under its own times, and does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gongshu_desktop.services.journal.acts import ClockAct
from gongshu_desktop.services.ports import Change, Clock, OpenUnitOfWork, UnitOfWork
from gongshu_desktop.services.records import Moment
from gongshu_desktop.wording import _

TOLERANCE = timedelta(minutes=2)
"""So far back a clock is put right now and then, by hand or by the network of another day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBack:
    """An entry that bears an earlier time than one before it. ``settled``: somebody answered for the clock there."""

    before: Moment
    entry: Moment
    settled: bool

    @property
    def words(self) -> str:
        """Which entry, and both times."""
        said = _("操作日志第{entry}条的时间（{at}）早于此前第{before}条的时间（{high}）：时钟曾被拨回。")
        if self.settled:
            said = _(
                "操作日志第{entry}条的时间（{at}）早于此前第{before}条的时间（{high}）：已由经办的人登记时钟校正。"
            )
        return said.format(
            entry=self.entry.sequence,
            at=_shown(self.entry.at),
            before=self.before.sequence,
            high=_shown(self.before.at),
        )


def steps_back(uow: UnitOfWork) -> Iterator[StepBack]:
    """Each, oldest first; entries that go on from an earlier time are not told again."""
    high: Moment | None = None
    for moment in uow.journal.moments():
        if high is not None and moment.at < high.at - TOLERANCE:
            yield StepBack(before=high, entry=moment, settled=moment.action == ClockAct.CONFIRM)
            high = moment
        elif high is None or moment.at > high.at:
            high = moment


def behind(uow: UnitOfWork, now: datetime) -> str:
    """That the clock stands before the journal, in words with both times and what to do; "" when it does not."""
    latest = _latest(uow)
    if latest is None or now >= latest.at - TOLERANCE:
        return ""
    said = _(
        "本机时钟现在是{now}，早于操作日志第{entry}条的时间{at}：时钟可能被拨回，或主板电池没电。"
        "时钟校准之前，不能办理流转和签署。请校准本机的日期和时间后重试。"
    )
    return said.format(now=_shown(now), entry=latest.sequence, at=_shown(latest.at))


class ClockGuard:
    """For the window: is the clock right, and who answers for it."""

    def __init__(self, open_uow: OpenUnitOfWork, clock: Clock) -> None:
        self._open_uow, self._clock = open_uow, clock

    def behind(self) -> str:
        """That the clock stands before the journal, in words; "" when it does not."""
        with self._open_uow() as uow:
            return behind(uow, self._clock())

    def confirm(self, by: str) -> None:
        """That person (by id) answers for it that the clock is right now, which goes on record."""
        confirm_clock(self._open_uow, self._clock, by=by)


def confirm_clock(open_uow: OpenUnitOfWork, clock: Clock, *, by: str) -> None:
    """Somebody answers for it that the clock is right now, and was ahead before: that goes on record, and counts from here on.

    Without it a single entry under a clock that was years ahead would stop all signing for those years.
    """
    with open_uow() as uow:
        now, latest = clock(), _latest(uow)
        if latest is None or not behind(uow, now):
            return
        change = Change(subject="clock", old=latest.at.isoformat(), new=now.isoformat())
        uow.journal.write(person=by, action=ClockAct.CONFIRM, case=None, changes=(change,))
        uow.commit()


def _latest(uow: UnitOfWork) -> Moment | None:
    """The entry with the latest time, since somebody last answered for the clock."""
    latest: Moment | None = None
    for moment in uow.journal.moments():
        if latest is None or moment.at > latest.at or moment.action == ClockAct.CONFIRM:
            latest = moment
    return latest


def _shown(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"
