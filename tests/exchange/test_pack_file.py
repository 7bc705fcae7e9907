"""What stands in a hand-over package: nothing is lost on the way, and whatever is wrong is refused by name and place."""

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongshu_desktop import wiring
from gongshu_desktop.exchange.json_source import Problems, parse
from gongshu_desktop.exchange.pack.case_reader import read_packed_case
from gongshu_desktop.exchange.pack.case_writer import case_document
from gongshu_desktop.exchange.pack.container import read_container, write_container
from gongshu_desktop.exchange.pack.history import HistoryReader, Room
from gongshu_desktop.exchange.pack.manifest import COVER, MANIFEST, covered
from gongshu_desktop.exchange.pack.pack_file import Packages
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from gongshu_desktop.services.digests import grouped
from gongshu_desktop.services.handover.package import Package
from tests.exchange.test_case_file import cases
from tests.services.two_pcs import CASES, DECIDABLE, PICTURE, POLICY, pcs

FILES = Packages(wiring.policies())
Change = Callable[[Any], None]


@dataclass(frozen=True)
class Made:
    content: bytes
    package: Package


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A case that went to another PC and comes back from there, with a drawn-up memo and scans."""
    with pcs(tmp_path_factory.mktemp("pcs")) as (one, other):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        one.attach(id)
        one.write_opinion(id, "一\n二")
        one.submit(id)
        other.take(one.pack(id))
        other.agree(id)
        other.approve(id)
        content = other.pack(id, Role.APPROVER)
        yield Made(content, FILES.read(content).package)


def repacked(content: bytes, name: str, change: Change, *, manifest: Change = lambda _top: None) -> bytes:
    """The package with another member, everything else made to fit: as somebody would who knows the format."""
    members = read_container(content)
    if name:
        document = json.loads(members[name])
        change(document)
        members[name] = canonical_bytes(document)
    return relisted(members, manifest)


def relisted(members: dict[str, bytes], manifest: Change = lambda _top: None) -> bytes:
    top = json.loads(members[MANIFEST])
    body = members[COVER].rsplit("核对码（SHA-256）：".encode(), 1)[0]
    inside = {name: content for name, content in members.items() if name not in (COVER, MANIFEST)}
    top["members"] = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in {COVER: body, **inside}.items()
    ]
    manifest(top)
    written = canonical_bytes(top)
    digest = hashlib.sha256(written).hexdigest()
    return write_container({COVER: covered(body, digest), MANIFEST: written, **inside})


def refusal(content: bytes) -> str:
    with pytest.raises(CaseFileRefused) as refused:
        FILES.read(content)
    return str(refused.value)


def test_the_same_content_gives_the_same_bytes_and_digest(made: Made) -> None:
    written = FILES.write(made.package)
    assert written.content == made.content
    assert written.digest == FILES.read(made.content).digest
    assert hashlib.sha256(read_container(made.content)[MANIFEST]).hexdigest() == written.digest


def test_it_comes_back_as_it_was(made: Made) -> None:
    package = made.package
    assert FILES.read(FILES.write(package).content).package == package
    assert package.attachments[hashlib.sha256(PICTURE).hexdigest()] == PICTURE
    assert len(package.memos) == 1
    assert len(package.histories) == 2


def test_the_sheet_on_top_is_readable_in_notepad(made: Made) -> None:
    sheet = read_container(made.content)[COVER]
    assert sheet.startswith(b"\xef\xbb\xbf")
    text = sheet.decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "")
    case, origin = made.package.case, made.package.origin
    for said in (
        case.number,
        case.applicant.name,
        case.makerspace.name,
        "签署",
        origin.by,
        origin.to,
        "2016-12-01",
        "测试局",
    ):
        assert said in text
    assert text.rstrip().endswith(grouped(FILES.read(made.content).digest))


def test_a_fitting_package_is_taken_so_that_the_refusals_below_are_of_what_they_say(made: Made) -> None:
    assert FILES.read(repacked(made.content, "case.json", lambda _top: None)).package == made.package


# --- the list -----------------------------------------------------------------------------------------------------------


def _other_member(members: dict[str, bytes]) -> None:
    members["more.txt"] = b"x"


def test_a_member_that_is_not_listed_is_refused(made: Made) -> None:
    members = read_container(made.content)
    _other_member(members)
    assert "more.txt:$: 没有列入清单" in refusal(write_container(members))


def test_a_listed_member_that_nothing_uses_is_refused(made: Made) -> None:
    members = read_container(made.content)
    _other_member(members)
    assert "more.txt:$: 案卷中没有用到" in refusal(relisted(members))


def test_a_member_that_is_missing_is_refused(made: Made) -> None:
    members = read_container(made.content)
    gone = next(name for name in members if name.startswith("attachments/"))
    del members[gone]
    assert f"{gone}:$: 清单所列的文件不在包内" in refusal(write_container(members))
    assert "佐证材料“发票”的文件不在包内" in refusal(relisted(members))


def test_a_member_of_another_content_is_refused(made: Made) -> None:
    for name in read_container(made.content):
        members = read_container(made.content)
        members[name] += b" "
        assert (COVER if name == MANIFEST else name) in refusal(write_container(members))


def test_members_in_another_order_are_refused(made: Made) -> None:
    members = read_container(made.content)
    assert "最前面应为" in refusal(write_container(dict(reversed(members.items()))))
    first, second, *others = members.items()
    assert "同序" in refusal(write_container(dict([first, second, *reversed(others)])))


def test_a_sheet_that_states_another_digest_is_refused(made: Made) -> None:
    members = read_container(made.content)
    at = members[COVER].rindex("：".encode()) + 3
    members[COVER] = members[COVER][:at] + b"0000" + members[COVER][at + 4 :]
    assert f"{COVER}:$: 末行应为本包的核对码" in refusal(write_container(members))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda top: top.update(format="gongshu-pack/2"), "另一版本的移交包，请用较新的程序"),
        (lambda top: top.update(format="gongshu-case/1"), "应为“gongshu-pack/1”"),
        (lambda top: top.update(format=1), "应为“gongshu-pack/1”"),
        (lambda top: top.update(more=1), "manifest.json:$.more: 不认识的键"),
        (lambda top: top.pop("office"), "manifest.json:$.office: 缺少此项"),
        (lambda top: top.update(made="2016-12-01"), "manifest.json:$.made: 应为带时区的时间"),
        (lambda top: top.update(to=""), "manifest.json:$.to"),
        (lambda top: top["head"].update(sequence=-1), "manifest.json:$.head.sequence"),
        (lambda top: top["head"].update(digest="abc"), "manifest.json:$.head.digest"),
        (lambda top: top["case"].update(number="另一号"), "manifest.json:$.case.number: 与案卷内容不一致"),
        (lambda top: top["case"].update(stage="issued"), "manifest.json:$.case.stage: 与案卷内容不一致"),
        (lambda top: top["policy"].update(id="gongshu-2027"), "本机没有这个政策文件（“gongshu-2027”）"),
        (lambda top: top["policy"].update(digest="sha256:" + "0" * 64), "与移交单位所用的内容不同"),
        (lambda top: top["members"].append(top["members"][1]), "只能列一次"),
        (lambda top: top["members"][2].update(size="x"), "应有大小和SHA-256"),
        (lambda top: top.update(members={}), "应为列表"),
    ],
)  # fmt: skip
def test_a_list_that_is_wrong_is_refused(made: Made, change: Change, why: str) -> None:
    assert why in refusal(repacked(made.content, "", lambda _top: None, manifest=change))


# --- the case -----------------------------------------------------------------------------------------------------------


def _claim(top: Any) -> Any:
    return top["case"]["claims"][0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda top: top.update(format="gongshu-pack-case/9"), "case.json:$.format"),
        (lambda top: top["case"].update(more=1), "case.json:$.case.more: 不认识的键"),
        (lambda top: top["case"].pop("stage"), "case.json:$.case.stage: 缺少此项"),
        (lambda top: top.update(case=[]), "case.json:$.case: 应为对象"),
        (lambda top: top["case"].update(year="2016"), "case.json:$.case.year"),
        (lambda top: top["case"].update(year=True), "case.json:$.case.year"),
        (lambda top: top["case"].update(id="../x"), "case.json:$.case.id"),
        (lambda top: top["case"].update(stage="issued"), "case.json:$.case.stage: 应为各步办理后的阶段"),
        (lambda top: top["case"].update(stage="gone"), "case.json:$.case.stage: 应为以下之一"),
        (lambda top: top["case"]["applicant"].update(uscc="91330105000000000X"), "校验位正确"),
        (lambda top: top["case"]["applicant"].update(name="坏\u202e名"), "控制字符"),
        (lambda top: top["case"]["makerspace"].update(area="-1"), "不小于0的面积"),
        (lambda top: top["case"]["readings"].update({"no.such": "x"}), "不认识的键"),
        (lambda top: top["case"]["claims"].append(_claim(top)), "只能申报一次"),
        (lambda top: _claim(top).update(claimed="100.00"), "应为0至"),
        (lambda top: _claim(top).update(claimed=-1), "应为0至"),
        (lambda top: _claim(top).update(approved=10**20), "应为0至"),
        (lambda top: _claim(top).update(opinion=5), "opinion: 应为文字"),
        (lambda top: _claim(top)["facts"].update(不存在={}), "不认识的键"),
        (lambda top: _claim(top)["verdicts"].update(不存在={}), "不认识的键"),
        (lambda top: top["case"]["evidence"][0].update(sha256="g" * 64), "应为SHA-256"),
        (lambda top: top["case"]["evidence"][0].update(size=0), "不是所记的那一份"),
        (lambda top: top["case"]["evidence"][0].update(media_type="text/html"), "应为以下之一"),
        (lambda top: top["case"]["evidence"].append(top["case"]["evidence"][0]), "只能列一次"),
        (lambda top: top["case"]["evidence"].clear(), "不在本案之中"),
        (lambda top: top["case"]["passages"].pop(0), "这里接不上"),
        (lambda top: top["case"]["passages"][0].update(at="昨天"), "应为带时区的时间"),
        (lambda top: top["case"]["passages"][0].update(at="9999-12-31T23:59:59+00:00"), "应为带时区的时间"),
        (lambda top: top["case"]["passages"][0].update(at="2016-12-01T09:00:00"), "应为带时区的时间"),
        (lambda top: top["case"]["passages"][0].update(role=None), "这里接不上"),
        (lambda top: top["case"]["passages"][2].update(person=top["case"]["passages"][1]["person"]), "只能以一种身份办理"),
        (lambda top: top["memos"][0].update(state="issued"), "签名的人数与状态不符"),
        (lambda top: top["memos"][0].update(base_digest="0" * 64), "意见书的PDF与所记的摘要不符"),
        (lambda top: top["memos"][0].update(id="another"), "应附有意见书的PDF文件"),
        (lambda top: top["memos"][0].update(replaces="earlier"), "所取代的意见书应在其前"),
        (lambda top: top["memos"].append(top["memos"][0]), "只能列一次"),
        (lambda top: top["adopted"][0].update(option="nothing"), "case.json:$.adopted[0].option"),
        (lambda top: top["rests"].append("0" * 64), "case.json:$.rests: 应列出本案所依据的操作日志"),
        (lambda top: top["rests"].append(top["rests"][0]), "case.json:$.rests"),
        (lambda top: top.update(rests=[]), "case.json:$.rests"),
        (lambda top: top.update(rests={}), "case.json:$.rests"),
    ],
)  # fmt: skip
def test_a_case_that_is_wrong_is_refused(made: Made, change: Change, why: str) -> None:
    assert why in refusal(repacked(made.content, "case.json", change))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (b'{"format": NaN}', "$.format"),
        (b'{"format": 1e400}', "$.format"),
        (b'{"format": 1.5}', "$.format"),
        (b"[" * 100_000, "嵌套"),
        (b'{"a": ' * 100_000, "嵌套"),
        (b"\xff\xfe{}", "应为UTF-8编码"),
        (b"{,}", "应为合法的JSON：第1行第2列"),
        (b"", "应有内容"),
        (b'{"format": 1, "format": 2}', "同一个键只能出现一次"),
        (b"[]", "应有这个文件，内容是JSON对象"),
    ],
)  # fmt: skip
def test_what_is_no_json_of_ours_is_refused(made: Made, written: bytes, why: str) -> None:
    members = read_container(made.content)
    said = refusal(relisted({**members, "case.json": written}))
    assert "case.json:$" in said
    assert why in said


def test_a_document_that_is_not_what_it_claims_to_be_is_refused(made: Made) -> None:
    """A program under the name of a picture: digest, size and list all fit."""
    members, disguised = read_container(made.content), b"MZ\x90\x00" + bytes(500)
    sha256 = hashlib.sha256(disguised).hexdigest()
    old = next(name for name in members if name.startswith("attachments/"))
    members = {(f"attachments/{sha256}.png" if name == old else name): content for name, content in members.items()}
    members[f"attachments/{sha256}.png"] = disguised
    document = json.loads(members["case.json"])
    document["case"]["evidence"][0].update(sha256=sha256, size=len(disguised))
    members["case.json"] = canonical_bytes(document)
    assert "佐证材料“发票”应为image/png，内容不是" in refusal(relisted(members))


# --- the journals -------------------------------------------------------------------------------------------------------


def changed_history(content: bytes, change: Change) -> str:
    """Refused, with a journal that was changed and named anew."""
    members = read_container(content)
    old = [name for name in members if name.startswith("history/")][-1]
    document = json.loads(members[old])
    change(document)
    written = canonical_bytes(document)
    new = f"history/{hashlib.sha256(written).hexdigest()}.json"
    return refusal(
        relisted({(new if name == old else name): (written if name == old else item) for name, item in members.items()})
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda top: top["entries"][0].update(person="somebody"), "与这一条的摘要不符"),
        (lambda top: top["entries"][0].update(at="2016-12-01T09:00:00+00:00"), "与这一条的摘要不符"),
        (lambda top: top["entries"][0]["changes"].pop(), "与这一条的摘要不符"),
        (lambda top: top["entries"].reverse(), "与上一条接不上"),
        (lambda top: top["entries"][0].update(case="another"), "应为本案的操作日志"),
        (lambda top: top["entries"][0].update(sequence="1"), "应为整数"),
        (lambda top: top["entries"][0].update(digest="x"), "应为SHA-256"),
        (lambda top: top["entries"][0].update(changes=[1]), "应为三项的列表"),
        (lambda top: top["entries"][0].update(changes=[["a", 1, None]]), "应为文字或null"),
        (lambda top: top.update(format="gongshu-history/2"), "应为“gongshu-history/1”"),
        (lambda top: top.update(people=[]), "应为对象"),
    ],
)  # fmt: skip
def test_a_journal_that_was_changed_is_refused(made: Made, change: Change, why: str) -> None:
    assert why in changed_history(made.content, change)


def test_half_a_character_in_a_journal_is_refused(made: Made) -> None:
    members = read_container(made.content)
    old = [name for name in members if name.startswith("history/")][-1]
    document = json.loads(members[old])
    document["entries"][0]["changes"] = [["a", "\ud800", None]]
    written = json.dumps(document).encode()
    new = f"history/{hashlib.sha256(written).hexdigest()}.json"
    said = refusal(
        relisted({(new if name == old else name): (written if name == old else item) for name, item in members.items()})
    )
    assert "应为文字或null" in said


def test_a_journal_that_another_one_refers_to_must_be_there(made: Made) -> None:
    members = read_container(made.content)
    first = next(name for name in members if name.startswith("history/"))
    del members[first]
    assert "所引的操作日志不在包内" in refusal(relisted(members))


def brought(content: bytes, times: int) -> bytes:
    """The package, in which one entry more holds the first stretch so many times."""
    members = read_container(content)
    first, last = (name for name in members if name.startswith("history/"))
    holding = next(name for name in (first, last) if '{"history":' in members[name].decode())
    held = last if holding == first else first
    sha256 = held.removeprefix("history/").removesuffix(".json")
    document = json.loads(members[holding])
    entry = document["entries"][-1]
    entry["changes"] = [[f"handover/history[{sha256}]", None, {"history": sha256}]] * times
    document["entries"] = [entry]
    written = canonical_bytes(document)
    new = f"history/{hashlib.sha256(written).hexdigest()}.json"
    return relisted(
        {(new if name == holding else name): (written if name == holding else item) for name, item in members.items()}
    )


def test_a_journal_that_an_entry_holds_over_and_over_does_not_swell(made: Made) -> None:
    assert "与这一条的摘要不符" in refusal(brought(made.content, 1))
    assert "同一段操作日志只能引用一次" in refusal(brought(made.content, 2))


def test_what_entries_hold_is_bounded_before_it_is_put_together(made: Made) -> None:
    histories = made.package.histories
    texts = {history.sha256: history.text for history in histories}

    def found(room: Room) -> list[str]:
        problems = Problems()
        for history in histories:
            reader = HistoryReader(problems, made.package.case.id, texts, room)
            reader.read(parse(history.text.encode()), "$", history.text, history.sha256)
        return [problem.expected for problem in problems.found]

    assert found(Room()) == []
    assert any("所引的操作日志合计应不超过" in said for said in found(Room(left=10)))


def test_a_package_without_a_journal_is_refused(made: Made) -> None:
    members = {name: item for name, item in read_container(made.content).items() if not name.startswith("history/")}
    assert "应附有本案的操作日志" in refusal(relisted(members))


def test_a_journal_under_a_wrong_name_is_refused(made: Made) -> None:
    members = {name.replace("history/", "history/0"): item for name, item in read_container(made.content).items()}
    assert "文件名应为其内容的摘要" in refusal(relisted(members))


# --- properties ---------------------------------------------------------------------------------------------------------


def test_random_damage_is_never_taken_and_never_traces_back(made: Made) -> None:
    luck = random.Random(11)
    for _round in range(600):
        spoilt = bytearray(made.content)
        if luck.random() < 0.3:
            spoilt = spoilt[: luck.randrange(len(spoilt))]
        else:
            for _flip in range(luck.randrange(1, 4)):
                spoilt[luck.randrange(len(spoilt))] ^= 1 << luck.randrange(8)
        if bytes(spoilt) != made.content:
            assert refusal(bytes(spoilt))


@pytest.mark.parametrize("file", sorted(CASES.glob("*.json")), ids=lambda file: file.stem)
def test_every_demonstration_case_comes_back_the_same(tmp_path: Path, file: Path) -> None:
    with pcs(tmp_path, 1) as (one,):
        id = one.bring_in(file)
        case = one.case(id)
        problems = Problems()
        value = parse(canonical_bytes(case_document(case)))
        assert read_packed_case(value, "$", problems, wiring.policies().get(POLICY)) == case
        assert problems.found == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases(), approved=st.one_of(st.none(), st.integers(0, 10**10)), seed=st.integers(0, 2**32))
def test_a_random_case_keeps_every_field_and_random_json_never_traces_back(
    case: Case, approved: int | None, seed: int
) -> None:
    policy, problems = wiring.policies().get(POLICY), Problems()
    claims = tuple(
        replace(claim, approved=approved, approved_reason="理由\n二", opinion="意见") for claim in case.claims
    )
    case = replace(case, id="c1", claims=claims, received=date(2016, 12, 1))
    document = case_document(case)
    assert read_packed_case(parse(canonical_bytes(document)), "$", problems, policy) == case
    assert problems.found == []
    spoil(document, random.Random(seed))
    try:
        read = read_packed_case(parse(json.dumps(document).encode()), "$", problems, policy)
    except CaseFileRefused:
        return
    assert read is not None or problems.found


def spoil(document: Any, luck: random.Random) -> None:
    """Put something else in the place of one value, anywhere."""
    here = document
    while True:
        key = luck.choice(list(here)) if isinstance(here, dict) else luck.randrange(len(here))
        inner = here[key]
        if isinstance(inner, dict | list) and inner and luck.random() < 0.8:
            here = inner
            continue
        here[key] = luck.choice([None, True, -1, 10**40, 1.5, "", "x", "\ud800", [], {}, [None], {"a": 1}])
        return


def test_another_number_of_pages_is_no_other_package(made: Made) -> None:
    """Everything counts for the digest: one field changed is another package."""
    other = replace(made.package, origin=replace(made.package.origin, to="三号机"))
    assert FILES.write(other).digest != FILES.write(made.package).digest
