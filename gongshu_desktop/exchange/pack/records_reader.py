"""What belongs to a packed case besides itself: its memos with their pages, what the office adopted, its scans."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongshu_desktop.exchange.json_source import Json, Problems, printable, said
from gongshu_desktop.exchange.pack.case_reader import SHA256, identity, moment, word
from gongshu_desktop.exchange.reading import choice, elements, members_of, text, texts
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.services.desk.evidence import EvidenceRefused, media_type
from gongshu_desktop.services.desk.exchanging import CaseFileRefused, FileProblem
from gongshu_desktop.services.ports import AdoptedReading, MemoRecord, MemoState
from gongshu_desktop.services.verification.sizes import LARGEST_MEMO
from gongshu_desktop.wording import _

MEMO = ("id", "number", "state", "base_digest", "receipt", "drawn", "signed_by", "replaces")
ADOPTED = ("key", "option", "person", "name", "authority", "at")
MOST_SIGNERS = 3
_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def file_of(item: Evidence) -> str:
    """The member that holds a document: named by its bytes, so that two documents of one content are one file."""
    return f"attachments/{item.sha256}.{_ENDINGS[item.media_type]}"


@dataclass(frozen=True, slots=True)
class RecordsReader:
    """``members``: everything in the package, by name."""

    problems: Problems
    policy: Policy
    members: Mapping[str, bytes]

    def memos(self, value: Json, path: str, case: str) -> Iterator[MemoRecord]:
        """The memos, in the order in which they were drawn up."""
        seen: set[str] = set()
        for at, item in elements(value, path, self.problems):
            given = members_of(item, at, self.problems, MEMO, MEMO)
            if set(MEMO) - given.keys():
                continue
            problems, replaces = self.problems, given["replaces"]
            id = identity(given["id"], f"{at}.id", problems)
            memo = MemoRecord(
                id=id,
                case=case,
                number=text(given["number"], f"{at}.number", problems),
                state=word(MemoState, given["state"], f"{at}.state", problems),
                pdf=self.members.get(f"memos/{id}.pdf", b""),
                base_digest=self._digest(given["base_digest"], f"{at}.base_digest"),
                receipt=text(given["receipt"], f"{at}.receipt", problems, needed=True),
                drawn=moment(given["drawn"], f"{at}.drawn", problems),
                signed_by=tuple(
                    identity(person, f"{at}.signed_by", problems)
                    for person in texts(given["signed_by"], f"{at}.signed_by", problems)
                ),
                replaces=None if replaces is None else identity(replaces, f"{at}.replaces", problems),
            )
            self._expect_sound(memo, at, seen)
            seen.add(id)
            yield memo

    def _digest(self, value: Json, at: str) -> str:
        if not isinstance(value, str) or SHA256.fullmatch(value) is None:
            self.problems.add(at, _("应为SHA-256（64位十六进制），现为{found}").format(found=said(value)))
            return ""
        return value

    def _expect_sound(self, memo: MemoRecord, at: str, earlier: set[str]) -> None:
        signed, problems = len(memo.signed_by), self.problems
        if memo.id in earlier:
            problems.add(f"{at}.id", _("“{text}”只能列一次").format(text=memo.id))
        if memo.replaces is not None and memo.replaces not in earlier:
            problems.add(f"{at}.replaces", _("所取代的意见书应在其前"))
        fitting = {
            MemoState.DRAWN: signed == 0,
            MemoState.SIGNING: 0 < signed < MOST_SIGNERS,
            MemoState.ISSUED: signed == MOST_SIGNERS,
            MemoState.SUPERSEDED: signed <= MOST_SIGNERS,
        }
        if not fitting[memo.state]:
            problems.add(f"{at}.signed_by", _("签名的人数与状态不符"))
        if not memo.pdf.startswith(b"%PDF-") or len(memo.pdf) > LARGEST_MEMO:
            problems.add(at, _("应附有意见书的PDF文件，不超过64 MiB"))
        elif not signed and hashlib.sha256(memo.pdf).hexdigest() != memo.base_digest:
            problems.add(f"{at}.base_digest", _("意见书的PDF与所记的摘要不符"))

    def adopted(self, value: Json, path: str) -> Iterator[AdoptedReading]:
        """What the sending office adopted for the readings in use."""
        for at, item in elements(value, path, self.problems):
            given = members_of(item, at, self.problems, ADOPTED, ADOPTED)
            if set(ADOPTED) - given.keys():
                continue
            problems = self.problems
            key = choice(given["key"], f"{at}.key", problems, tuple(self.policy.readings))
            options = tuple(self.policy.readings[key].options) if key else ()
            yield AdoptedReading(
                policy=self.policy.id,
                key=key,
                option=choice(given["option"], f"{at}.option", problems, options) if key else "",
                person=identity(given["person"], f"{at}.person", problems),
                name=text(given["name"], f"{at}.name", problems),
                authority=text(given["authority"], f"{at}.authority", problems),
                at=moment(given["at"], f"{at}.at", problems),
            )

    def attachments(self, case: Case, member: str) -> dict[str, bytes]:
        """The bytes of the documents by SHA-256, each what the case says of it. Raises CaseFileRefused."""
        found: dict[str, bytes] = {}
        wrong: list[FileProblem] = []
        same: dict[str, bool] = {}
        for index, item in enumerate(case.evidence):
            if not item.sha256:
                continue
            content = self.members.get(file_of(item), b"")
            if item.sha256 not in found:  # a scan of many documents is looked through once
                same[item.sha256] = hashlib.sha256(content).hexdigest() == item.sha256
            problem = _unlike(item, content, same=same[item.sha256])
            if problem:
                wrong.append(FileProblem(f"{member}:$.case.evidence[{index}]", problem))
            found[item.sha256] = content
        if wrong:
            raise CaseFileRefused(wrong)
        return found


def _unlike(item: Evidence, content: bytes, *, same: bool) -> str:
    """Why a file is not the document that it is said to be; "" when it is. ``same``: its bytes have the digest."""
    title = printable(item.title)
    if not same or len(content) != item.size:
        return _("佐证材料“{title}”的文件不在包内，或不是所记的那一份").format(title=title)
    try:
        kind = media_type(item.title, content)
    except EvidenceRefused:
        kind = ""
    if kind != item.media_type:
        return _("佐证材料“{title}”应为{kind}，内容不是").format(title=title, kind=item.media_type)
    return ""
