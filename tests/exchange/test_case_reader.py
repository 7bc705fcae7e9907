"""Reading case files: each thing that is wrong is named with its place; a good file means exactly what it says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongshu_desktop.exchange.case_file import JsonCaseFiles
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from tests.exchange.policies import Bundled, bundled

EXAMPLES = Path(__file__).parents[1] / "examples"
Document = dict[str, Any]  # JSON


def example(name: str = "14-everything-at-once") -> Document:
    """A good case file, parsed."""
    document: Document = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return document


def read(document: object) -> Case:
    """The case in a document."""
    return JsonCaseFiles(Bundled()).read(json.dumps(document, ensure_ascii=False).encode())


def refused(content: bytes) -> list[tuple[str, str]]:
    """Path and expectation of everything that is wrong with a file."""
    with pytest.raises(CaseFileRefused) as refusal:
        JsonCaseFiles(Bundled()).read(content)
    return [(problem.path, problem.expected) for problem in refusal.value.problems]


def problems(document: object) -> list[str]:
    """The paths of everything that is wrong with a document."""
    return [path for path, _ in refused(json.dumps(document).encode())]


def at(document: Document, *path: str | int) -> Any:
    """What stands at a path."""
    value: Any = document
    for step in path:
        value = value[step]
    return value


EVENT = ("claims", 4, "facts", "活动", 0)
WRONG: list[tuple[str, tuple[str | int, ...], object]] = [
    ("$.format", ("format",), "gongshu-case/2"),
    ("$.format", ("format",), "something else"),
    ("$.format", ("format",), 1),
    ("$.policy", ("policy",), "gongshu-2017-1"),
    ("$.policy", ("policy",), ["gongshu-2016-10"]),
    ("$.year", ("year",), "2016"),
    ("$.year", ("year",), True),
    ("$.year", ("year",), 20166),
    ("$.number", ("number",), 1),
    ("$.number", ("number",), "a\u202eb"),
    ("$.number", ("number",), "两\n行"),
    ("$.applicant", ("applicant",), None),
    ("$.applicant.name", ("applicant", "name"), "  "),
    ("$.applicant.name", ("applicant", "name"), "\ud800"),
    ("$.applicant.name", ("applicant", "name"), "字" * 501),
    ("$.applicant.uscc", ("applicant", "uscc"), "91330105BEJJ955BC1"),
    ("$.applicant.uscc", ("applicant", "uscc"), "91330105bejj955bc0"),
    ("$.applicant.uscc", ("applicant", "uscc"), 913301050000000000),
    ("$.applicant.roles", ("applicant", "roles"), "主办方"),
    ("$.applicant.roles[1]", ("applicant", "roles"), ["主办方", "路人"]),
    ("$.applicant.roles[1]", ("applicant", "roles"), ["主办方", "主办方"]),
    ("$.makerspace.level", ("makerspace", "level"), "宇宙级"),
    ("$.makerspace.type", ("makerspace", "type"), "其他型"),
    ("$.makerspace.area", ("makerspace", "area"), "-1"),
    ("$.makerspace.area", ("makerspace", "area"), "3200㎡"),
    ("$.makerspace.区域", ("makerspace", "区域"), "a"),
    ("$.readings['3.2.9.x']", ("readings",), {"3.2.9.x": "a"}),
    ("$.readings['3.2.3.step']", ("readings",), {"3.2.3.step": "half"}),
    ("$.claims", ("claims",), {}),
    ("$.claims[0]", ("claims", 0), "3.2.1"),
    ("$.claims[0].measure", ("claims", 0, "measure"), "9.9"),
    ("$.claims[1].measure", ("claims", 1, "measure"), "3.2.1"),
    ("$.claims[0].claimed", ("claims", 0, "claimed"), "100000.001"),
    ("$.claims[0].claimed", ("claims", 0, "claimed"), "1000000000000"),
    ("$.claims[0].claimed", ("claims", 0, "claimed"), -1),
    ("$.claims[0].approved", ("claims", 0, "approved"), "1"),
    ("$.claims[0].facts.员工数", ("claims", 0, "facts", "员工数"), 1),
    ("$.claims[0].facts.企业数", ("claims", 0, "facts", "企业数"), "12.5"),
    ("$.claims[0].facts.企业数", ("claims", 0, "facts", "企业数"), -1),
    ("$.claims[0].facts.企业数", ("claims", 0, "facts", "企业数"), None),
    ("$.claims[0].facts.企业数", ("claims", 0, "facts", "企业数"), True),
    ("$.claims[0].facts.企业数", ("claims", 0, "facts", "企业数"), {}),
    ("$.claims[0].facts.企业数", ("claims", 0, "facts", "企业数"), [1]),
    ("$.claims[0].facts.企业数.found", ("claims", 0, "facts", "企业数"), {"claimed": 1, "found": 2}),
    ("$.claims[0].facts.企业数.verified", ("claims", 0, "facts", "企业数"), {"claimed": 1, "verified": "x"}),
    ("$.claims[0].facts.企业数.evidence[0]", ("claims", 0, "facts", "企业数"), {"claimed": 1, "evidence": [1]}),
    ("$.claims[0].verdicts.产业定位明晰", ("claims", 0, "verdicts", "产业定位明晰"), "ok"),
    ("$.claims[0].verdicts.产业定位明晰", ("claims", 0, "verdicts", "产业定位明晰"), "not_applicable"),
    ("$.claims[0].verdicts.产业定位明晰.result", ("claims", 0, "verdicts", "产业定位明晰"), {"note": "a"}),
    ("$.claims[0].verdicts.定位", ("claims", 0, "verdicts", "定位"), "met"),
    ("$.claims[0].verdicts['企业数 ≥ 10家']", ("claims", 0, "verdicts", "企业数 ≥ 10家"), "met"),
    ("$.claims[1].facts.认定级别", ("claims", 1, "facts", "认定级别"), "区级"),
    ("$.claims[1].facts.认定日期", ("claims", 1, "facts", "认定日期"), "2016-6-20"),
    ("$.claims[1].facts.认定日期", ("claims", 1, "facts", "认定日期"), "2016-02-30"),
    ("$.claims[1].facts.认定日期", ("claims", 1, "facts", "认定日期"), 20160620),
    ("$.claims[4].facts.活动", ("claims", 4, "facts", "活动"), "无"),
    ("$.claims[4].facts.活动", ("claims", 4, "facts", "活动"), [{}] * 10_001),
    ("$.claims[4].facts.活动[0]", EVENT, None),
    ("$.claims[4].facts.活动[0].实际支出", (*EVENT, "实际支出"), "1,500,000"),
    ("$.claims[4].facts.活动[0].实际支出", (*EVENT, "实际支出"), "1e6"),
    ("$.claims[4].facts.活动[0].实际支出", (*EVENT, "实际支出"), "١٢"),
    ("$.claims[4].facts.活动[0].实际支出", (*EVENT, "实际支出"), "007"),
    ("$.claims[4].facts.活动[0].实际支出", (*EVENT, "实际支出"), ""),
    ("$.claims[4].facts.活动[0].已备案", (*EVENT, "已备案"), "是"),
    ("$.claims[4].facts.活动[0].已备案", (*EVENT, "已备案"), 1),
    ("$.claims[4].facts.活动[0].规模", (*EVENT, "规模"), 1),
    ("$.claims[4].facts.活动.claimed[0]", ("claims", 4, "facts", "活动"), {"claimed": [None]}),
    ("$.claims[4].facts.活动[0]", ("claims", 4, "facts", "活动"), {"claimed": [None], "verified": [None]}),
    ("$.claims[4].facts.活动", ("claims", 4, "facts", "活动"), {"claimed": [None], "verified": [{}, {}]}),
    ("$.claims[4].facts.活动", ("claims", 4, "facts", "活动"), {}),
]


@pytest.mark.parametrize(("path", "place", "value"), WRONG, ids=[f"{path}-{i}" for i, (path, _, _) in enumerate(WRONG)])
def test_each_thing_wrong_is_named_by_its_path_and_nothing_else_is(
    path: str, place: tuple[str | int, ...], value: object
) -> None:
    document = example()
    at(document, *place[:-1])[place[-1]] = value
    assert problems(document) == [path]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("$.format", ("format",)),
        ("$.year", ("year",)),
        ("$.applicant", ("applicant",)),
        ("$.applicant.uscc", ("applicant", "uscc")),
        ("$.applicant.roles", ("applicant", "roles")),
        ("$.makerspace.subdistrict", ("makerspace", "subdistrict")),
        ("$.makerspace.level", ("makerspace", "level")),
        ("$.claims", ("claims",)),
        ("$.claims[0].measure", ("claims", 0, "measure")),
        ("$.claims[0].facts", ("claims", 0, "facts")),
    ],
)
def test_what_is_required_is_missed_by_name(path: str, place: tuple[str | int, ...]) -> None:
    document = example()
    del at(document, *place[:-1])[place[-1]]
    assert problems(document) == [path]


@pytest.mark.parametrize(
    "place",
    [("number",), ("makerspace", "type"), ("makerspace", "area"), ("claims", 0, "claimed"), ("claims", 0, "verdicts")],
)
def test_what_is_optional_is_not_missed(place: tuple[str | int, ...]) -> None:
    document = example()
    del at(document, *place[:-1])[place[-1]]
    read(document)


def test_every_problem_is_said_at_once_and_in_the_order_of_the_file() -> None:
    document = example()
    document["year"] = None
    document["applicant"]["uscc"] = ""
    document["claims"][0]["facts"]["企业数"] = "x"
    document["claims"][4]["facts"]["活动"][0]["举办日期"] = "昨天"
    document["extra"] = 1
    assert problems(document) == [
        "$.extra",
        "$.claims[0].facts.企业数",
        "$.claims[4].facts.活动[0].举办日期",
        "$.year",
        "$.applicant.uscc",
    ]


TEXT = (EXAMPLES / "01-annual-at-every-threshold.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda text: text.replace('"企业数": 10', '"企业数": 10.0'), "$.claims[0].facts.企业数"),
        (lambda text: text.replace('"企业数": 10', '"企业数": 1e1'), "$.claims[0].facts.企业数"),
        (lambda text: text.replace('"企业数": 10', '"企业数": NaN'), "$.claims[0].facts.企业数"),
        (lambda text: text.replace('"企业数": 10', '"企业数": Infinity'), "$.claims[0].facts.企业数"),
        (lambda text: text.replace('"企业数": 10', '"企业数": ' + "9" * 5000), "$.claims[0].facts.企业数"),
        (lambda text: text.replace('"企业数": 10', '"企业数": 10, "企业数": 11'), "$.claims[0].facts.企业数"),
        (lambda text: text.replace('"year": 2016', '"year": 2016, "year": 2017'), "$.year"),
        (lambda text: text.replace('"year": 2016', '"year": 2016.0'), "$.year"),
        (lambda text: text[:-3], "$"),
        (lambda text: text + "{}", "$"),
        (lambda text: "", "$"),
        (lambda text: " \n", "$"),
        (lambda text: "[" * 100_000 + "]" * 100_000, "$"),
        (lambda text: '{"a":' * 100_000, "$"),
        (lambda text: text.replace("示例", "\x01"), "$"),
        (lambda text: " " * (4 * 1024 * 1024 + 1), "$"),
    ],
)
def test_what_no_case_file_can_hold_is_refused(change: Callable[[str], str], path: str) -> None:
    assert path in {found for found, _ in refused(change(TEXT).encode())}


@pytest.mark.parametrize("content", [b"\xff\xfe{}", b"PK\x03\x04\x00", bytes(range(256)), b"%PDF-1.7", b"\x00" * 100])
def test_binary_files_are_refused(content: bytes) -> None:
    assert [path for path, _ in refused(content)] == ["$"]


@pytest.mark.parametrize("document", [None, 1, "a", [], True])
def test_json_that_is_no_object_is_refused(document: object) -> None:
    assert problems(document)[0] == "$"


def test_a_byte_order_mark_is_welcome() -> None:
    assert JsonCaseFiles(Bundled()).read(b"\xef\xbb\xbf" + TEXT.encode()) == JsonCaseFiles(Bundled()).read(
        TEXT.encode()
    )


def test_a_later_version_is_refused_for_that_alone() -> None:
    found = refused(json.dumps({"format": "gongshu-case/2", "new": {}}).encode())
    assert len(found) == 1
    assert "较新的程序" in found[0][1]


def test_a_thousand_problems_are_listed_and_the_rest_counted() -> None:
    document = example()
    document["claims"][4]["facts"]["活动"] = [{"实际支出": "x"}] * 5_000
    found = problems(document)
    assert len(found) == 1_001
    assert found[-1] == "$"


def test_foreign_names_are_shown_without_what_steers_a_terminal() -> None:
    found = refused(json.dumps({**example(), "\x1b[2J\u202e": 1}).encode())
    assert "\x1b" not in str(found[0])
    assert "\u202e" not in str(found[0])


def test_a_full_table_is_read_in_good_time() -> None:
    document = example()
    document["claims"][4]["facts"]["活动"] = document["claims"][4]["facts"]["活动"] * 10_000
    assert len(read(document).claim("3.2.5").tables["活动"].rows) == 10_000


def rows(value: object) -> tuple[list[tuple[object, object, bool, bool]], object]:
    """The events as read (claimed cost, verified cost, added, struck), and what the assessment sees of their costs."""
    document = example()
    document["claims"] = [{"measure": "3.2.5", "facts": {"活动": value}}]
    case = read(document)
    table = case.claim("3.2.5").tables["活动"]
    seen = case_inputs(case, bundled()).claims[0].facts.get("活动")
    costs = [row["实际支出"] for row in seen] if isinstance(seen, tuple) else None
    return [
        (row.claimed.get("实际支出"), row.verified.get("实际支出"), row.by_reviewer, row.struck) for row in table.rows
    ], costs


def cost(name: str, amount: int) -> Document:
    return {"名称": name, "实际支出": amount}


A, B, C, D = cost("甲", 1), cost("乙", 2), cost("丙", 3), cost("丁", 4)


@pytest.mark.parametrize(
    ("value", "expected", "seen"),
    [
        ([A, B], [(1, 1, False, False), (2, 2, False, False)], [1, 2]),
        ([], [], []),
        ({"claimed": [A]}, [(1, None, False, False)], None),
        ({"verified": [A]}, [(None, 1, True, False)], [1]),
        ({"claimed": [A, B], "verified": [A, cost("乙", 9)]}, [(1, 1, False, False), (2, 9, False, False)], [1, 9]),
        ({"claimed": [A, B], "verified": [None, B]}, [(1, None, False, True), (2, 2, False, False)], [2]),
        ({"claimed": [A, None], "verified": [A, C]}, [(1, 1, False, False), (None, 3, True, False)], [1, 3]),
        ({"claimed": [A, B, C], "verified": [B]}, [(1, None, False, True), (2, 2, False, False), (3, None, False, True)], [2]),
        ({"claimed": [A, C], "verified": [A, B, C]}, [(1, 1, False, False), (None, 2, True, False), (3, 3, False, False)], [1, 2, 3]),
        ({"claimed": [A, B], "verified": []}, [(1, None, False, True), (2, None, False, True)], []),
        ({"claimed": [A], "verified": [C, D]}, [(None, 3, True, False), (None, 4, True, False), (1, None, False, True)], [3, 4]),
    ],
)  # fmt: skip
def test_the_assessment_sees_exactly_the_verified_rows(value: object, expected: object, seen: object) -> None:
    assert rows(value) == (expected, seen)
