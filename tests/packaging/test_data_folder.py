from pathlib import Path

from gongshu_desktop.host.data_folder import MARKER, data_folder, portable_folder


def test_marker_beside_the_program_keeps_the_data_beside_it(tmp_path: Path) -> None:
    program = tmp_path / "移动 版" / "gongshu-desktop.exe"
    program.parent.mkdir()
    program.touch()
    assert portable_folder(program) is None

    (program.parent / MARKER).touch()
    assert portable_folder(program) == program.parent / "data"


def test_a_folder_of_the_markers_name_is_no_marker(tmp_path: Path) -> None:
    (tmp_path / MARKER).mkdir()
    assert portable_folder(tmp_path / "gongshu-desktop.exe") is None


def test_a_checkout_is_never_portable() -> None:
    assert portable_folder() is None
    assert data_folder().name == "gongshu-desktop"
