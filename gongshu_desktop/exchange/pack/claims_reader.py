"""The claims of a packed case, read under its policy: every value is held to what the policy asks for at that place."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gongshu_desktop.exchange.json_source import Json, Members, Problems, member, printable, said
from gongshu_desktop.exchange.reading import choice, elements, members_of, scalar, text, texts
from gongshu_desktop.policy.model import Fact, Kind, Measure, Policy
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Claim, FactEntry, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.review.editing.table_edits import MOST_ROWS
from gongshu_desktop.review.values import MOST
from gongshu_desktop.wording import _

CLAIM = ("measure", "claimed", "approved", "approved_reason", "opinion", "facts", "tables", "verdicts")
FACT = ("claimed", "verified", "note", "evidence")
TABLE = ("verified", "note", "evidence", "rows")
ROW = ("key", "by_reviewer", "struck", "claimed", "verified")
VERDICT = ("result", "note", "evidence")


def truth(value: Json, path: str, problems: Problems) -> bool:
    """true or false, and nothing else."""
    if not isinstance(value, bool):
        problems.add(path, _("应为true或false，现为{found}").format(found=said(value)))
    return value is True


def whole(value: Json, path: str, problems: Problems, most: int) -> int | None:
    """A whole number from 0 to ``most``, or null."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        problems.add(path, _("应为0至{most}的整数或null，现为{found}").format(most=most, found=said(value)))
        return None
    return value


@dataclass
class ClaimsReader:
    """``documents``: the keys of the documents of the case; what is linked must be among them."""

    problems: Problems
    policy: Policy
    documents: Collection[str]

    def read(self, value: Json, path: str) -> Iterator[Claim]:
        """The claims, each measure once."""
        known = {measure.id: measure for measure in self.policy.measures}
        seen: set[str] = set()
        for at, item in elements(value, path, self.problems):
            given = members_of(item, at, self.problems, CLAIM, CLAIM)
            if set(CLAIM) - given.keys():
                continue
            name = choice(given["measure"], f"{at}.measure", self.problems, tuple(known))
            if name in seen:
                self.problems.add(f"{at}.measure", _("事项{measure}只能申报一次").format(measure=name))
            elif name:
                seen.add(name)
                yield self._claim(given, at, known[name])

    def _claim(self, given: Members, at: str, measure: Measure) -> Claim:
        scalars = {fact.name: fact for fact in measure.facts if fact.kind is not Kind.TABLE}
        tables = {fact.name: fact for fact in measure.facts if fact.kind is Kind.TABLE}
        return Claim(
            measure=measure.id,
            claimed=whole(given["claimed"], f"{at}.claimed", self.problems, int(MOST * 100)),
            approved=whole(given["approved"], f"{at}.approved", self.problems, int(MOST * 100)),
            approved_reason=text(given["approved_reason"], f"{at}.approved_reason", self.problems, lines=True),
            opinion=text(given["opinion"], f"{at}.opinion", self.problems, lines=True),
            facts={
                name: self._fact(item, place, scalars[name])
                for name, place, item in self._named(given["facts"], f"{at}.facts", scalars)
            },
            tables={
                name: self._table(item, place, tables[name])
                for name, place, item in self._named(given["tables"], f"{at}.tables", tables)
            },
            verdicts=self._verdicts(given["verdicts"], f"{at}.verdicts", measure),
        )

    def _named(self, value: Json, at: str, known: Collection[str]) -> Iterator[tuple[str, str, Json]]:
        for name, item in members_of(value, at, self.problems, (), known).items():
            if name in known:
                yield name, member(at, name), item

    def _fact(self, value: Json, at: str, fact: Fact) -> FactEntry:
        given = members_of(value, at, self.problems, FACT, FACT)
        return FactEntry(
            claimed=self._scalar(given.get("claimed"), f"{at}.claimed", fact),
            verified=self._scalar(given.get("verified"), f"{at}.verified", fact),
            note=self._note(given, at),
            evidence=self._evidence(given, at),
        )

    def _table(self, value: Json, at: str, fact: Fact) -> TableEntry:
        given = members_of(value, at, self.problems, TABLE, TABLE)
        listed = given.get("rows", [])
        if isinstance(listed, list) and len(listed) > MOST_ROWS:
            expected = _("表格应不超过{most}行，现有{count}行").format(most=MOST_ROWS, count=len(listed))
            self.problems.add(f"{at}.rows", expected)
            listed = []
        return TableEntry(
            rows=tuple(self._rows(listed, f"{at}.rows", fact)),
            verified=truth(given.get("verified", False), f"{at}.verified", self.problems),
            note=self._note(given, at),
            evidence=self._evidence(given, at),
        )

    def _rows(self, value: Json, path: str, fact: Fact) -> Iterator[TableRow]:
        seen: set[str] = set()
        for at, item in elements(value, path, self.problems):
            given = members_of(item, at, self.problems, ROW, ROW)
            if set(ROW) - given.keys():
                continue
            key = text(given["key"], f"{at}.key", self.problems, needed=True)
            if key in seen:
                self.problems.add(f"{at}.key", _("“{text}”只能列一次").format(text=printable(key)))
                continue
            seen.add(key)
            yield TableRow(
                key=key,
                by_reviewer=truth(given["by_reviewer"], f"{at}.by_reviewer", self.problems),
                struck=truth(given["struck"], f"{at}.struck", self.problems),
                claimed=self._cells(given["claimed"], f"{at}.claimed", fact),
                verified=self._cells(given["verified"], f"{at}.verified", fact),
            )

    def _cells(self, value: Json, at: str, fact: Fact) -> dict[str, Scalar | None]:
        columns = {column.name: column for column in fact.columns}
        return {name: self._scalar(item, place, columns[name]) for name, place, item in self._named(value, at, columns)}

    def _verdicts(self, value: Json, at: str, measure: Measure) -> dict[str, VerdictEntry]:
        known = {criterion.name: criterion for criterion in measure.criteria}
        found: dict[str, VerdictEntry] = {}
        for name, place, item in self._named(value, at, known):
            given = members_of(item, place, self.problems, VERDICT, VERDICT)
            word = choice(given.get("result", ""), f"{place}.result", self.problems, tuple(Result))
            result = Result(word) if word else Result.PENDING
            if not known[name].judgement and result is not Result.PENDING:
                expected = _("“{criterion}”由规则按事实判定，不能另给结论").format(criterion=printable(name))
                self.problems.add(f"{place}.result", expected)
            found[name] = VerdictEntry(
                result=result, note=self._note(given, place), evidence=self._evidence(given, place)
            )
        return found

    def _scalar(self, value: Json, at: str, fact: Fact) -> Scalar | None:
        return None if value is None else scalar(value, at, self.problems, fact)

    def _note(self, given: Members, at: str) -> str:
        return text(given.get("note", ""), f"{at}.note", self.problems, lines=True)

    def _evidence(self, given: Members, at: str) -> tuple[str, ...]:
        linked = texts(given.get("evidence", []), f"{at}.evidence", self.problems)
        for key in linked:
            if key not in self.documents:
                expected = _("佐证材料“{key}”不在本案之中").format(key=printable(key))
                self.problems.add(f"{at}.evidence", expected)
        return linked
