"""A case file read into a case: everything that is wrong with it is found at once, and then none of it is taken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongshu_desktop.exchange.facts_reader import read_fact, read_table
from gongshu_desktop.exchange.json_source import Json, Members, Problems, member, parse, printable, said
from gongshu_desktop.exchange.reading import choice, elements, members_of, number, text, texts
from gongshu_desktop.policy.model import Criterion, Kind, Measure, Policy
from gongshu_desktop.policy.money import to_fen
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import (
    Applicant,
    Case,
    Claim,
    Evidence,
    FactEntry,
    Makerspace,
    TableEntry,
    VerdictEntry,
)
from gongshu_desktop.review.editing.basics import EARLIEST_YEAR, LATEST_YEAR, area_fits
from gongshu_desktop.review.values import MOST, valid_code
from gongshu_desktop.services.desk.exchanging import CaseFileRefused, FileProblem
from gongshu_desktop.services.ports import PolicyLibrary
from gongshu_desktop.wording import _

FORMAT = "gongshu-case/1"
FAMILY = "gongshu-case/"
TOP = ("format", "policy", "year", "number", "applicant", "makerspace", "readings", "claims")
APPLICANT = ("name", "uscc", "roles", "contact", "phone")
MAKERSPACE = ("name", "address", "subdistrict", "type", "level", "area")
CLAIM = ("measure", "claimed", "facts", "verdicts")
VERDICT = ("result", "note", "evidence")
NOBODY = Applicant(name="", uscc="", roles=())
NOWHERE = Makerspace(name="", subdistrict="", level="")


def read_case(content: bytes, policies: PolicyLibrary) -> Case:
    """The case in a file, with an empty id; evidence is named, without bytes.

    Raises:
        CaseFileRefused: with every problem, each with its JSON path and what was expected.
    """
    problems = Problems()
    top = parse(content)
    _check_format(top)
    members = members_of(top, "$", problems, ("format", "policy", "year", "applicant", "makerspace", "claims"), TOP)
    policy = _policy(members, problems, policies)
    case = _CaseReader(problems, policy).read(members)
    if problems.found:
        problems.refuse()
    return case


def _check_format(top: Json) -> None:
    """A file of another sort or of a later version is refused for that alone: nothing else in it means what we think."""
    given = top.get("format") if isinstance(top, Members) else None
    if isinstance(given, str) and given != FORMAT:
        expected = _("应为“{format}”，现为{found}").format(format=FORMAT, found=said(given))
        if given.startswith(FAMILY):
            expected = _("应为“{format}”，现为{found}：这是另一版本的案卷文件，请用较新的程序打开").format(
                format=FORMAT, found=said(given)
            )
        raise CaseFileRefused([FileProblem("$.format", expected)])


def _policy(members: Members, problems: Problems, policies: PolicyLibrary) -> Policy | None:
    if "format" in members and not isinstance(members["format"], str):
        problems.add("$.format", _("应为“{format}”，现为{found}").format(format=FORMAT, found=said(members["format"])))
    given = members.get("policy")
    if isinstance(given, str) and given in policies.ids():
        return policies.get(given)
    if "policy" in members:
        known = "、".join(policies.ids())
        problems.add(
            "$.policy", _("应为本程序所带的政策（{known}），现为{found}").format(known=known, found=said(given))
        )
    return None


@dataclass
class _CaseReader:
    """One file's reading. Without a policy, what depends on it is passed over: the policy's problem was noted."""

    problems: Problems
    policy: Policy | None

    def read(self, top: Members) -> Case:
        claims = tuple(self._claims(top.get("claims", [])))
        titles = dict.fromkeys(title for claim in claims for title in _titles(claim))
        keys = {title: f"e{index}" for index, title in enumerate(titles, start=1)}
        return Case(
            id="",
            policy=self.policy.id if self.policy else "",
            year=self._year(top),
            number=text(top["number"], "$.number", self.problems) if "number" in top else "",
            applicant=self._applicant(top["applicant"]) if "applicant" in top else NOBODY,
            makerspace=self._makerspace(top["makerspace"]) if "makerspace" in top else NOWHERE,
            readings=self._readings(top.get("readings", Members())),
            claims=tuple(_keyed(claim, keys) for claim in claims),
            evidence=tuple(Evidence(key=key, title=title) for title, key in keys.items()),
        )

    def _vocabulary(self, name: str) -> tuple[str, ...] | None:
        return self.policy.vocabulary.get(name) if self.policy else None

    def _year(self, top: Members) -> int:
        year = top.get("year", EARLIEST_YEAR)
        if isinstance(year, int) and not isinstance(year, bool) and EARLIEST_YEAR <= year <= LATEST_YEAR:
            return year
        expected = _("应为{first}至{last}的年份（整数），现为{found}")
        self.problems.add("$.year", expected.format(first=EARLIEST_YEAR, last=LATEST_YEAR, found=said(year)))
        return EARLIEST_YEAR

    def _applicant(self, value: Json) -> Applicant:
        at, problems = "$.applicant", self.problems
        given = members_of(value, at, problems, ("name", "uscc", "roles"), APPLICANT)
        code = given.get("uscc", "")
        if "uscc" in given and not (isinstance(code, str) and valid_code(code)):
            problems.add(
                f"{at}.uscc", _("应为校验位正确的18位统一社会信用代码（大写），现为{found}").format(found=said(code))
            )
        return Applicant(
            name=text(given["name"], f"{at}.name", problems, needed=True) if "name" in given else "",
            uscc=code if isinstance(code, str) else "",
            roles=texts(given.get("roles", []), f"{at}.roles", problems, self._vocabulary("roles")),
            contact=text(given.get("contact", ""), f"{at}.contact", problems),
            phone=text(given.get("phone", ""), f"{at}.phone", problems),
        )

    def _makerspace(self, value: Json) -> Makerspace:
        at, problems = "$.makerspace", self.problems
        given = members_of(value, at, problems, ("name", "subdistrict", "level"), MAKERSPACE)
        listed = {
            name: choice(given[name], f"{at}.{name}", problems, self._vocabulary(f"{name}s")) if name in given else ""
            for name in ("subdistrict", "level", "type")
        }
        area = number(given["area"], f"{at}.area", problems, 10) if "area" in given else None
        if area is not None and not area_fits(area):
            problems.add(f"{at}.area", _("应为不小于0的面积，现为{found}").format(found=said(given["area"])))
        return Makerspace(
            name=text(given["name"], f"{at}.name", problems, needed=True) if "name" in given else "",
            address=text(given.get("address", ""), f"{at}.address", problems),
            area=area,
            **listed,
        )

    def _readings(self, value: Json) -> dict[str, str]:
        if self.policy is None:
            return {}
        given = members_of(value, "$.readings", self.problems, (), self.policy.readings)
        return {
            key: choice(option, member("$.readings", key), self.problems, tuple(self.policy.readings[key].options))
            for key, option in given.items()
            if key in self.policy.readings
        }

    def _claims(self, value: Json) -> Iterator[Claim]:
        seen: set[str] = set()
        for at, item in elements(value, "$.claims", self.problems):
            given = members_of(item, at, self.problems, ("measure", "facts"), CLAIM)
            measure = self._measure(given, at)
            if measure is None:
                continue
            if measure.id in seen:
                self.problems.add(f"{at}.measure", _("事项{measure}只能申报一次").format(measure=measure.id))
                continue
            seen.add(measure.id)
            yield self._claim(given, at, measure)

    def _measure(self, given: Members, at: str) -> Measure | None:
        if self.policy is None or "measure" not in given:
            return None
        known = {measure.id: measure for measure in self.policy.measures}
        name = choice(given["measure"], f"{at}.measure", self.problems, tuple(known))
        return known.get(name)

    def _claim(self, given: Members, at: str, measure: Measure) -> Claim:
        facts: dict[str, FactEntry] = {}
        tables: dict[str, TableEntry] = {}
        known = {fact.name: fact for fact in measure.facts}
        at_facts = f"{at}.facts"
        for name, value in members_of(given.get("facts", Members()), at_facts, self.problems, (), known).items():
            if name not in known:
                continue
            if known[name].kind is Kind.TABLE:
                tables[name] = read_table(value, member(at_facts, name), self.problems, known[name])
            else:
                entry = read_fact(value, member(at_facts, name), self.problems, known[name])
                facts.update({name: entry} if entry != FactEntry() else {})
        return Claim(
            measure=measure.id,
            claimed=self._fen(given["claimed"], f"{at}.claimed") if "claimed" in given else None,
            facts=facts,
            tables=tables,
            verdicts=self._verdicts(given.get("verdicts", Members()), f"{at}.verdicts", measure),
        )

    def _fen(self, value: Json, at: str) -> int | None:
        amount = number(value, at, self.problems, 2)
        if amount is not None and not 0 <= amount <= MOST:
            self.problems.add(at, _("应为0至999999999999.99的金额，现为{found}").format(found=said(value)))
            return None
        return None if amount is None else to_fen(amount)

    def _verdicts(self, value: Json, at: str, measure: Measure) -> dict[str, VerdictEntry]:
        known = {criterion.name: criterion for criterion in measure.criteria}
        given = members_of(value, at, self.problems, (), known)
        read = {
            name: self._verdict(item, member(at, name), known[name]) for name, item in given.items() if name in known
        }
        return {name: entry for name, entry in read.items() if entry != VerdictEntry()}

    def _verdict(self, value: Json, at: str, criterion: Criterion) -> VerdictEntry:
        whole = isinstance(value, Members)
        given = members_of(value, at, self.problems, ("result",), VERDICT) if whole else Members(result=value)
        at_result = f"{at}.result" if whole else at
        word = choice(given["result"], at_result, self.problems, tuple(Result)) if "result" in given else ""
        result = Result(word) if word else Result.PENDING
        note = text(given.get("note", ""), f"{at}.note", self.problems, lines=True)
        if result is Result.NOT_APPLICABLE and not note.strip():
            self.problems.add(f"{at}.note" if whole else at, _("判为not_applicable须有note说明理由"))
        if not criterion.judgement and result is not Result.PENDING:
            name = printable(criterion.name)
            self.problems.add(at_result, _("“{criterion}”由规则按事实判定，不能另给结论").format(criterion=name))
        return VerdictEntry(
            result=result, note=note, evidence=texts(given.get("evidence", []), f"{at}.evidence", self.problems)
        )


def _titles(claim: Claim) -> Iterator[str]:
    entries: list[FactEntry | TableEntry | VerdictEntry] = [
        *claim.facts.values(),
        *claim.tables.values(),
        *claim.verdicts.values(),
    ]
    for entry in entries:
        yield from entry.evidence


def _keyed(claim: Claim, keys: dict[str, str]) -> Claim:
    def linked(titles: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(keys[title] for title in titles)

    return replace(
        claim,
        facts={name: replace(entry, evidence=linked(entry.evidence)) for name, entry in claim.facts.items()},
        tables={name: replace(entry, evidence=linked(entry.evidence)) for name, entry in claim.tables.items()},
        verdicts={name: replace(entry, evidence=linked(entry.evidence)) for name, entry in claim.verdicts.items()},
    )
