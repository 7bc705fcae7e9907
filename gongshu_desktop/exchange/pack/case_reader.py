"""A packed case read back: everything that is wrong with it is found at once, and then none of it is taken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from gongshu_desktop.exchange.json_source import Json, Members, Problems, member, printable, said
from gongshu_desktop.exchange.pack.claims_reader import ClaimsReader, whole
from gongshu_desktop.exchange.reading import choice, day, elements, members_of, number, text, texts
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Applicant, Case, Evidence, Makerspace, Passage
from gongshu_desktop.review.editing.basics import EARLIEST_YEAR, LATEST_YEAR, area_fits
from gongshu_desktop.review.passage import RULES
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.review.values import valid_code
from gongshu_desktop.services.desk.evidence import LARGEST
from gongshu_desktop.wording import _

W = TypeVar("W", bound=StrEnum)

CASE = (
    "id", "policy", "year", "number", "received", "stage", "applicant", "makerspace", "readings", "claims", "evidence", "passages",
)  # fmt: skip
APPLICANT = ("name", "uscc", "roles", "contact", "phone")
MAKERSPACE = ("name", "subdistrict", "level", "address", "type", "area")
EVIDENCE = ("key", "title", "sha256", "media_type", "size", "pages")
PASSAGE = ("at", "person", "name", "role", "origin", "destination", "opinion")
MEDIA = ("application/pdf", "image/png", "image/jpeg")
MOST_PAGES = 1_000_000
MOST_PASSAGES = 1_000
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)


def read_packed_case(value: Json, path: str, problems: Problems, policy: Policy) -> Case | None:
    """The case that stands there; None (and problems) when it lacks a part."""
    given = members_of(value, path, problems, CASE, CASE)
    if set(CASE) - given.keys():
        return None
    return _Reader(problems, policy, path).read(given)


def identity(value: Json, path: str, problems: Problems) -> str:
    """What identifies a record: letters, digits, - and _."""
    if not isinstance(value, str) or _ID.fullmatch(value) is None:
        problems.add(path, _("应为标识（字母、数字），现为{found}").format(found=said(value)))
        return ""
    return value


def moment(value: Json, path: str, problems: Problems) -> datetime:
    """A moment with its zone, as we write it; of a year that can be shown in any zone."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    ours = found is not None and found.utcoffset() is not None and found.isoformat() == value
    if found is None or not ours or not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        problems.add(path, _("应为带时区的时间，现为{found}").format(found=said(value)))
        return datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return found


def word(kind: type[W], value: Json, path: str, problems: Problems) -> W:
    """One of the words of an enumeration; its first one (and a problem) otherwise."""
    found = choice(value, path, problems, tuple(kind))
    return kind(found) if found else next(iter(kind))


@dataclass
class _Reader:
    problems: Problems
    policy: Policy
    path: str

    def read(self, given: Members) -> Case:
        evidence = tuple(self._documents(given["evidence"]))
        passages = tuple(self._passages(given["passages"]))
        stage = word(Stage, given["stage"], f"{self.path}.stage", self.problems)
        self._expect_life(passages, stage)
        claims = ClaimsReader(self.problems, self.policy, {item.key for item in evidence})
        return Case(
            id=identity(given["id"], f"{self.path}.id", self.problems),
            policy=choice(given["policy"], f"{self.path}.policy", self.problems, (self.policy.id,)),
            year=self._year(given["year"]),
            number=text(given["number"], f"{self.path}.number", self.problems),
            received=None
            if given["received"] is None
            else day(given["received"], f"{self.path}.received", self.problems),
            stage=stage,
            applicant=self._applicant(given["applicant"]),
            makerspace=self._makerspace(given["makerspace"]),
            readings=self._readings(given["readings"]),
            claims=tuple(claims.read(given["claims"], f"{self.path}.claims")),
            evidence=evidence,
            passages=passages,
        )

    def _year(self, value: Json) -> int:
        year = whole(value, f"{self.path}.year", self.problems, LATEST_YEAR)
        if year is None or year < EARLIEST_YEAR:
            expected = _("应为{first}至{last}的年份（整数），现为{found}")
            words = expected.format(first=EARLIEST_YEAR, last=LATEST_YEAR, found=said(value))
            self.problems.add(f"{self.path}.year", words)
            return EARLIEST_YEAR
        return year

    def _applicant(self, value: Json) -> Applicant:
        at, problems = f"{self.path}.applicant", self.problems
        given = members_of(value, at, problems, APPLICANT, APPLICANT)
        code = given.get("uscc", "")
        if not (isinstance(code, str) and valid_code(code)):
            problems.add(
                f"{at}.uscc", _("应为校验位正确的18位统一社会信用代码（大写），现为{found}").format(found=said(code))
            )
        return Applicant(
            name=text(given.get("name", ""), f"{at}.name", problems, needed=True),
            uscc=code if isinstance(code, str) else "",
            roles=texts(given.get("roles", []), f"{at}.roles", problems, self.policy.vocabulary.get("roles")),
            contact=text(given.get("contact", ""), f"{at}.contact", problems),
            phone=text(given.get("phone", ""), f"{at}.phone", problems),
        )

    def _makerspace(self, value: Json) -> Makerspace:
        at, problems = f"{self.path}.makerspace", self.problems
        given = members_of(value, at, problems, MAKERSPACE, MAKERSPACE)
        listed = {
            name: choice(given.get(name, ""), f"{at}.{name}", problems, self.policy.vocabulary.get(f"{name}s"))
            for name in ("subdistrict", "level", "type")
            if name != "type" or given.get(name) != ""
        }
        area = given.get("area")
        size = None if area is None else number(area, f"{at}.area", problems, 10)
        if size is not None and not area_fits(size):
            problems.add(f"{at}.area", _("应为不小于0的面积，现为{found}").format(found=said(area)))
        return Makerspace(
            name=text(given.get("name", ""), f"{at}.name", problems, needed=True),
            address=text(given.get("address", ""), f"{at}.address", problems),
            area=size,
            **listed,
        )

    def _readings(self, value: Json) -> dict[str, str]:
        at = f"{self.path}.readings"
        given = members_of(value, at, self.problems, (), self.policy.readings)
        return {
            key: choice(option, member(at, key), self.problems, tuple(self.policy.readings[key].options))
            for key, option in given.items()
            if key in self.policy.readings
        }

    def _documents(self, value: Json) -> Iterator[Evidence]:
        seen: set[str] = set()
        for at, item in elements(value, f"{self.path}.evidence", self.problems):
            given = members_of(item, at, self.problems, EVIDENCE, EVIDENCE)
            if set(EVIDENCE) - given.keys():
                continue
            found = self._document(given, at)
            if found.key in seen:
                self.problems.add(f"{at}.key", _("“{text}”只能列一次").format(text=printable(found.key)))
                continue
            seen.add(found.key)
            yield found

    def _document(self, given: Members, at: str) -> Evidence:
        problems, sha256 = self.problems, given["sha256"]
        size = whole(given["size"], f"{at}.size", problems, LARGEST)
        media = given["media_type"]
        named_only = (sha256, media, size) == ("", "", 0)
        if not named_only:
            media = choice(media, f"{at}.media_type", problems, MEDIA)
            if not isinstance(sha256, str) or SHA256.fullmatch(sha256) is None:
                problems.add(f"{at}.sha256", _("应为SHA-256（64位十六进制），现为{found}").format(found=said(sha256)))
        return Evidence(
            key=text(given["key"], f"{at}.key", problems, needed=True),
            title=text(given["title"], f"{at}.title", problems, needed=True),
            sha256=sha256 if isinstance(sha256, str) else "",
            media_type=media if isinstance(media, str) else "",
            size=size or 0,
            pages=whole(given["pages"], f"{at}.pages", problems, MOST_PAGES),
        )

    def _passages(self, value: Json) -> Iterator[Passage]:
        for count, (at, item) in enumerate(elements(value, f"{self.path}.passages", self.problems)):
            if count == MOST_PASSAGES:
                self.problems.add(f"{self.path}.passages", _("应不超过{most}步").format(most=MOST_PASSAGES))
                return
            given = members_of(item, at, self.problems, PASSAGE, PASSAGE)
            if set(PASSAGE) - given.keys():
                continue
            role, problems = given["role"], self.problems
            yield Passage(
                at=moment(given["at"], f"{at}.at", problems),
                person=identity(given["person"], f"{at}.person", problems),
                name=text(given["name"], f"{at}.name", problems, needed=True),
                role=None if role is None else word(Role, role, f"{at}.role", problems),
                origin=word(Stage, given["origin"], f"{at}.origin", problems),
                destination=word(Stage, given["destination"], f"{at}.destination", problems),
                opinion=text(given["opinion"], f"{at}.opinion", problems, lines=True),
            )

    def _expect_life(self, passages: tuple[Passage, ...], stage: Stage) -> None:
        """A case moves by the rules only, from 登记 to where it says it is; no person acts in two roles."""
        at, here = f"{self.path}.passages", Stage.REGISTERED
        moves = {(rule.role, rule.origin, rule.destination) for rule in RULES}
        acted: dict[str, Role] = {}
        for index, taken in enumerate(passages):
            issued = (taken.role, taken.origin, taken.destination) == (None, Stage.SIGNING, Stage.ISSUED)
            if taken.origin is not here or not (
                issued or (taken.role, taken.origin, taken.destination) in moves
            ):  # fmt: skip
                self.problems.add(f"{at}[{index}]", _("应为从上一阶段可以办理的一步，这里接不上"))
                return
            if taken.role is not None and acted.setdefault(taken.person, taken.role) is not taken.role:
                expected = _("同一人在一案中只能以一种身份办理，{name}有两种").format(name=printable(taken.name))
                self.problems.add(f"{at}[{index}]", expected)
            here = taken.destination
        if here is not stage:
            self.problems.add(f"{self.path}.stage", _("应为各步办理后的阶段“{stage}”").format(stage=here.value))
