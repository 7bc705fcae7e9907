"""A rule whose result rests on the reviewer's judgement says so: 具有影响力 in 3.2.5."""

from gongshu_desktop.host import places
from gongshu_desktop.policy.load import load_policy


def test_what_a_rule_rests_on_is_known_through_its_steps() -> None:
    policy = load_policy(places.resources() / "policies" / "gongshu-2016-10.md")
    events = policy.measure("3.2.5")
    assert [column.name for column in events.fact("活动").columns if column.judged] == ["具有影响力"]
    assert events.criteria[0].rests_on == ("具有影响力",)
    others = [criterion for measure in policy.measures for criterion in measure.criteria if measure.id != "3.2.5"]
    assert all(criterion.rests_on == () for criterion in others)
