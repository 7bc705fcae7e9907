"""Whoever makes the rubbish: widgets that nobody holds end on the window's thread."""

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.collecting import Collecting


@pytest.fixture
def window() -> Iterator[QObject]:
    """What lives as long as the window, in a Python as it begins."""
    gc.enable()
    owner = QObject()
    yield owner
    shiboken6.delete(owner)
    gc.unfreeze()


def held_by_itself(ended: list[threading.Thread]) -> None:
    """Something of the window that only the collector can end."""
    held: Any = QObject()
    held.holds = held
    weakref.finalize(held, lambda: ended.append(threading.current_thread()))


def makes_rubbish() -> None:
    """Enough of it for the collector to come by a hundred times, wherever it may."""
    for _ in range(100 * gc.get_threshold()[0]):
        circle: list[object] = []
        circle.append(circle)


def test_the_collector_never_comes_by_in_a_worker(window: QObject, qtbot: QtBot) -> None:
    ended: list[threading.Thread] = []
    Collecting(window)
    held_by_itself(ended)

    worker = threading.Thread(target=makes_rubbish)
    worker.start()
    worker.join()
    assert ended == []

    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.main_thread()]


def test_what_is_due_is_collected_for_as_long_as_there_is_a_window(window: QObject, qtbot: QtBot) -> None:
    Collecting(window)
    makes_rubbish()
    assert gc.get_count()[0] > 100 * gc.get_threshold()[0] // 2
    qtbot.waitUntil(lambda: gc.get_count()[0] < gc.get_threshold()[0])
