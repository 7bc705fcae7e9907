"""Stretches of a journal in a package, read back: every entry must be what its digest says, and follow the one before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from gongshu_desktop.exchange.json_source import Json, Members, Problems, element, said
from gongshu_desktop.exchange.pack.case_reader import SHA256, identity, moment
from gongshu_desktop.exchange.reading import elements, members_of, text
from gongshu_desktop.services.journal.chain import holds
from gongshu_desktop.services.journal.histories import FORMAT, History, held
from gongshu_desktop.services.ports import Change, Entry
from gongshu_desktop.wording import _

HISTORY = ("format", "office", "people", "entries")
ENTRY = ("sequence", "at", "person", "action", "case", "changes", "previous", "digest")
MOST_PUT_IN = 64 * 1024 * 1024
MOST_ENTRIES = 50_000
"""In all stretches of a package: what is done to a case is some hundreds of entries."""
_TRIPLE = 3

Texts = Mapping[str, str]
"""The stretches by SHA-256."""


@dataclass(slots=True)
class Room:
    """How many characters of stretches may still be put where entries of one package hold them.

    An entry's digest is of the whole text, so a small package that names a large stretch over and over would swell. (None can
    hold itself, be it by way of another: its name is the digest of what would hold that name.)
    """

    left: int = MOST_PUT_IN
    entries: int = MOST_ENTRIES

    def take(self, text: str) -> bool:
        """Whether there is room for it still."""
        self.left -= len(text)
        return self.left >= 0


class HistoryReader:
    """Reads one stretch back. ``texts``: all that are there, for those that an entry holds; ``room``: of the package."""

    def __init__(self, problems: Problems, case: str, texts: Texts, room: Room) -> None:
        self._problems, self._case, self._texts, self._room = problems, case, texts, room
        self._brought: set[str] = set()

    def read(self, value: Json, path: str, written: str, sha256: str) -> History:
        """The stretch that stands there."""
        problems = self._problems
        given = members_of(value, path, problems, HISTORY, HISTORY)
        if given.get("format", FORMAT) != FORMAT:
            expected = _("应为“{format}”，现为{found}").format(format=FORMAT, found=said(given["format"]))
            problems.add(f"{path}.format", expected)
        people = members_of(given.get("people", Members()), f"{path}.people", problems, (), given.get("people") or ())  # type: ignore[arg-type] # whatever names it has
        entries = tuple(self._entries(given.get("entries", []), f"{path}.entries"))
        for at, (one, other) in enumerate(pairwise(entries), start=1):
            linked = other.previous == one.digest if other.sequence == one.sequence + 1 else True
            if other.sequence <= one.sequence or not linked:
                problems.add(element(f"{path}.entries", at), _("与上一条接不上，操作日志可能被改动过"))
        return History(
            office=text(given.get("office", ""), f"{path}.office", problems),
            people={
                identity(id, f"{path}.people", problems): text(name, f"{path}.people", problems)
                for id, name in people.items()
            },
            entries=entries,
            text=written,
            sha256=sha256,
        )

    def _entries(self, value: Json, path: str) -> Iterator[Entry]:
        for at, item in elements(value, path, self._problems):
            self._room.entries -= 1
            if self._room.entries < 0:
                self._problems.add(path, _("包内的操作日志合计应不超过{most}条").format(most=MOST_ENTRIES))
                self._problems.refuse()
            given = members_of(item, at, self._problems, ENTRY, ENTRY)
            if set(ENTRY) - given.keys():
                continue
            entry = self._one(given, at)
            if entry is not None and not holds(entry):
                self._problems.add(at, _("与这一条的摘要不符，操作日志可能被改动过"))
            elif entry is not None:
                yield entry

    def _one(self, given: Members, at: str) -> Entry | None:
        problems, before = self._problems, len(self._problems.found)
        sequence = given["sequence"]
        if not isinstance(sequence, int) or isinstance(sequence, bool) or sequence < 1:
            problems.add(f"{at}.sequence", _("应为整数，现为{found}").format(found=said(sequence)))
        for name in ("previous", "digest"):
            digest = given[name]
            if not isinstance(digest, str) or SHA256.fullmatch(digest) is None:
                problems.add(f"{at}.{name}", _("应为SHA-256（64位十六进制），现为{found}").format(found=said(digest)))
        if given["case"] != self._case:
            problems.add(f"{at}.case", _("应为本案的操作日志，现为{found}").format(found=said(given["case"])))
        changes = tuple(self._changes(given["changes"], f"{at}.changes"))
        person = given["person"]
        entry = {
            "at": moment(given["at"], f"{at}.at", problems),
            "person": "" if person == "" else identity(person, f"{at}.person", problems),
            "action": text(given["action"], f"{at}.action", problems, needed=True),
        }
        if len(problems.found) > before:
            return None
        return Entry(
            sequence=sequence,  # type: ignore[arg-type] # an int: said above
            case=self._case,
            changes=changes,
            previous=str(given["previous"]),
            digest=str(given["digest"]),
            **entry,  # type: ignore[arg-type] # by name
        )

    def _changes(self, value: Json, path: str) -> Iterator[Change]:
        for at, item in elements(value, path, self._problems):
            subject, old, new = item if isinstance(item, list) and len(item) == _TRIPLE else (None, None, None)
            if not isinstance(subject, str):
                self._problems.add(at, _("应为三项的列表，现为{found}").format(found=said(item)))
                continue
            stretch = held(subject)
            if stretch and isinstance(new, Members):
                new = self._put_in(stretch, new, at)
            if not all(part is None or isinstance(part, str) for part in (old, new)) or _broken(subject, old, new):
                self._problems.add(at, _("应为文字或null"))
                continue
            yield Change(subject=subject, old=old, new=new)  # type: ignore[arg-type] # texts: said above

    def _put_in(self, stretch: str, named: Members, at: str) -> str:
        """The stretch that an entry holds. One PC keeps each once, so a second naming is nobody's journal."""
        text = self._texts.get(stretch)
        if named != {"history": stretch} or text is None:
            self._problems.add(at, _("所引的操作日志不在包内"))
            return ""
        if stretch in self._brought:
            self._problems.add(at, _("同一段操作日志只能引用一次"))
            return ""
        self._brought.add(stretch)
        if not self._room.take(text):
            self._problems.add(at, _("所引的操作日志合计应不超过{most}个字符").format(most=MOST_PUT_IN))
            return ""
        return text


def _broken(*parts: Json) -> bool:
    """Whether a text holds half a character, which no file and no database can keep."""
    return any("\ud800" <= letter <= "\udfff" for part in parts if isinstance(part, str) for letter in part)
