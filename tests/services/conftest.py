"""An office to work in: over the store in memory, over the real one, and on two PCs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.offices import TestOffice, office_over
from tests.services.two_pcs import Pc, pcs


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestOffice]:
    """A founded office with three people; each test runs over both stores."""
    with office_over(request.param, tmp_path / "data") as made:
        yield made


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Pc, Pc]]:
    """Two PCs of one office."""
    with pcs(tmp_path) as (one, other):
        yield one, other


@pytest.fixture
def one(two: tuple[Pc, Pc]) -> Pc:
    return two[0]


@pytest.fixture
def other(two: tuple[Pc, Pc]) -> Pc:
    return two[1]
