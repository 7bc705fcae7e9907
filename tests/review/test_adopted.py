"""Which adoption of a reading counts, and that the paper and the screen say the same: the last on record, whatever the clock said."""

from datetime import datetime, timedelta

from gongshu_desktop.desktop.reading_lines import reading_lines
from gongshu_desktop.host import places
from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.review.adopted import adopted, history
from gongshu_desktop.review.papers.readings import compose
from gongshu_desktop.services.ports import AdoptedReading

NOW = datetime.fromisoformat("2016-12-06T09:00:00+08:00")
KEY = "3.2.3.step"


def adoption(option: str, at: datetime, authority: str) -> AdoptedReading:
    return AdoptedReading(
        policy="gongshu-2016-10", key=KEY, option=option, person="p3", name="张批准", authority=authority, at=at
    )


RECORD = (adoption("whole", NOW, "纪要1"), adoption("pro-rata", NOW - timedelta(hours=1), "纪要2"))
"""The second was put on record after the PC's clock had been set back."""
POLICY = load_policy(places.resources() / "policies" / "gongshu-2016-10.md")


def test_the_last_on_record_counts() -> None:
    assert adopted(RECORD)[KEY].option == "pro-rata"
    assert [item.authority for item in history(RECORD, KEY)] == ["纪要2", "纪要1"]
    assert history(RECORD, "3.2.5.cap") == ()


def test_the_register_on_paper_lists_it_first() -> None:
    row = next(row for row in compose(POLICY, RECORD, "拱墅区科技局", NOW).rows if row.key == KEY)
    assert [item.authority for item in row.adoptions] == ["纪要2", "纪要1"]


def test_the_screen_shows_it() -> None:
    shown = next(item for item in reading_lines(POLICY, RECORD) if item.reading.key == KEY)
    assert shown.adopted is RECORD[1]
