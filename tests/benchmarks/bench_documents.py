"""How long the documents take, and how much memory, beside two other typesetters: ``python -m tests.benchmarks.bench_documents``.

Prints medians of elapsed and of processor time (user and system; it does not grow while others use the machine), and ratios
peer / ours. Never fails for slowness. The peers are optional: ``pip install .[bench]``, and for WeasyPrint, on Debian,
``apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0``. They set the texts and tables of the same memo with the
same font files (``peer_documents``). Each run of a warm job has another number on its pages, so that nobody sets the same
document twice. Memory is read from /proc: Linux only.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from gongshu_desktop.document.keys.key_file import SigningKey, open_key
from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.memo.sections import sections
from gongshu_desktop.document.page import archive, sheet
from gongshu_desktop.document.page.fields import Place
from gongshu_desktop.document.signatures import revisions
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.summary import summarise
from tests.benchmarks import peer_documents as peers
from tests.document.memo_samples import DRAWN, EXAMPLES, NAMES, example, memo, policy
from tests.document.office import NOW, OPINIONS, PASSPHRASE, PEOPLE
from tests.document.test_layout import content as stored

WARM, COLD, LONG = 15, 5, 5
ROUNDS = 600_000
"""PBKDF2 rounds of the keys, as an office has them."""
MANY, BATCH, LIMIT = 200, 1_000, 400
"""Memos in a row, memos of a batch, and the megabytes that the batch may take."""
_OWN = """
import json, pathlib, sys
from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.review.memo.content import MemoContent
source = pathlib.Path(sys.argv[1]).read_bytes()
content = MemoContent.from_json(json.loads(source))
pathlib.Path(sys.argv[2]).write_bytes(draw_memo(content, draft=False, receipt=source))
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians in milliseconds."""

    elapsed: float
    processor: float


def told(what: str, figure: Figure, ours: Figure | None = None) -> None:
    """One line of the result."""
    ratio = ""
    if ours is not None:
        ratio = f"   ratio {figure.elapsed / ours.elapsed:5.1f}, by processor {figure.processor / ours.processor:5.1f}"
    print(f"{what:<58} {figure.elapsed:8.0f} ms   processor {figure.processor:8.0f} ms{ratio}")  # noqa: T201


def said(words: str) -> None:
    """A line between the figures."""
    print(words)  # noqa: T201


def warm(job: Callable[[int], object], times: int = WARM) -> Figure:
    """The job in this process, after it ran once; it is given another number each time."""
    job(0)
    runs = []
    for run in range(1, times + 1):
        elapsed, processor = time.perf_counter(), time.process_time()
        job(run)
        runs.append((time.perf_counter() - elapsed, time.process_time() - processor))
    return _median(runs)


def cold(arguments: Sequence[str]) -> Figure:
    """A process of its own from its start to its end. One goes before, so that every module is compiled."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    runs = []
    for _run in range(COLD + 1):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, env=environment, capture_output=True)
        elapsed, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        runs.append((elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return _median(runs[1:])


def _median(runs: Sequence[tuple[float, float]]) -> Figure:
    elapsed, processor = zip(*runs, strict=True)
    return Figure(statistics.median(elapsed) * 1000, statistics.median(processor) * 1000)


# --- drawing ---------------------------------------------------------------------------------------------------------


def receipt_of(content: MemoContent) -> bytes:
    """As large as a real one."""
    return canonical_bytes({"memo": content.to_json()})


def numbered(content: MemoContent, number: int) -> MemoContent:
    """The same memo with another number on each of its pages."""
    return replace(content, number=f"{content.number}-{number}")


def pages_alone(content: MemoContent) -> bytes:
    """The pages, before they are made an archive file."""
    places: dict[str, Place] = {}
    footing = sheet.Footing(text=content.number, digest=f"附件{archive.RECEIPT} SHA-256 {'ab' * 32}")
    parts = sections(content, places=places)
    return sheet.pages(parts, sheet.MEMO, title=content.number, author=content.office, footing=footing, draft=False)


def archived(content: MemoContent) -> bytes:
    """The memo as it is drawn up."""
    return draw_memo(content, draft=False, receipt=receipt_of(content))


def drawing(content: MemoContent, name: str, times: int) -> tuple[Figure, Figure]:
    """Pages alone, and as an archive file."""
    alone = warm(lambda run: pages_alone(numbered(content, run)), times)
    told(f"warm, {name}: the pages alone", alone)
    whole = warm(lambda run: archived(numbered(content, run)), times)
    told(f"warm, {name}: archived as PDF/A-3b with its receipt", whole)
    return alone, whole


# --- signatures ------------------------------------------------------------------------------------------------------


def signatures(content: MemoContent, name: str, times: int) -> None:
    """Draws, signs three times and checks, as ``services.signing.memo_life`` does: each signature is checked before it is kept."""
    signing = OfficeSigning(kdf_rounds=ROUNDS, clock=lambda: NOW)
    root, trust = signing.create_root("拱墅区科学技术局", PASSPHRASE)
    files = {}
    for role, person in PEOPLE.items():
        who = Person(id=f"p-{role.value}", name=person, roles=(role,))
        files[role], _pem, trust = signing.issue_key(root, PASSPHRASE, trust, who, PASSPHRASE)
    opening = warm(lambda _run: [open_key(file, PASSPHRASE) for file in files.values()], 3)
    told(f"opening three PKCS#12 keys ({ROUNDS} rounds each)", opening)
    keys: dict[object, SigningKey] = {role: open_key(file, PASSPHRASE) for role, file in files.items()}

    def signed(run: int, *, apart: bool) -> None:
        pdf = archived(numbered(content, run))
        for role in PEOPLE:
            if apart:  # as on three PCs: nothing is remembered from the signature before
                revisions._remembered.cache_clear()
            pdf = signing.sign(pdf, role, keys[role], opinion=OPINIONS[role], at=NOW, trust=trust)
            report = signing.check(pdf, trust)
        assert report.complete, "three good signatures"

    told(f"warm, {name}: signed and archived, one process", warm(lambda run: signed(run, apart=False), times))
    told(f"warm, {name}: signed and archived, each signer on a PC", warm(lambda run: signed(run, apart=True), times))


# --- peers -----------------------------------------------------------------------------------------------------------


def peers_beside(content: MemoContent, alone: Figure, whole: Figure, folder: Path) -> None:
    """typst and WeasyPrint on the same memo: cold, warm, and as PDF/A-3b."""
    source = folder / "content.json"
    source.write_text(json.dumps(content.to_json()), encoding="utf-8")
    ours = cold(["-c", _OWN, str(source), str(folder / "ours.pdf")])
    told("cold process to the first memo, from its content", ours)
    for name, sources in (("typst", peers.as_typst), ("weasyprint", peers.as_html)):
        if find_spec(name) is None:
            said(f"{name}: not installed")
            continue
        peer_beside(name, sources, content, folder, (ours, alone, whole))


def peer_beside(
    name: str, sources: Callable[..., str], content: MemoContent, folder: Path, ours: tuple[Figure, Figure, Figure]
) -> None:
    """One of them; ``ours``: cold, warm, and as PDF/A-3b."""

    def source_of(run: int) -> str:
        made = numbered(content, run)
        digest = f"附件{archive.RECEIPT} SHA-256 {'ab' * 32}"
        return sources(list(peers.blocks(sections(made, places={}))), made.number, digest)

    file = folder / name
    file.write_text(source_of(0), encoding="utf-8")
    module = ["-m", "tests.benchmarks.peer_documents", name, str(file), str(folder / f"{name}.pdf")]
    told(f"{name}: cold process to the first memo", cold(module), ours[0])
    setting = peers.typst_setting() if name == "typst" else peers.weasyprint
    texts = [source_of(run) for run in range(2 * (WARM + 1))]
    told(f"{name}: warm, the pages alone", warm(lambda run: setting(texts[2 * run], archive=False)), ours[1])
    told(f"{name}: warm, as PDF/A-3b", warm(lambda run: setting(texts[2 * run + 1], archive=True)), ours[2])


# --- many ------------------------------------------------------------------------------------------------------------


def contents() -> Iterator[MemoContent]:
    """Memos without end: the example cases in turn, each with a number of its own."""
    cases = [memo(example(name)) for name in NAMES]
    for run in count(1):
        yield numbered(cases[run % len(cases)], run)


def in_a_row() -> None:
    """So many memos, one after the other, in this process."""
    began = time.perf_counter()
    marks: dict[int, float] = {}
    for number, content in enumerate(contents(), 1):
        archived(content)
        marks[number] = memory()["VmRSS"]
        if number == MANY:
            break
    report(f"{MANY} memos in a row", began, marks)


def batch(folder: Path) -> None:
    """So many cases in a store of their own, and the program's own batch over them."""
    from gongshu_desktop.bootstrap import open_office

    with closing(open_office(folder / "office", now=lambda: DRAWN, rounds=1000)) as office:
        cases = [example(name) for name in NAMES]
        with office.store.open_uow() as uow:
            for number in range(1, BATCH + 1):
                case = replace(cases[number % len(cases)], id=f"c{number}", number=f"拱众审〔2016〕{number}号")
                assessment = policy().assess(case_inputs(case, policy()))
                uow.cases.add(case, summarise(case, policy(), assessment, (), DRAWN))
            uow.commit()
        began = time.perf_counter()
        marks: dict[int, float] = {}

        def keep(name: str, pdf: bytes) -> None:
            (folder / name).write_bytes(pdf)
            marks[len(marks) + 1] = memory()["VmRSS"]

        result = office.papers.memos_of_year(cases[0].year, keep)
    assert (result.drafts, result.failures) == (BATCH, ()), result
    report(f"{BATCH} memos in a batch, from the store to files", began, marks)


def report(what: str, began: float, marks: dict[int, float]) -> None:
    """Time and memory of a long run; ``marks``: megabytes after so many memos."""
    elapsed = time.perf_counter() - began
    shown = ", ".join(
        f"{marks[number]:.0f} after {number}" for number in (10, 50, 100, 200, 500, 1000) if number in marks
    )
    per = elapsed / len(marks) * 1000
    said(
        f"{what}: {elapsed:.1f} s ({per:.0f} ms each), processor {time.process_time():.1f} s, "
        f"peak {memory()['VmHWM']:.0f} MB ({shown})"
    )


def memory() -> dict[str, float]:
    """Megabytes that this process holds now (VmRSS) and held at most (VmHWM)."""
    lines = (line.split() for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return {words[0].rstrip(":"): int(words[1]) / 1024 for words in lines if words[0] in ("VmRSS:", "VmHWM:")}


def main() -> int:
    """All of it; the long runs in processes of their own, so that their memory is theirs."""
    if sys.argv[1:] == ["in-a-row"]:
        in_a_row()
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if sys.argv[1:] == ["batch"]:
            batch(folder)
            return 0
        case = str(EXAMPLES / f"{NAMES[0]}.json")
        command = ["-m", "gongshu_desktop", "memo", case, "--out", str(folder / "draft.pdf")]
        told("cold process to a draft, from a case file (memo …)", cold(command))
        short, long = memo(example(NAMES[0])), stored()
        alone, whole = drawing(short, "3 pages", WARM)
        drawing(long, "10 pages", LONG)
        signatures(short, "3 pages", WARM)
        signatures(long, "10 pages", LONG)
        peers_beside(short, alone, whole, folder)
    for job in ("in-a-row", "batch"):
        subprocess.run([sys.executable, "-m", "tests.benchmarks.bench_documents", job], check=True)
    said(f"(the batch may take {LIMIT} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
