"""PDFs that ask too much are refused in seconds and within bounded memory, however they are read; real ones are not."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from gongshu_desktop.document.bounds import refuse_boundless, refuse_unshowable
from gongshu_desktop.services.ports import SignatureVerdict, UnreadableDocument
from tests.document.base_pdf import base_pdf
from tests.document.hostile import HOSTILE
from tests.document.hostile_run import WAYS
from tests.document.office import memo
from tests.prepared import made_once

SECONDS = 6.0
"""Processor time for one file in one way, on a slow PC; without bounds most of these run for minutes."""
MEGABYTES = 700
"""The most that the whole process ever held; without bounds several of these take four gigabytes."""
HARMLESS = {"200 000 times the same page", "a scan that unpacks to more than it says"}
"""These may be shown: their pages are drawn one at a time, and of a scan only as many rows as it says it has."""


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    found = made_once(tmp_path_factory, "hostile", read_all).read_text(encoding="utf-8")
    return [json.loads(line) for line in found.splitlines()]


def read_all(answers: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.document.hostile_run"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers.write_text(done.stdout, encoding="utf-8")


def test_every_hostile_file_was_read_in_every_way(lines: list[dict[str, object]]) -> None:
    assert {(line["file"], line["way"]) for line in lines} == {(name, way) for name in HOSTILE for way in WAYS}


def test_none_takes_long_or_much_memory(lines: list[dict[str, object]]) -> None:
    slow = [line for line in lines if float(str(line["seconds"])) > SECONDS]
    assert slow == []
    large = [line for line in lines if int(str(line["peak"])) > MEGABYTES]
    assert large == []


def test_none_is_taken_for_a_good_memo_or_shown_if_that_could_hang(lines: list[dict[str, object]]) -> None:
    for line in lines:
        answer = str(line["answer"])
        if line["way"] == "check":
            assert answer != str(SignatureVerdict.INTACT), line
        if line["way"] == "show" and line["file"] not in HARMLESS:
            assert answer.startswith("refused") or line["file"] in _SMALL_TROUBLE, line


_SMALL_TROUBLE = {"fields that double", "a container nested 500 000 deep", "a range of 20 figures", "a billion rows"}
"""Nothing that showing the pages would look at, or mended by any reader in no time."""


# --- what is real is let through --------------------------------------------------------------------------------------


def scans(pages: int) -> bytes:
    out = BytesIO()
    sheets = [Image.new("RGB", (2480, 3508), (250, 250, 250 - page)) for page in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=300)
    return out.getvalue()


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_real_documents_are_shown(mode: pikepdf.ObjectStreamMode) -> None:
    for content in (memo(), base_pdf(), scans(3)):
        refuse_unshowable(content)
        out = BytesIO()
        with pikepdf.open(BytesIO(content)) as opened:
            opened.save(out, object_stream_mode=mode)
        refuse_unshowable(out.getvalue())


def test_a_scan_of_fifty_megabytes_is_let_through_in_no_time() -> None:
    noise = os.urandom(4 * 1024 * 1024)
    with pikepdf.new() as pdf:
        for _page in range(12):
            pdf.add_blank_page()
            picture = pdf.make_stream(noise)
            picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            picture.Width, picture.Height = 2048, 2048
            pdf.pages[-1].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        out = BytesIO()
        pdf.save(out)
    refuse_unshowable(out.getvalue())


def test_it_can_be_stopped_between_what_is_unpacked() -> None:
    asked = []

    class Stopped(Exception):
        pass

    def step() -> None:
        asked.append(True)
        if len(asked) == 2:
            raise Stopped

    with pytest.raises(Stopped):
        refuse_unshowable(HOSTILE["100 attached files of 60 MB each"](), step)
    assert len(asked) == 2


def test_a_damaged_small_file_is_mended_and_shown() -> None:
    content = base_pdf()
    refuse_unshowable(content[: content.rindex(b"startxref")])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"hello" * 1000])
def test_what_is_no_pdf_is_not_shown(content: bytes) -> None:
    refuse_boundless(content)
    with pytest.raises(UnreadableDocument):
        refuse_unshowable(content)
