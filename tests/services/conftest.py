"""An office to work in: over the store in memory, and over the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.offices import TestOffice, office_over


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestOffice]:
    """A founded office with three people; each test runs over both stores."""
    with office_over(request.param, tmp_path / "data") as made:
        yield made
