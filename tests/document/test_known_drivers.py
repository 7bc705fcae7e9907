"""A driver is foreign code: only one that the person has confirmed on this PC is loaded, and only as long as it is the same."""

import os
import shutil
from pathlib import Path

import pytest

from gongshu_desktop.document.keys.known_drivers import NAME, KnownDrivers
from gongshu_desktop.services.office.signers import DriverMissing, DriverUnknown


@pytest.fixture
def driver(tmp_path: Path) -> Path:
    (tmp_path / "vendor").mkdir(mode=0o755)
    file = tmp_path / "vendor" / "driver.so"
    file.write_bytes(b"\x7fELF good")
    file.chmod(0o644)
    return file


def _loaded(known: KnownDrivers, driver: Path) -> str | None:
    """What was loaded; None: nothing, because it is unknown."""
    try:
        return str(known.load(str(driver)))
    except DriverUnknown:
        return None


def _confirm(known: KnownDrivers, driver: Path) -> None:
    with pytest.raises(DriverUnknown) as unknown:
        known.load(str(driver))
    known.confirm(unknown.value.driver, unknown.value.sha256)


def test_a_driver_is_loaded_once_it_was_confirmed_and_as_long_as_it_is_the_same(tmp_path: Path, driver: Path) -> None:
    known = KnownDrivers(tmp_path / "config", load=str)
    _confirm(known, driver)
    assert _loaded(known, driver) == str(driver)
    assert _loaded(KnownDrivers(tmp_path / "config", load=str), driver) == str(driver)
    assert _loaded(KnownDrivers(tmp_path / "another user", load=str), driver) is None
    copied = Path(shutil.copy(driver, driver.with_name("other.so")))
    assert _loaded(known, copied) is None
    driver.write_bytes(b"\x7fELF evil")
    assert _loaded(known, driver) is None
    _confirm(known, driver)
    assert _loaded(known, driver) == str(driver)


def test_a_link_is_loaded_as_what_was_confirmed(tmp_path: Path, driver: Path) -> None:
    known = KnownDrivers(tmp_path / "config", load=str)
    link = tmp_path / "link.so"
    link.symlink_to(driver)
    _confirm(known, link)
    assert _loaded(known, link) == str(driver)
    (tmp_path / "evil.so").write_bytes(b"\x7fELF good")
    link.unlink()
    link.symlink_to(tmp_path / "evil.so")
    assert _loaded(known, link) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"[" * 10_000, b'{"a": 1e999}', b"\xff", b"{}" + b" " * 300_000])
def test_a_damaged_list_confirms_nothing_and_can_be_written_anew(tmp_path: Path, driver: Path, content: bytes) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / NAME).write_bytes(content)
    known = KnownDrivers(tmp_path / "config", load=str)
    _confirm(known, driver)
    assert _loaded(known, driver) == str(driver)


def test_what_others_can_exchange_is_not_loaded(tmp_path: Path, driver: Path) -> None:
    known = KnownDrivers(tmp_path / "config", load=str)
    _confirm(known, driver)
    for place, shared, own in ((driver, 0o646, 0o644), (driver.parent, 0o757, 0o755)):
        place.chmod(shared)
        with pytest.raises(DriverMissing, match="别人也能改动"):
            known.load(str(driver))
        place.chmod(own)
    driver.parent.chmod(0o1777)  # as /tmp: only what is one's own can be exchanged there
    assert _loaded(known, driver) == str(driver)


def test_what_can_be_no_driver_is_refused_in_words(
    tmp_path: Path, driver: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = KnownDrivers(tmp_path / "config", load=str)
    os.mkfifo(tmp_path / "pipe.so")
    monkeypatch.chdir(driver.parent)
    for named in (tmp_path / "pipe.so", tmp_path / "none.so", tmp_path, "driver.so", "a\0b", ""):
        with pytest.raises(DriverMissing, match="无法加载"):
            known.load(str(named))


def test_what_cannot_be_written_down_is_told(tmp_path: Path, driver: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "config").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DriverMissing, match="记下"):
        _confirm(KnownDrivers(tmp_path / "config", load=str), driver)
    assert list((tmp_path / "elsewhere").iterdir()) == []
