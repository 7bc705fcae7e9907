"""Settings: kept in the data folder, and a damaged file is as good as none."""

import os
from pathlib import Path

import pytest

from gongshu_desktop.desktop.settings import LARGEST, Settings, SettingsFile


def test_what_was_chosen_is_there_next_time(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "desktop.json"
    SettingsFile(path).change(language="en", theme="dark", person="p2")
    SettingsFile(path).keep_widths("cases.list", [10, 20])

    again = SettingsFile(path)

    assert (again.current.language, again.current.theme, again.current.person) == ("en", "dark", "p2")
    assert again.widths("cases.list") == [10, 20]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1]",
        '"zh"',
        "\x00",
        '{"language": "xx", "widths": {"a": "b"}, "theme": 3}',
        '{"widths": {"a": [1' + "0" * 4000 + "]}}",
        '{"widths": {"a": [-1]}}',
        '{"widths": {"a": [true]}}',
        "[" * 100_000,
        '{"language": "en"}' + " " * LARGEST,
    ],
)
def test_a_damaged_file_gives_the_usual_settings(tmp_path: Path, content: str) -> None:
    path = tmp_path / "desktop.json"
    path.write_text(content, encoding="utf-8")

    assert SettingsFile(path).current == Settings()


def test_what_a_newer_version_has_added_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "desktop.json"
    path.write_text('{"language": "en", "hologram": true}', encoding="utf-8")

    assert SettingsFile(path).current == Settings(language="en")


def test_a_pipe_is_not_waited_for_and_gives_way(tmp_path: Path) -> None:
    path = tmp_path / "desktop.json"
    os.mkfifo(path)
    settings = SettingsFile(path)
    assert settings.current == Settings()
    settings.change(language="en")
    assert SettingsFile(path).current.language == "en"


def test_a_folder_that_is_not_named_in_unicode_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "desktop.json"
    SettingsFile(path).change(folder=os.fsdecode(b"/\xe9"))
    assert os.fsencode(SettingsFile(path).current.folder) == b"/\xe9"
