"""What the journal records of a taking over: where it came from, who worked on the case there, what changed here, and their journals."""

import hashlib
from collections.abc import Collection, Iterator

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.editing.changes import changes, first_changes
from gongshu_desktop.services.desk.examining import EXAMINED, EXAMINING, PERSON
from gongshu_desktop.services.handover.package import OpenedPackage, Package
from gongshu_desktop.services.journal.acts import Act, journalled
from gongshu_desktop.services.journal.case_differences import NAME
from gongshu_desktop.services.journal.histories import KNOWN, subject_of
from gongshu_desktop.services.journal.subjects import ISSUED, SIGNATURE, of_memo, signature_elsewhere
from gongshu_desktop.services.journal.whereabouts import DIGEST, TO
from gongshu_desktop.services.ports import Change, MemoState


def arrival_changes(
    opened: OpenedPackage, before: Case | None, after: Case, stored: Collection[str], *, chosen: bool
) -> tuple[Change, ...]:
    """The changes of the entry. ``stored``: stretches that stand in the journal here already."""
    package = opened.package
    return (
        *_origin(opened, chosen=chosen),
        *_renumbered(package.case, after),
        *_people(package),
        *_memos(package),
        *journalled(first_changes(after) if before is None else changes(before, after)),
        Change(subject=KNOWN, new=" ".join(package.rests or [history.sha256 for history in package.histories])),
        *(
            Change(subject=subject_of(history.sha256), new=history.text)
            for history in package.histories
            if history.sha256 not in stored
        ),
    )


def _origin(opened: OpenedPackage, *, chosen: bool) -> Iterator[Change]:
    origin = opened.package.origin
    told = {
        "handover/from": origin.office,
        "handover/by": origin.by,
        TO: origin.to,
        "handover/made": origin.made.isoformat(),
        DIGEST: opened.digest,
        "handover/program": origin.program,
        "handover/head": f"{origin.head_sequence} {origin.head_digest}",
        "handover/chosen": "true" if chosen else "",
    }
    for subject, value in told.items():
        if value:
            yield Change(subject=subject, new=value)


def _renumbered(there: Case, here: Case) -> Iterator[Change]:
    """The number that the case had there, on notices and sheets, where another case has it here."""
    if there.number != here.number:
        yield Change(subject="handover/number", old=there.number or None, new=here.number)


def _people(package: Package) -> Iterator[Change]:
    for id, name in package.people.items():
        yield Change(subject=f"{PERSON}[{id}]", new=name or None)
    for id, name in dict.fromkeys((passage.person, passage.name) for passage in package.case.passages):
        yield Change(subject=f"{NAME}[{id}]", new=name)
    examined: dict[str, str] = {}
    for entry, history in package.resting():
        if entry.action in EXAMINING and entry.person:
            examined[entry.person] = history.people.get(entry.person, "")
    for change in (change for entry, _history in package.resting() for change in entry.changes):
        if change.subject.startswith(f"{EXAMINED}[") and change.subject.endswith("]"):
            examined.setdefault(change.subject[len(EXAMINED) + 1 : -1], change.new or "")
    for id, name in examined.items():
        yield Change(subject=f"{EXAMINED}[{id}]", new=name or None)


def _memos(package: Package) -> Iterator[Change]:
    """What signing, lists and comparisons here ask of the journal: what was drawn up, who signed when, what was issued."""
    for memo in package.memos:
        yield Change(subject=of_memo(memo.id), new=memo.base_digest)
        for entry, history in package.entries():
            if entry.action != Act.SIGN:
                continue
            for change in entry.changes:
                if change.subject == of_memo(memo.id, SIGNATURE) and change.new:
                    said = f"{entry.at.isoformat()} {history.people.get(entry.person, '')}"
                    yield Change(subject=signature_elsewhere(memo.id, change.new), new=said)
        if memo.state is MemoState.ISSUED:
            yield Change(subject=of_memo(memo.id, ISSUED), new=hashlib.sha256(memo.pdf).hexdigest())
