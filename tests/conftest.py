"""What tests of several folders work with."""

from pathlib import Path

import pytest

from gongshu_desktop import bootstrap
from gongshu_desktop.services.demonstration.building import DATA
from tests.prepared import made_once


@pytest.fixture(scope="session")
def demonstration_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office's data folder, built by the program itself. To be copied, not changed."""
    return made_once(tmp_path_factory, "demonstration", bootstrap.demonstration) / DATA
