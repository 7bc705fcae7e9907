"""Work in the pool: results on the window's thread, errors handed over, stopping, and owners that are gone."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.tasks import InlineTasks, PoolTasks, Progress


@pytest.fixture
def pool(qapp: QApplication) -> Iterator[PoolTasks]:
    tasks = PoolTasks()
    yield tasks
    tasks.close()
    qapp.processEvents()


def test_a_result_comes_back_on_the_windows_thread(pool: PoolTasks, qtbot: QtBot) -> None:
    owner = QObject()
    seen: list[tuple[QThread, QThread]] = []

    def work(_progress: Progress) -> QThread:
        return QThread.currentThread()

    pool.submit(work, lambda worker: seen.append((worker, QThread.currentThread())), owner=owner)
    qtbot.waitUntil(lambda: bool(seen))

    worker, receiver = seen[0]
    assert worker is not receiver
    assert receiver is QApplication.instance().thread()  # type: ignore[union-attr]


def test_an_error_goes_to_whoever_takes_it(pool: PoolTasks, qtbot: QtBot) -> None:
    owner = QObject()
    taken: list[Exception] = []
    untaken: list[Exception] = []
    pool.unhandled.connect(untaken.append)

    def work(_progress: Progress) -> None:
        raise ValueError("no")

    pool.submit(work, lambda _none: None, taken.append, owner=owner)
    pool.submit(work, lambda _none: None, owner=owner)
    qtbot.waitUntil(lambda: bool(taken) and bool(untaken))

    assert (str(taken[0]), str(untaken[0])) == ("no", "no")


@pytest.mark.parametrize("make", [PoolTasks, InlineTasks])
def test_an_error_leaves_nothing_for_the_collector(make: type[PoolTasks | InlineTasks], qtbot: QtBot) -> None:
    """It comes by in whatever thread; the window's objects that hang on what it finds would end there."""

    class Held(QObject):
        pass

    owner, held, tasks = QObject(), Held(), make()
    gone, said = weakref.ref(held), list[str]()

    def submit(holding: Held) -> None:
        def work(_progress: Progress) -> None:
            raise ValueError(holding.objectName() or "no")

        tasks.submit(work, lambda _none: None, lambda error: said.append(str(error)), owner=owner)

    gc.collect()
    gc.disable()
    try:
        submit(held)
        qtbot.waitUntil(lambda: said == ["no"])
        if isinstance(tasks, PoolTasks):
            tasks.close()
        del held
        qtbot.waitUntil(lambda: gone() is None, timeout=2000)
    finally:
        gc.enable()


def test_work_that_is_stopped_gives_nothing(pool: PoolTasks, qtbot: QtBot) -> None:
    owner, begun = QObject(), threading.Event()
    results: list[object] = []

    def work(progress: Progress) -> None:
        for step in range(1000):
            progress.step(step, 1000)
            begun.set()
            threading.Event().wait(0.005)

    told: list[tuple[str, int, int]] = []
    pool.changed.connect(lambda *change: told.append(change))
    pool.submit(work, results.append, results.append, owner=owner, title="数数")
    begun.wait(2)
    pool.cancel_titled()
    qtbot.waitUntil(lambda: bool(told) and told[-1][0] == "")

    assert results == []
    assert any(total == 1000 for _title, _done, total in told)


def test_nothing_comes_back_to_an_owner_that_is_gone(pool: PoolTasks, qtbot: QtBot, qapp: QApplication) -> None:
    owner, go = QObject(), threading.Event()
    results: list[bool] = []
    pool.submit(lambda _progress: go.wait(2), results.append, owner=owner)
    owner.deleteLater()
    qtbot.wait(10)
    go.set()
    pool.close()
    qapp.processEvents()

    assert results == []


def test_work_at_once_hands_on_as_the_pool_does(qapp: QApplication) -> None:
    """Else what is tested and looked at with it would be another program."""
    owner, tasks = QObject(), InlineTasks()
    said: list[object] = []

    def stopped(progress: Progress) -> None:
        progress.cancel()
        progress.go_on()

    def wrong(_progress: Progress) -> None:
        raise ValueError("no")

    def last(_progress: Progress) -> None:
        shiboken6.delete(owner)
        raise ValueError("no")

    tasks.submit(stopped, said.append, said.append, owner=owner)
    assert said == []
    tasks.submit(wrong, said.append, lambda error: said.append(str(error)), owner=owner)
    assert said == ["no"]
    with pytest.raises(ValueError, match="no"):
        tasks.submit(wrong, said.append, owner=owner)
    tasks.submit(last, said.append, said.append, owner=owner)
    assert said == ["no"]
