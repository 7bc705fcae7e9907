"""A review screen for each test, over the real policy and the in-memory store."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from tests.desktop.review.workbench import Bench, bench, dressed, everything, the_policy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform remarks on every window that it cannot propagate size hints; that says nothing about us."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture(scope="session")
def policy() -> Policy:
    return the_policy()


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Theme:
    return dressed(qapp)


@pytest.fixture
def case(policy: Policy) -> Case:
    return everything(policy)


Open = Callable[..., Bench]


@pytest.fixture
def opened(qtbot: QtBot, look: Theme, policy: Policy, case: Case, tmp_path: Path) -> Iterator[Open]:
    """Open a screen on a case, 1302×768, at a measure."""
    screens: list[Bench] = []

    def make(measure: str = "3.2.1", changed: Case | None = None, **options: Any) -> Bench:
        made = bench(look, policy, changed or case, tmp_path, **options)
        qtbot.addWidget(made.screen)
        made.screen.resize(1302, 768)
        with qtbot.waitExposed(made.screen):
            made.screen.show()
        made.screen.activateWindow()
        qtbot.waitUntil(made.screen.isActiveWindow)
        made.screen.presenter.choose(measure)
        screens.append(made)
        return made

    yield make
    for made in screens:
        made.screen.leave()
