"""No file of the program needs more than a few screens: what has outgrown that holds two concepts, and the second wants a room."""

from pathlib import Path

import gongshu_desktop

MOST_LINES = 300
PACKAGE = Path(gongshu_desktop.__file__).parent


def test_no_file_of_the_program_is_longer_than_a_few_screens() -> None:
    files = {file: len(file.read_text("utf-8").splitlines()) for file in PACKAGE.rglob("*.py")}
    assert len(files) > 400
    assert {str(file.relative_to(PACKAGE)): lines for file, lines in files.items() if lines > MOST_LINES} == {}
