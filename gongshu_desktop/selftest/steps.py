"""The self-test: the real chain in a temporary folder, step by step, as an office's IT desk runs it after an installation."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongshu_desktop import bootstrap, wiring
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.exchange.case_file import assessed
from gongshu_desktop.host import places
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.policy.load import examine
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.selftest import handing, network, stored
from gongshu_desktop.selftest.stored import CHINESE, StepFailed
from gongshu_desktop.services.memos.anchor_words import anchored_words
from gongshu_desktop.services.ports import MemoState
from gongshu_desktop.services.verification.journal_check import JournalCheck
from gongshu_desktop.services.verification.verification import verify
from gongshu_desktop.wording import _

GOLDEN = ("case-01.json", "1174920.00")
"""A demonstration case and the subsidy that it must come to, worked out by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step that was run: its name, whether it came out, what it found, and how long it took."""

    name: str
    ok: bool
    detail: str
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The step for another program."""
        return {"step": self.name, "ok": self.ok, "detail": self.detail, "seconds": round(self.seconds, 3)}

    def in_words(self) -> str:
        """The step on one line."""
        mark = _("通过") if self.ok else _("未通过")
        return f"{mark}  {self.name}  {self.detail}  ({self.seconds:.2f} s)"


def run() -> tuple[Step, ...]:
    """Run all steps, in a folder with Chinese characters and blanks. A step that fails does not keep the others from being run."""
    network.watch()
    with tempfile.TemporaryDirectory(prefix="gongshu-selftest-", ignore_cleanup_errors=True) as folder:
        return tuple(_steps(Path(folder).resolve() / CHINESE))


def _steps(folder: Path) -> Iterator[Step]:
    demonstration = folder / "demo"
    yield _run(_("政策文件"), _policies)
    yield _run(_("测算"), _assess)
    yield _run(_("数据、审核意见书、签署"), lambda: _build(demonstration))
    yield _run(_("核验"), lambda: _with_office(demonstration, _verify))
    yield _run(_("操作日志"), lambda: _with_office(demonstration, _journal))
    yield _run(_("移交"), lambda: _with_office(demonstration, lambda office: handing.hand_over(office, folder)))
    yield _run(_("旧数据升级"), lambda: stored.stored_files(folder / "stored"))
    yield _run(_("长路径"), lambda: stored.long_path(demonstration, folder))
    yield _run(_("窗口"), lambda: _with_office(demonstration, _screens))
    yield _run(_("开源许可"), _licences)
    yield _run(_("不联网"), network.look)


def _run(name: str, step: Callable[[], str]) -> Step:
    begun = time.perf_counter()
    try:
        ok, detail = True, step()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what the self-test is to report
        ok, detail = False, f"{type(error).__name__}: {error}"
    return Step(name=name, ok=ok, detail=detail, seconds=time.perf_counter() - begun)


def _policies() -> str:
    count = 0
    for file in sorted((places.resources() / "policies").glob("*.md")):
        if file.stem == "README":
            continue
        _policy, problems, examples = examine(file.read_bytes())
        if problems:
            raise StepFailed(f"{file.name}:{problems[0]}")
        count += examples
    return _("{count}个算例相符").format(count=count)


def _assess() -> str:
    name, expected = GOLDEN
    content = (places.demonstration() / "cases" / name).read_bytes()
    first, second = (assessed(content, wiring.policies()) for _time in range(2))
    if first["subsidy_total"] != expected or first["receipt"] != second["receipt"]:
        raise StepFailed(f"{first['subsidy_total']} {first['receipt']} {second['receipt']}")
    return f"{expected} {first['receipt'][:23]}…"


def _build(folder: Path) -> str:
    folder.parent.mkdir(exist_ok=True)
    bootstrap.demonstration(folder)
    return _with_office(folder, lambda office: _("{count}个案卷").format(count=len(office.desk.summaries())))


def _with_office(folder: Path, step: Callable[[OpenOffice], str]) -> str:
    """The step on the demonstration's data folder, opened anew: what was saved is what it works on."""
    office = bootstrap.open_office(folder / "data", rounds=bootstrap.DEMONSTRATION_ROUNDS)
    try:
        return step(office)
    finally:
        office.close()


def _verify(office: OpenOffice) -> str:
    trust, count = office.offices.trust(), 0
    for summary in office.desk.summaries():
        for memo in office.memos.of_case(summary.id):
            if memo.state is not MemoState.ISSUED:
                continue
            if not verify(memo.pdf, trust, wiring.verifying()).ok:
                raise StepFailed(memo.number)
            spoilt = bytearray(memo.pdf)
            spoilt[len(spoilt) // 3] ^= 1
            if verify(bytes(spoilt), trust, wiring.verifying()).ok:
                raise StepFailed(_("{number}改动一个字节后仍被认可").format(number=memo.number))
            count += 1
    if not count:
        raise StepFailed(_("没有已签发的审核意见书"))
    return _("{count}份签名、金额、页面均成立，改动均被发现").format(count=count)


def _journal(office: OpenOffice) -> str:
    report = JournalCheck(office.store.open_uow, office.signing.check, memo_receipt).run()
    agreeing = sum(found.agrees for found in report.memos)
    if not report.ok or report.head is None or not agreeing:
        raise StepFailed(" ".join(anchored_words(found) for found in report.contradicting) or str(report.broken))
    said = _("{count}条，前后相连，与{memos}份意见书的记载相符")
    return said.format(count=report.head.sequence, memos=agreeing)


def _screens(office: OpenOffice) -> str:
    from gongshu_desktop.desktop.every_screen import open_every_screen  # noqa: PLC0415 - Qt comes last

    stages: dict[Stage, str] = {}
    for summary in office.desk.summaries():
        stages.setdefault(summary.stage, summary.id)
    screens, problems = open_every_screen(office, list(stages.values()))
    if problems:
        raise StepFailed("; ".join(problems[:5]))
    return _("{count}个画面").format(count=screens)


def _licences() -> str:
    """Every part and every font that the program shows to be made of has its licence with it."""
    from gongshu_desktop.desktop.dialogs.licences import licence_text  # noqa: PLC0415 - Qt comes last

    said, fonts = licence_text(), list((places.resources() / "fonts" / "licences").glob("*.txt"))
    wanted = ["pyside6", "pyhanko", "reportlab", "sqlalchemy", *(f"— {font.name} —".lower() for font in fonts)]
    missing = [name for name in wanted if name not in said.lower().replace("_", "-")]
    if missing or not fonts:
        raise StepFailed(" ".join(missing))
    return _("{count}种字体和各部件的许可文本齐全").format(count=len(fonts))
