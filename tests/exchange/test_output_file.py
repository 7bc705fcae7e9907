"""Writing a file that somebody names: never over something of another kind."""

from pathlib import Path

import pytest

from gongshu_desktop.exchange.output_file import UnwritableFile, write_file


def test_a_pdf_replaces_a_pdf_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "memo.pdf"
    write_file(target, b"%PDF-1.7 one")
    write_file(target, b"%PDF-1.7 two")
    assert target.read_bytes() == b"%PDF-1.7 two"
    database = tmp_path / "gongshu.db"
    database.write_bytes(b"SQLite format 3\x00")
    with pytest.raises(UnwritableFile, match="另一种文件"):
        write_file(database, b"%PDF-1.7 three")
    assert database.read_bytes() == b"SQLite format 3\x00"
    assert sorted(tmp_path.iterdir()) == [database, target]
