"""What the journal calls a memo: the words of stored journals, and one place in the program that spells them."""

from pathlib import Path

import gongshu_desktop
from gongshu_desktop.services.journal import subjects
from gongshu_desktop.services.journal.subjects import memo_of, of_memo, signature_elsewhere


def test_stored_journals_are_understood() -> None:
    assert of_memo("k") == "memo[k]"
    assert of_memo("k", subjects.RECEIPT) == "memo[k]/receipt"
    assert of_memo("k", subjects.SIGNATURE) == "memo[k]/signature"
    assert of_memo("k", subjects.ISSUED) == "memo[k]/issued"
    assert of_memo("k", subjects.SCAN) == "memo[k]/scan"
    assert signature_elsewhere("k", "checker") == "memo[k]/signature[checker]"


def test_a_subject_names_its_memo() -> None:
    assert memo_of("memo[k]") == "k"
    assert memo_of("memo[k]/issued", subjects.ISSUED) == "k"
    assert memo_of("memo[k]/issued") is None
    assert memo_of("memo[k]", subjects.ISSUED) is None
    assert memo_of("memo[k]/signature[approver]") is None  # it ends as the subject of a memo does
    assert [memo_of(other) for other in ("evidence[k]", "memo[]", "memo[k", "")] == [None] * 4


def test_no_other_module_spells_it() -> None:
    place = Path(gongshu_desktop.__file__).parent
    spelling = [file for file in place.rglob("*.py") if "memo[" in file.read_text(encoding="utf-8").replace(r"\[", "[")]
    assert spelling == [Path(subjects.__file__)]
