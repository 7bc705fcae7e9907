"""The engine with the bundled policy file, against a naive implementation of the same measures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy import reference
from tests.policy.samples import policy
from tests.policy.strategies import cases


@pytest.mark.parametrize("measure", sorted(reference.MEASURES))
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_same_outcome_and_amounts(measure: str, data: st.DataObject) -> None:
    inputs = data.draw(cases(measure))
    claim = inputs.claims[0]
    # the reference knows no blanks: an empty text is a missing one
    facts = {
        name: [{column: cell for column, cell in row.items() if cell != ""} for row in value]
        if isinstance(value, tuple)
        else value
        for name, value in claim.facts.items()
    }
    expected = reference.MEASURES[measure](
        facts,
        inputs.year,
        {key.rpartition(".")[2]: option for key, option in inputs.readings.items()},
        {name: result.value for name, result in claim.verdicts.items()},
    )
    found = policy().assess(inputs, derive=False).measures[0]
    assert (found.outcome.value, found.amount, found.ceiling) == expected


def test_every_measure_has_a_reference() -> None:
    assert {measure.id for measure in policy().measures} == set(reference.MEASURES)
