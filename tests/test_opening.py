"""What a file is that somebody double-clicks, and how a second start hands it over: the parts without a window."""

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gongshu_desktop.host.open_requests import FORMAT, FRESH, LARGEST, MOST, OpenRequests
from gongshu_desktop.host.opening import Kind, NotOpened, absolute, kind_of
from gongshu_desktop.starting.second_start import open_or_hand_over
from gongshu_desktop.store import StoreInUse, open_store

PNG = b"\x89PNG\r\n\x1a\n rest"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("某案 (1) '引号'.gscase", b"{}", Kind.CASE),
        ("CASE.JSON", b"what is wrong with it, the import says", Kind.CASE),
        ("交接.gspack", b"PK\x03\x04", Kind.PACKAGE),
        ("交接.GSPACK", b"what is wrong with it, its preview says", Kind.PACKAGE),
        ("意见书.pdf", b"%PDF-1.7 ...", Kind.MEMO),
        ("a memo without its ending", b"%PDF-1.7 ...", Kind.MEMO),
        ("scan.PNG", PNG, Kind.MEMO),
        ("photo.jpg", b"\xff\xd8\xff\xe0", Kind.MEMO),
    ],
)
def test_a_file_is_known_by_name_and_content(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    (tmp_path / name).write_bytes(content)
    assert kind_of(tmp_path / name) is kind


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("交接.GSPACK", b"", "空文件"),
        ("a.gscase", b"", "空文件"),
        ("a.pdf", b"MZ\x90", "与文件名不符"),
        ("a.png", b"\xff\xd8\xff", "与文件名不符"),
        ("a.docx", b"PK\x03\x04", "不认得"),
        ("a.exe", b"MZ", "不认得"),
    ],
)
def test_what_is_nothing_for_us_is_refused_in_words(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NotOpened, match=said) as refusal:
        kind_of(tmp_path / name)
    assert name in str(refusal.value)


def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotOpened, match="没有找到"):
        kind_of(tmp_path / "none.gscase")
    with pytest.raises(NotOpened, match="文件夹"):
        kind_of(tmp_path)
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(NotOpened, match="不是普通文件"):
        kind_of(tmp_path / "pipe.json")
    with pytest.raises(NotOpened, match="读不到"):
        kind_of(Path("/tmp/\0.json"))
    with pytest.raises(NotOpened, match="读不到"):
        kind_of(tmp_path / ("长" * 300 + ".json"))


def test_a_relative_path_is_told_from_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert absolute("../x/a.gscase") == tmp_path.parent / "x" / "a.gscase"
    assert absolute("link/a.gscase") == tmp_path / "link" / "a.gscase"


# --- requests ----------------------------------------------------------------------------------------------------------


def test_a_request_is_taken_once_and_leaves_nothing(tmp_path: Path) -> None:
    requests = OpenRequests(tmp_path)
    assert requests.take() == []
    odd = Path(os.fsdecode("/U 盘/引'号\"/\udce9\udcff.gscase".encode("utf-8", "surrogateescape")))
    left = requests.leave(odd)
    requests.leave(None)
    assert not left.taken()
    assert sorted(requests.take(), key=str) == sorted([odd, None], key=str)
    assert left.taken()
    assert not left.withdraw()
    assert requests.take() == []
    assert list(requests.folder.iterdir()) == []


def test_a_request_that_was_withdrawn_is_not_shown(tmp_path: Path) -> None:
    requests = OpenRequests(tmp_path)
    assert requests.leave(Path("/a.gscase")).withdraw()
    assert requests.take() == []


def test_stale_requests_are_cleared_away(tmp_path: Path) -> None:
    left = OpenRequests(tmp_path).leave(Path("/a.gscase"))
    left._path.with_suffix(".part").write_text("")
    for seconds in (time.time() + FRESH + 5, time.time() - FRESH - 5):
        OpenRequests(tmp_path).leave(Path("/b.gscase"))
        assert OpenRequests(tmp_path, lambda seconds=seconds: seconds).take() == []  # type: ignore[misc]
        assert list(left._path.parent.iterdir()) == []


_NAME = f"1-{'a' * 16}.json"


def _request(file: object, format: str = FORMAT) -> str:
    return json.dumps({"format": format, "file": file})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        _request("/a.gscase", "gongshu-open/2"),
        _request("relative.gscase"),
        _request("/nul\0.gscase"),
        _request(""),
        _request(7),
        _request(["/a"]),
        _request("/" + "x" * 40_000),
        _request("/a.gscase") + " " * LARGEST,
        "[" * 60_000,
        "1e999",
        "9" * 5_000,
    ],
)
def test_what_is_no_request_is_removed_unheard(tmp_path: Path, content: str) -> None:
    requests = OpenRequests(tmp_path)
    requests.folder.mkdir()
    (requests.folder / _NAME).write_text(content)
    assert requests.take() == []
    assert list(requests.folder.iterdir()) == []


def test_a_link_or_folder_is_no_request(tmp_path: Path) -> None:
    requests = OpenRequests(tmp_path)
    requests.folder.mkdir()
    (tmp_path / "outside.json").write_text(_request("/a.gscase"))
    (requests.folder / _NAME).symlink_to(tmp_path / "outside.json")
    (requests.folder / f"2-{'b' * 16}.json").mkdir()
    assert requests.take() == []
    assert (tmp_path / "outside.json").exists()


@pytest.mark.parametrize(
    "name", ["案卷.json", "1-a.json", "a.docx", "1-0123456789abcdef.json.bak", "x1-0123456789abcdef.part"]
)
def test_a_file_under_another_name_is_somebodys(tmp_path: Path, name: str) -> None:
    requests = OpenRequests(tmp_path)
    requests.make()
    (requests.folder / name).write_text(_request("/a.gscase"))
    os.utime(requests.folder / name, (0, 0))
    assert requests.take() == []
    assert (requests.folder / name).exists()


def test_through_a_link_nothing_is_asked_for_or_removed(tmp_path: Path) -> None:
    requests = OpenRequests(tmp_path / "data")
    requests.folder.parent.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / _NAME).write_text(_request("/a.gscase"))
    requests.folder.symlink_to(tmp_path / "elsewhere")
    assert requests.take() == []
    with pytest.raises(OSError, match="open-requests"):
        requests.leave(None)
    assert [file.name for file in (tmp_path / "elsewhere").iterdir()] == [_NAME]


def test_one_bad_request_costs_no_other(tmp_path: Path) -> None:
    requests = OpenRequests(tmp_path)
    for number in range(3):
        requests.leave(Path(f"/{number}.gscase"))
        (requests.folder / f"{number}-{'a' * 16}.json").write_text("[" * 60_000)
    assert sorted(requests.take(), key=str) == [Path(f"/{number}.gscase") for number in range(3)]
    assert list(requests.folder.iterdir()) == []


def test_a_flood_of_requests_is_taken_in_portions_and_a_folder_left_alone(tmp_path: Path) -> None:
    requests = OpenRequests(tmp_path)
    for number in range(MOST + 5):
        requests.leave(Path(f"/{number}.gscase"))
    (requests.folder / _NAME).mkdir()
    assert [len(requests.take()) for _sweep in range(3)] == [MOST, 5, 0]
    assert [path.name for path in requests.folder.iterdir()] == [_NAME]


# --- the second start --------------------------------------------------------------------------------------------------


def _open(folder: Path) -> Callable[[], object]:
    return lambda: open_store(folder)


def test_a_free_folder_is_simply_opened(tmp_path: Path) -> None:
    opened = open_or_hand_over(_open(tmp_path), tmp_path, None)
    assert opened is not None
    opened.close()  # type: ignore[attr-defined]


def test_the_window_takes_the_file_over(tmp_path: Path) -> None:
    with open_store(tmp_path):
        found: list[Path | None] = []

        def window() -> None:
            while not found:
                found.extend(OpenRequests(tmp_path).take())
                time.sleep(0.01)

        watching = threading.Thread(target=window)
        watching.start()
        assert open_or_hand_over(_open(tmp_path), tmp_path, Path("/a.gscase")) is None
        watching.join()
        assert found == [Path("/a.gscase")]


def test_when_the_first_closes_meanwhile_the_second_opens(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    closing = threading.Timer(0.3, first.close)
    closing.start()
    second = open_or_hand_over(_open(tmp_path), tmp_path, Path("/a.gscase"))
    closing.join()
    assert second is not None
    second.close()  # type: ignore[attr-defined]
    assert OpenRequests(tmp_path).take() == []


def test_a_window_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with open_store(tmp_path):
        with pytest.raises(StoreInUse, match="请先关闭那个程序"):
            open_or_hand_over(_open(tmp_path), tmp_path, Path("/a.gscase"), patience=0.2)
        assert OpenRequests(tmp_path).take() == []


def test_another_persons_window_shows_nothing_of_ours(tmp_path: Path) -> None:
    with open_store(tmp_path):
        lock = tmp_path / "gongshu.lock"
        holder = json.loads(lock.read_text(encoding="utf-8"))
        lock.write_text(json.dumps({**holder, "user": "somebody else"}), encoding="utf-8")
        with pytest.raises(StoreInUse, match="somebody else"):
            open_or_hand_over(_open(tmp_path), tmp_path, Path("/a.gscase"))
    assert not (tmp_path / "open-requests").exists()
