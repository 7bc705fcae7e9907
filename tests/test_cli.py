"""The command line: what each command prints, and with which status it ends. Mostly in this process, a few as real programs."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from gongshu_desktop import cli, wording
from gongshu_desktop.commands.output import say
from gongshu_desktop.host import places

EXAMPLES = Path(__file__).parent / "examples"
CASES = places.demonstration() / "cases"
POLICY = places.resources() / "policies" / "gongshu-2016-10.md"
GOOD = EXAMPLES / "01-annual-at-every-threshold.json"
EXPECTED = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _chinese_again() -> object:
    yield
    wording.speak("zh")


def run(*arguments: object) -> int:
    """The status of a command run in this process."""
    return cli.main([str(argument) for argument in arguments])


def program(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """A command run as a real program."""
    command = [sys.executable, "-m", "gongshu_desktop", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment}, timeout=300)


def test_assess_prints_one_line_a_case_as_the_format_says(capsys: Capture) -> None:
    files = [EXAMPLES / f"{name}.json" for name in EXPECTED]
    assert run("assess", *files) == 0
    captured = capsys.readouterr()
    lines = [json.loads(line) for line in captured.out.splitlines()]
    assert captured.err == ""
    assert [line["subsidy_total"] for line in lines] == [EXPECTED[name]["subsidy_total"] for name in EXPECTED]
    assert list(lines[0]) == [
        "case", "policy", "policy_digest", "engine", "year", "measures",
        "subsidy_total", "subsidy_total_words", "receipt",
    ]  # fmt: skip
    measure = lines[0]["measures"][0]
    assert {key: measure[key] for key in ("measure", "title", "payee", "outcome", "amount", "ceiling")} == {
        "measure": "3.2.1", "title": "年度奖励", "payee": "主办方",
        "outcome": "eligible", "amount": "100000.00", "ceiling": None,
    }  # fmt: skip
    assert measure["criteria"][:2] == [
        {"criterion": "产业定位明晰", "result": "met", "origin": "reviewer"},
        {"criterion": "企业数 ≥ 10家", "result": "met", "origin": "rule", "margin": "0"},
    ]
    assert measure["readings"] == {"3.2.1.whose-capital": "tenants"}
    assert {"clause", "text", "value"} == set(measure["steps"][0])
    assert lines[0]["subsidy_total_words"] == "壹拾万元整"


def test_a_refused_file_leaves_the_others_assessed(tmp_path: Path, capsys: Capture) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text(GOOD.read_text(encoding="utf-8").replace("2016,", "2016.5,"), encoding="utf-8")
    empty, binary = tmp_path / "empty.json", tmp_path / "binary.json"
    empty.write_bytes(b"")
    binary.write_bytes(b"\x00\xff" * 100)
    assert run("assess", broken, GOOD, empty, binary, tmp_path, tmp_path / "none.json", GOOD) == 2
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 2
    said = captured.err.splitlines()
    assert [line.split(": ")[0] for line in said] == [
        str(path) for path in (broken, empty, binary, tmp_path, tmp_path / "none.json")
    ]
    assert said[0].startswith(f"{broken}: $.year: ")


STEERING = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e拱墅\n伪造的一行"


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "{}.json"),
        ("verify", "{}.json"),
        ("verify", "--json", "{}.json"),
        ("memo", "{}.json", "--out", "{}.pdf"),
        ("memo", GOOD, "--out", "{}.pdf"),
        ("memo", GOOD, "--out", "{}/none/a.pdf"),
        ("policy", "check", "{}.json"),
        ("--data", "{}", "journal", "check"),
        ("--data", "{}", "update", "{}"),
        ("--data", "{}", "unpack", "--dry-run", "{}.json"),
        ("open", "{}.zzz"),
        ("verify", GOOD, "{}"),
    ],
)
def test_a_files_name_does_not_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, arguments: tuple[object, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{STEERING}.json").write_bytes(b"{}")
    with suppress(SystemExit):
        run(*(str(argument).replace("{}", STEERING) for argument in arguments))
    out, err = capsys.readouterr()
    said = out + err
    assert "\\u001b]0;owned\\u0007" in said
    assert "拱墅\\u000a伪造的一行" in said
    assert [letter for letter in said if not letter.isprintable() and letter not in "\n\u3000"] == []


def test_what_is_written_out_in_json_is_the_same_json(capsys: Capture) -> None:
    value = {"name": f"{STEERING}\U000e0001\udcff 𠮷　“”"}
    say(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(capsys.readouterr().out) == value


def test_english_is_spoken_when_asked_for(tmp_path: Path, capsys: Capture) -> None:
    assert run("--lang", "en", "assess", tmp_path / "none.json") == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none.json'}: $: there is no such file\n"


def test_policy_check_runs_the_examples_of_the_bundled_policy(capsys: Capture) -> None:
    assert run("policy", "check", POLICY) == 0
    assert "12个事项" in capsys.readouterr().out


def test_policy_check_reports_every_problem_with_line_and_column(tmp_path: Path, capsys: Capture) -> None:
    wrong = tmp_path / "wrong.md"
    text = POLICY.read_text(encoding="utf-8").replace("≥ 10家", "≥ 10㎡").replace("0.5%", "0.5吨", 2)
    wrong.write_text(text, encoding="utf-8")
    assert run("policy", "check", wrong) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) > 1
    assert all(line.startswith(f"{wrong}:") and line.split(":")[1].isdigit() for line in said)
    assert run("policy", "check", tmp_path / "none.md") == 2


def test_policy_show_lists_measures_facts_criteria_and_readings(capsys: Capture) -> None:
    for arguments in ((), ("gongshu-2016-10",), (POLICY,)):
        assert run("policy", "show", *arguments) == 0
        shown = capsys.readouterr().out
        for words in ("3.2.3 投资奖励", "股权投资", "产业定位明晰", "3.2.3.step", "whole"):
            assert words in shown


def test_memo_draws_a_draft_that_is_no_signed_memo(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "草稿.pdf"
    assert run("memo", CASES / "case-12.json", "--out", out) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert run("verify", out) == 1
    assert "没有签名" in capsys.readouterr().out


def test_memo_refuses_what_it_cannot_read_or_write(tmp_path: Path, capsys: Capture) -> None:
    assert run("memo", EXAMPLES / "expected.json", "--out", tmp_path / "a.pdf") == 2
    assert run("memo", GOOD, "--out", tmp_path / "none" / "a.pdf") == 2
    assert run("memo", GOOD, "--out", tmp_path) == 2
    assert list(tmp_path.iterdir()) == []
    assert "none" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n", b"\x00" * 5000])
def test_verify_cannot_read_what_is_no_pdf(tmp_path: Path, content: bytes, capsys: Capture) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    assert run("verify", file) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert str(file) in said.err


def test_a_command_that_does_not_exist_is_explained() -> None:
    for arguments in (["assess"], ["fly"], ["policy"], ["memo", "x.json"]):
        with pytest.raises(SystemExit) as end:
            cli.main(arguments)
        assert end.value.code == 2


def test_output_is_utf8_whatever_the_console_speaks() -> None:
    done = program("assess", GOOD, EXAMPLES / "none.json", PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert done.returncode == 2
    assert json.loads(done.stdout.decode("utf-8"))["case"] == "拱众审〔2016〕1号"
    assert "没有这个文件" in done.stderr.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f'"{sys.executable}" -m gongshu_desktop policy show | head -c 10'
    done = subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)
    assert done.stderr == b""


def test_assess_loads_no_window_database_or_typesetter() -> None:
    script = (
        "import sys; from gongshu_desktop.cli import main; main(['assess', sys.argv[1]]);"
        "heavy = {'PySide6', 'sqlalchemy', 'alembic', 'sqlite3', 'reportlab', 'pyhanko', 'pikepdf', 'cryptography', 'pypinyin'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(GOOD)], capture_output=True, check=True, timeout=60)
    assert done.stderr.decode().strip() == "[]"


def test_the_demonstration_is_built_verified_and_found_again(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "demo"
    assert run("demo", "--folder", folder, "--headless") == 0
    found = json.loads(capsys.readouterr().out)
    memos = sorted(Path(found["memos"]).glob("*.pdf"))
    states = [run("verify", memo, "--trust", found["trust"]) for memo in memos]
    capsys.readouterr()
    assert states == [0, 0, 1, 1]
    assert run("--data", found["data"], "verify", memos[0], "--json") == 0
    assert json.loads(capsys.readouterr().out)["figures_agree"] is True
    assert run("demo", "--folder", folder, "--headless") == 0
    assert json.loads(capsys.readouterr().out) == found
    assert run("demo", "--folder", tmp_path, "--headless") == 2


@pytest.mark.slow
def test_the_self_test_passes_as_a_program() -> None:
    done = program("selftest", "--json")
    report = json.loads(done.stdout.decode("utf-8"))
    assert [step["step"] for step in report["steps"] if not step["ok"]] == []
    assert (done.returncode, report["ok"], len(report["steps"])) == (0, True, 11)
