"""What lies on top of a package: the sheet that anybody can read, and the list of everything in it, whose digest is the package's.

The sheet states the digest, so the digest cannot hang on the whole of the sheet: the list binds the sheet without its last line.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongshu_desktop.exchange.json_source import Members, Problems, printable, said
from gongshu_desktop.exchange.pack.case_reader import SHA256, moment
from gongshu_desktop.exchange.pack.claims_reader import whole
from gongshu_desktop.exchange.reading import elements, members_of, text
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.digests import grouped
from gongshu_desktop.services.handover.package import Origin, Package
from gongshu_desktop.wording import _

FORMAT, FAMILY = "gongshu-pack/1", "gongshu-pack/"
COVER, MANIFEST = "移交清单.txt", "manifest.json"
LARGEST_COVER = 64 * 1024
TOP = ("format", "program", "made", "office", "by", "to", "case", "policy", "head", "members")
CASE = ("id", "number", "stage", "applicant", "makerspace")
POLICY = ("id", "digest")
HEAD = ("sequence", "digest")
MEMBER = ("name", "size", "sha256")
MOST_ENTRIES = 10**12
# What is printed on the sheet is Chinese in every language of the screen, like every paper of the office.
_STAGES = {
    Stage.REGISTERED: "登记",
    Stage.EXAMINATION: "审核",
    Stage.CHECK: "复核",
    Stage.DECISION: "批准",
    Stage.SIGNING: "签署",
    Stage.ISSUED: "已签发",
}
_DIGEST_LINE = "核对码（SHA-256）："


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The list, read: where the package comes from, which case and policy, and every member with its size and digest."""

    origin: Origin
    case: Mapping[str, str]
    policy: str
    policy_digest: str
    members: Mapping[str, tuple[int, str]]


def cover_sheet(package: Package, files: int) -> bytes:
    """The sheet without its last line: UTF-8 with a mark and Windows line ends, as every Notepad reads it."""
    case, origin = package.case, package.origin
    stored = sum(1 for item in case.evidence if item.sha256)
    lines = [
        "审核移交清单",
        "",
        f"案卷编号：{case.number or '（未编号）'}",
        f"申报单位：{case.applicant.name}（{case.applicant.uscc}）",
        f"众创空间：{case.makerspace.name}",
        f"申报年度：{case.year}",
        f"办理阶段：{_STAGES[case.stage]}",
        f"佐证材料：{len(case.evidence)} 份，其中随包 {stored} 份",
        f"意见书：{len(package.memos)} 份",
        f"操作日志：{sum(len(history.entries) for history in package.histories)} 条",
        f"政策文件：{case.policy}（{package.policy_digest}）",
        "",
        f"移交单位：{origin.office or '（未登记）'}",
        f"移交人：{origin.by}",
        f"移交给：{origin.to}",
        f"移交时间：{origin.made:%Y-%m-%d %H:%M:%S %z}",
        f"程序版本：gongshu-desktop {origin.program}，格式 {FORMAT}",
        f"包内文件：{files} 个（不含本清单和 manifest.json）",
        "",
        "经办人、复核人、批准人：",
        *(f"  {name or id}" for id, name in sorted(package.people.items(), key=lambda item: item[1])),
        "",
        "接收时请在程序中“案卷 → 导入”，并与移交人通过电话核对下面的核对码。",
        "",
    ]
    return ("\ufeff" + "\r\n".join(lines)).encode()


def covered(body: bytes, digest: str) -> bytes:
    """The sheet with the digest at its end."""
    return body + f"{_DIGEST_LINE}{grouped(digest)}\r\n".encode()


def write_manifest(package: Package, cover: bytes, members: Mapping[str, bytes]) -> bytes:
    """The list. The digest of a package is the SHA-256 of these bytes."""
    origin, case = package.origin, package.case
    document: dict[str, Any] = {
        "format": FORMAT,
        "program": origin.program,
        "made": origin.made.isoformat(),
        "office": origin.office,
        "by": origin.by,
        "to": origin.to,
        "case": {
            "id": case.id,
            "number": case.number,
            "stage": case.stage.value,
            "applicant": case.applicant.name,
            "makerspace": case.makerspace.name,
        },
        "policy": {"id": case.policy, "digest": package.policy_digest},
        "head": {"sequence": origin.head_sequence, "digest": origin.head_digest},
        "members": [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in {COVER: cover, **members}.items()
        ],
    }
    return canonical_bytes(document)


def read_manifest(top: Members, problems: Problems) -> Manifest:
    """The list that stands there; problems are noted."""
    given = members_of(top, "$", problems, TOP, TOP)
    case, policy, head = (
        members_of(given.get(name, Members()), f"$.{name}", problems, keys, keys)
        for name, keys in (("case", CASE), ("policy", POLICY), ("head", HEAD))
    )
    head_digest = head.get("digest", "")
    if not isinstance(head_digest, str) or SHA256.fullmatch(head_digest) is None:
        problems.add("$.head.digest", _("应为SHA-256（64位十六进制），现为{found}").format(found=said(head_digest)))
    return Manifest(
        origin=Origin(
            office=text(given.get("office", ""), "$.office", problems),
            by=text(given.get("by", ""), "$.by", problems, needed=True),
            to=text(given.get("to", ""), "$.to", problems, needed=True),
            made=moment(given.get("made"), "$.made", problems),
            program=text(given.get("program", ""), "$.program", problems, needed=True),
            head_sequence=whole(head.get("sequence"), "$.head.sequence", problems, MOST_ENTRIES) or 0,
            head_digest=str(head_digest),
        ),
        case={name: text(case.get(name, ""), f"$.case.{name}", problems) for name in CASE},
        policy=text(policy.get("id", ""), "$.policy.id", problems, needed=True),
        policy_digest=text(policy.get("digest", ""), "$.policy.digest", problems, needed=True),
        members=_members(given, problems),
    )


def _members(given: Members, problems: Problems) -> dict[str, tuple[int, str]]:
    listed: dict[str, tuple[int, str]] = {}
    for at, item in elements(given.get("members", []), "$.members", problems):
        one = members_of(item, at, problems, MEMBER, MEMBER)
        name = text(one.get("name", ""), f"{at}.name", problems, needed=True)
        size = whole(one.get("size"), f"{at}.size", problems, MOST_ENTRIES)
        sha256 = one.get("sha256")
        if size is None or not isinstance(sha256, str) or SHA256.fullmatch(sha256) is None:
            problems.add(at, _("应有大小和SHA-256"))
        elif name in listed:
            problems.add(at, _("“{text}”只能列一次").format(text=printable(name)))
        else:
            listed[name] = (size, sha256)
    return listed
