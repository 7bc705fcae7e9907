"""Hand-over packages 移交包, format ``gongshu-pack/1``: written so that the same content gives the same bytes, read strictly.

Reading goes from the outside in (the container, the list, each member against the list, then what stands in them), and stops at
the layer that does not hold. Nothing of a package is used before all of it was found good.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from gongshu_desktop.exchange.json_source import Json, Members, Problems, parse, said
from gongshu_desktop.exchange.pack import case_writer
from gongshu_desktop.exchange.pack.case_reader import read_packed_case
from gongshu_desktop.exchange.pack.container import ContainerRefused, read_container, write_container
from gongshu_desktop.exchange.pack.history import HistoryReader, Room
from gongshu_desktop.exchange.pack.manifest import (
    COVER,
    FAMILY,
    FORMAT,
    LARGEST_COVER,
    MANIFEST,
    Manifest,
    cover_sheet,
    covered,
    read_manifest,
    write_manifest,
)
from gongshu_desktop.exchange.pack.records_reader import RecordsReader, file_of
from gongshu_desktop.exchange.reading import members_of
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.case import Case
from gongshu_desktop.services.desk.exchanging import CaseFileRefused, FileProblem
from gongshu_desktop.services.handover.package import GoOn, OpenedPackage, Package, PackedFile, unstopped
from gongshu_desktop.services.journal.histories import History
from gongshu_desktop.services.ports import PolicyLibrary
from gongshu_desktop.wording import _

CONTENT = "case.json"
CONTENT_FORMAT = "gongshu-pack-case/1"
NEEDED = ("format", "case", "memos", "adopted")
TOP = (*NEEDED, "rests")
LARGEST_TEXT = 32 * 1024 * 1024
_HISTORY = "history/"


@dataclass(frozen=True, slots=True)
class Packages:
    """Writes and reads packages under the policies of a library. Implements ``services.handover.package.PackFiles``."""

    policies: PolicyLibrary

    def write(self, package: Package) -> PackedFile:
        """The package as a file."""
        members = dict(_members(package))
        cover = cover_sheet(package, len(members))
        manifest = write_manifest(package, cover, members)
        digest = hashlib.sha256(manifest).hexdigest()
        sheet = covered(cover, digest)
        content = write_container({COVER: sheet, MANIFEST: manifest, **members})
        return PackedFile(content=content, digest=digest, cover=sheet.decode("utf-8-sig"))

    def read(self, content: bytes, go_on: GoOn = unstopped) -> OpenedPackage:
        """The package in a file. ``go_on`` is asked between its parts.

        Raises:
            CaseFileRefused: with everything that is wrong at the first layer that does not hold.
        """
        try:
            members = read_container(content)
        except ContainerRefused as refusal:
            raise CaseFileRefused([FileProblem(f"{refusal.member}:$", refusal.expected)]) from refusal
        go_on()
        manifest, digest = _manifest(members)
        inside = _listed(members, manifest, digest)
        policy = self._policy(manifest)
        package = _Inside(inside, manifest, policy, go_on).read()
        return OpenedPackage(package=package, digest=digest)

    def _policy(self, manifest: Manifest) -> Policy:
        if manifest.policy not in self.policies.ids():
            known = "、".join(self.policies.ids())
            words = _("本机没有这个政策文件（“{policy}”），只有：{known}。请先在本机安装带有它的程序版本")
            _refuse(MANIFEST, "$.policy.id", words.format(policy=manifest.policy, known=known))
        policy = self.policies.get(manifest.policy)
        if policy.digest != manifest.policy_digest:
            words = _("本机的政策文件“{policy}”与移交单位所用的内容不同（摘要不符），两边应使用同一份政策文件")
            _refuse(MANIFEST, "$.policy.digest", words.format(policy=policy.id))
        return policy


def _members(package: Package) -> Mapping[str, bytes]:
    document: dict[str, Any] = {
        "format": CONTENT_FORMAT,
        "case": case_writer.case_document(package.case),
        "memos": [case_writer.memo_document(memo) for memo in package.memos],
        "adopted": [case_writer.adopted_document(item) for item in package.adopted],
    }
    if package.rests:
        document["rests"] = list(package.rests)
    members = {CONTENT: canonical_bytes(document)}
    members |= {f"{_HISTORY}{history.sha256}.json": history.text.encode() for history in package.histories}
    members |= {f"memos/{memo.id}.pdf": memo.pdf for memo in package.memos}
    for item in package.case.evidence:
        if item.sha256:
            members[file_of(item)] = package.attachments[item.sha256]
    return members


def _refuse(member: str, path: str, expected: str) -> NoReturn:
    raise CaseFileRefused([FileProblem(f"{member}:{path}", expected)])


def _manifest(members: Mapping[str, bytes]) -> tuple[Manifest, str]:
    """The list, and its digest."""
    if list(members)[:2] != [COVER, MANIFEST]:
        raise CaseFileRefused(
            [FileProblem(":$", _("包内最前面应为“{cover}”和“{manifest}”").format(cover=COVER, manifest=MANIFEST))]
        )
    content = members[MANIFEST]
    top = _parsed(MANIFEST, content)
    if not isinstance(top, Members) or top.get("format") != FORMAT:
        found = top.get("format") if isinstance(top, Members) else top
        expected = _("应为“{format}”，现为{found}").format(format=FORMAT, found=said(found))
        if isinstance(found, str) and found.startswith(FAMILY):
            expected = _("应为“{format}”，现为{found}：这是另一版本的移交包，请用较新的程序打开").format(
                format=FORMAT, found=said(found)
            )
        _refuse(MANIFEST, "$.format", expected)
    problems = Problems()
    manifest = read_manifest(top, problems)
    _settle(MANIFEST, problems)
    return manifest, hashlib.sha256(content).hexdigest()


def _listed(members: Mapping[str, bytes], manifest: Manifest, digest: str) -> dict[str, bytes]:
    """The members behind the list, each held against it."""
    inside = {name: content for name, content in members.items() if name not in (COVER, MANIFEST)}
    sheet, end = members[COVER], covered(b"", digest)
    found = [
        *(FileProblem(f"{name}:$", _("没有列入清单的文件")) for name in inside if name not in manifest.members),
        *(FileProblem(f"{name}:$", _("清单所列的文件不在包内")) for name in manifest.members if name not in members),
    ]
    if not sheet.endswith(end) or len(sheet) > LARGEST_COVER:
        found.append(FileProblem(f"{COVER}:$", _("末行应为本包的核对码")))
    for name, content in {COVER: sheet.removesuffix(end), **inside}.items():
        size, sha256 = manifest.members.get(name, (len(content), ""))
        if size != len(content) or (sha256 and hashlib.sha256(content).hexdigest() != sha256):
            found.append(FileProblem(f"{name}:$", _("内容与清单所记的摘要不符，文件已损坏或被改动")))
    if not found and list(manifest.members) != [COVER, *inside]:
        found.append(FileProblem(f"{MANIFEST}:$.members", _("应与包内文件同序")))
    if found:
        raise CaseFileRefused(found)
    return inside


def _parsed(member: str, content: bytes) -> Json:
    """The JSON in a member, with its problems under its name."""
    try:
        return parse(content, LARGEST_TEXT)
    except CaseFileRefused as refusal:
        raise CaseFileRefused(_under(member, refusal.problems)) from refusal


def _under(member: str, problems: Sequence[FileProblem]) -> list[FileProblem]:
    return [FileProblem(f"{member}:{problem.path}", problem.expected) for problem in problems]


def _settle(member: str, problems: Problems) -> None:
    if problems.found:
        raise CaseFileRefused(_under(member, problems.found))


@dataclass(frozen=True, slots=True)
class _Inside:
    """What stands in the members, once each is what the list says."""

    members: Mapping[str, bytes]
    manifest: Manifest
    policy: Policy
    go_on: GoOn

    def read(self) -> Package:
        self.go_on()
        problems = Problems()
        top = members_of(self._json(CONTENT), "$", problems, NEEDED, TOP)
        if top.get("format", CONTENT_FORMAT) != CONTENT_FORMAT:
            problems.add(
                "$.format", _("应为“{format}”，现为{found}").format(format=CONTENT_FORMAT, found=said(top["format"]))
            )
        case = read_packed_case(top.get("case"), "$.case", problems, self.policy)
        records = RecordsReader(problems, self.policy, self.members)
        memos = tuple(records.memos(top.get("memos", []), "$.memos", case.id if case else ""))
        adopted = tuple(records.adopted(top.get("adopted", []), "$.adopted"))
        _settle(CONTENT, problems)
        assert case is not None  # otherwise there is a problem
        self._expect_same_case(case)
        attachments = records.attachments(case, CONTENT)
        self._expect_nothing_else(case, [memo.id for memo in memos])
        histories = self._histories(case)
        return Package(
            origin=self.manifest.origin,
            case=case,
            policy_digest=self.manifest.policy_digest,
            attachments=attachments,
            memos=memos,
            histories=histories,
            adopted=adopted,
            rests=_rests(top["rests"], histories) if "rests" in top else (),
        )

    def _json(self, member: str) -> Members:
        top = _parsed(member, self.members[member]) if member in self.members else None
        if not isinstance(top, Members):
            _refuse(member, "$", _("应有这个文件，内容是JSON对象"))
        return top

    def _expect_same_case(self, case: Case) -> None:
        told = {
            "id": case.id,
            "number": case.number,
            "stage": case.stage.value,
            "applicant": case.applicant.name,
            "makerspace": case.makerspace.name,
        }
        wrong = [name for name, value in told.items() if self.manifest.case[name] != value]
        if wrong:
            raise CaseFileRefused([FileProblem(f"{MANIFEST}:$.case.{name}", _("与案卷内容不一致")) for name in wrong])

    def _expect_nothing_else(self, case: Case, memos: Sequence[str]) -> None:
        known = {
            CONTENT,
            *(file_of(item) for item in case.evidence if item.sha256),
            *(f"memos/{id}.pdf" for id in memos),
        }
        others = [name for name in self.members if name not in known and not name.startswith(_HISTORY)]
        if others:
            raise CaseFileRefused([FileProblem(f"{name}:$", _("案卷中没有用到这个文件")) for name in others])

    def _histories(self, case: Case) -> tuple[History, ...]:
        texts: dict[str, str] = {}
        for name in self.members:
            if name.startswith(_HISTORY):
                self.go_on()
                sha256 = hashlib.sha256(self.members[name]).hexdigest()
                if name != f"{_HISTORY}{sha256}.json":
                    _refuse(name, "$", _("文件名应为其内容的摘要"))
                self._json(name)  # UTF-8, and JSON
                texts[sha256] = self.members[name].decode()
        found, room = [], Room()
        for sha256, text in texts.items():
            self.go_on()
            name, problems = f"{_HISTORY}{sha256}.json", Problems()
            reader = HistoryReader(problems, case.id, texts, room)
            found.append(reader.read(self._json(name), "$", text, sha256))
            _settle(name, problems)
        if not found:
            _refuse(CONTENT, "$", _("应附有本案的操作日志"))
        return tuple(found)


def _rests(value: Json, histories: Sequence[History]) -> tuple[str, ...]:
    """The stretches that the case rests on: some of those in the package, each once, in their order."""
    told = value if isinstance(value, list) else []
    listed = {sha256 for sha256 in told if isinstance(sha256, str)}
    known = [history.sha256 for history in histories if history.sha256 in listed]
    if not told or told != known:
        _refuse(CONTENT, "$.rests", _("应列出本案所依据的操作日志，各一次，与包内同序"))
    return tuple(known)
