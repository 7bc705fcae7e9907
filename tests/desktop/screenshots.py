"""Takes a picture of every screen and dialog, in both languages and themes, at 1366×768 and on a 4K screen at 200 %.

``python -m tests.desktop.screenshots FOLDER`` (with QT_SCALE_FACTOR=2 for the 4K ones).
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gongshu_desktop import bootstrap
from gongshu_desktop.desktop.app import make_application
from gongshu_desktop.desktop.dialogs import (
    adopt,
    arrival_view,
    document,
    font_face,
    hand_over,
    importing,
    memo_batch,
    new_case,
    office,
    opinion,
    print_preview,
    publicity,
    refusal,
    sign_form,
    supplement,
)
from gongshu_desktop.desktop.places import PLACES
from gongshu_desktop.desktop.policies import every_policy
from gongshu_desktop.desktop.reading_lines import reading_lines
from gongshu_desktop.desktop.screens.review.screen import ReviewScreen
from gongshu_desktop.desktop.screens.verification.view import VerificationScreen
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.tasks import InlineTasks
from gongshu_desktop.desktop.widgets import message
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.editing.edits import SetClaimedAmount, SetOpinion
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.desk.exchanging import CaseFileRefused, FileProblem
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.handover.handing_over import Prepared
from gongshu_desktop.services.handover.taking_over import ArrivalPreview
from gongshu_desktop.services.paper_kinds import PaperKind
from gongshu_desktop.services.ports import MemoRecord, StoredFile
from tests.desktop.fakes import ScriptedPrompts
from tests.services.offices import APPROVAL

EXAMPLES = Path(__file__).parents[1] / "examples"


class Clock:
    """A minute passes with each look: what is done in one go is done within a quarter of an hour."""

    def __init__(self) -> None:
        self.now = datetime(2016, 12, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def furnish(opened: OpenOffice) -> MemoRecord:
    """An office with people, keys, cases in several stages, and one signed memo."""
    for person in opened.offices.people():
        opened.offices.set_active(person.id, False, by="")
    root = opened.offices.found("拱墅区众创空间扶持资金审核工作组", "拱众审", "correct horse battery")
    roles = ((Role.EXAMINER, "陈静", "科员"), (Role.CHECKER, "沈伟民", "副科长"), (Role.APPROVER, "陆海燕", "分管主任"))
    people = [opened.offices.save_person(name, (role,), post=post) for role, name, post in roles]
    keys = [
        opened.offices.issue_key(person.id, root, "correct horse battery", f"own secret of {person.id}")
        for person in people
    ]
    people = [opened.offices.person(person.id) for person in people]
    policy = opened.policies.get("gongshu-2016-10")
    for key, reading in policy.readings.items():
        if not key.startswith("1.1"):
            opened.offices.adopt(policy.id, key, reading.suggested, people[2], "拱众办〔2016〕5号")
    cases = []
    for file in sorted(EXAMPLES.glob("[0-9]*.json")):
        preview = opened.desk.preview(StoredFile(path=file, content=file.read_bytes()))
        cases.append(opened.desk.import_case(preview, people[0]))
    for case in cases[1:]:
        opened.stages.make(case, Move.ACCEPT, people[0])
    moved = [case for case in cases[1:] if _advance(opened, case, people)]
    memo = opened.memos.draw_up(moved[0], people[0])
    for person, own in zip(people, keys, strict=True):
        memo = opened.memos.sign(memo.id, person, own, f"own secret of {person.id}")
    return memo


def _advance(opened: OpenOffice, case: str, people: list) -> bool:  # type: ignore[type-arg]
    examiner, checker, approver = people
    try:
        opened.stages.make(case, Move.SUBMIT, examiner, "拟同意。")
        opened.stages.make(case, Move.AGREE, checker, "复核无误。")
        opened.memos.approve_and_draw(case, approver, APPROVAL)
    except Exception as refused:  # noqa: BLE001 - an example that cannot be decided stays where it is
        print("stays:", refused, file=sys.stderr)  # noqa: T201
        return False
    return True


def shots(window: MainWindow, memo: MemoRecord, memo_file: Path) -> Iterator[tuple[str, QWidget]]:
    """Every screen and dialog, by name."""
    for place in PLACES:
        window.go(place.key)
        yield place.key, window
    window.go("verify")
    screen = window.current
    assert isinstance(screen, VerificationScreen)
    screen.check(memo_file)
    yield "verify-memo", window
    screen._answers.verticalScrollBar().setValue(10_000)
    yield "verify-record", window
    window.open_case(memo.case)
    yield "review", window
    window.close_case()
    assert isinstance(window.program, OpenOffice)
    window.open_case(_handed(window.program)[0].case.id)
    yield "review-handed-over", window
    window.close_case()
    yield "cases-handed-over", window
    for name, make in dialogs(window, memo).items():
        dialog = make()
        dialog.show()
        yield f"dialog-{name}", dialog
        dialog.close()
        dialog.deleteLater()


def dialogs(window: MainWindow, memo: MemoRecord) -> dict[str, Callable[[], QDialog]]:
    """Every dialog, made ready to be looked at."""
    around = window.surroundings
    program = window.program
    examiner = next(person for person in program.offices.people() if person.active and Role.EXAMINER in person.roles)
    policy = program.policies.get("gongshu-2016-10")
    line = reading_lines(policy, program.offices.readings(policy.id))[2]
    example = EXAMPLES / "14-everything-at-once.json"
    preview = program.desk.preview(StoredFile(path=example, content=example.read_bytes()))
    refused = CaseFileRefused(
        [
            FileProblem(path="$.claims[0].facts.企业数", expected="应为整数，例如 12"),
            FileProblem(path="$.applicant.uscc", expected="校验位不对"),
        ]
    )
    what = sign_form.ToSign(
        number="拱众审〔2016〕14号",
        makerspace="示例众创空间",
        role=Role.APPROVER,
        name="陆海燕",
        amount=117_492_000,
        digest=memo.base_digest,
        opinion="同意。",
    )
    state = ("已签发", "ok")
    policies = tuple(every_policy(program.policies).values())
    papers, noticed = program.papers, _noticed(window)
    owed = (papers.shortfalls(noticed.case), papers.issued(noticed.case.id), papers.offered_deadline())
    return {
        "new-case": lambda: new_case.NewCaseDialog(policies, program.clock().year, ("祥符街道",), window),
        "import": lambda: importing.ImportDialog(around, example, preview, window),
        **_hand_overs(window),
        "refused": lambda: importing.RefusedDialog(around, example, refused, {0: "房租和宽带补贴"}, window),
        "opinion": lambda: opinion.OpinionDialog(
            "提交复核", "拱众审〔2016〕14号 · 示例众创空间", "提交复核", caption="意见",
            phrases=("经审核，材料齐全，拟同意按测算金额予以扶持。",), parent=window,
        ),
        "blocked": lambda: opinion.BlockedDialog(
            window.theme, "暂不能提交复核", ("3.2.5 活动补助尚未算定。", "3.3.2 “租赁合同”没有佐证。"), window
        ),
        "sign": lambda: sign_form.SignDialog(around, what, "", window),
        "document": lambda: document.DocumentDialog(around, "审核意见书 拱众审〔2016〕2号", memo.pdf, state, window),
        "print": lambda: print_preview.PrintPreview(around, "审核意见书 拱众审〔2016〕2号", memo.pdf, window),
        "found": lambda: office.FoundDialog(around, window),
        "person": lambda: office.PersonDialog(examiner, window),
        "issue": lambda: office.IssueDialog(around, examiner, window),
        "adopt": lambda: adopt.AdoptDialog(line, examiner, window),
        "supplement": lambda: supplement.SupplementDialog(around, noticed, owed, window),
        "refusal": lambda: refusal.RefusalDialog(around, noticed, (papers.refused(noticed.case), ()), window),
        "font-face": lambda: font_face.FontFaceDialog(("文鼎 PL 简中楷", "文鼎 PL 简中宋"), window),
        "publicity": lambda: publicity.PublicityDialog(around, window),
        "memos": lambda: memo_batch.MemoBatchDialog(around, 2016, window),
        "problem": lambda: message.ProblemDialog(window.theme, "写不进 E:\\备份。请换一个位置，或检查磁盘空间与权限。", OSError("full")),
    }  # fmt: skip


@cache
def _handed(program: OpenOffice) -> tuple[Prepared, ArrivalPreview, ArrivalPreview]:
    """A case that goes to another PC, is changed on both, and comes back: as it went, arrived there, and came back."""
    examiner = next(person for person in program.offices.people() if person.active and Role.EXAMINER in person.roles)
    id = next(line.id for line in program.desk.summaries() if line.stage is Stage.EXAMINATION)
    with tempfile.TemporaryDirectory() as folder:
        far = bootstrap.open_office(Path(folder), now=program.clock, rounds=1000)
        prepared = program.handing_over.prepare(id, examiner, "北楼二号机 沈伟民")
        program.handing_over.hand_over(prepared, lambda _content, mark: mark())
        other = far.offices.save_person("沈伟民", (Role.EXAMINER, Role.CHECKER))
        new = far.taking_over.preview(prepared.file.content)
        far.taking_over.take_over(new, other)
        program.handing_over.take_back(id, examiner, "急件")
        for office, person, words in ((program, examiner, "拟同意"), (far, other, "经核，材料齐全，拟同意。")):
            session = office.desk.open(id, person)
            session.apply(SetOpinion(session.case.claims[0].measure, words))
            session.apply(SetClaimedAmount(session.case.claims[0].measure, 10_000_000 + len(words) * 100_000))
            session.save()
        apart = program.taking_over.preview(far.handing_over.prepare(id, other, "一号机").file.content)
        far.close()
    again = program.handing_over.prepare(id, examiner, "北楼二号机 沈伟民")
    program.handing_over.hand_over(again, lambda _content, mark: mark())
    return prepared, new, apart


def _hand_overs(window: MainWindow) -> dict[str, Callable[[], QDialog]]:
    assert isinstance(window.program, OpenOffice)
    prepared, new, apart = _handed(window.program)
    policy, place = window.program.policies.get("gongshu-2016-10"), Path("E:/移交/拱众审〔2016〕7号.gspack")
    return {
        "hand-over": lambda: hand_over.HandOverDialog(prepared.case, window),
        "handed-over": lambda: hand_over.HandedOverDialog(window.surroundings, place, prepared, window),
        "arrival": lambda: arrival_view.ArrivalDialog("拱众审〔2016〕7号.gspack", new, policy, window),
        "arrival-apart": lambda: arrival_view.ArrivalDialog("拱众审〔2016〕7号.gspack", apart, policy, window),
    }


def _noticed(window: MainWindow) -> ReviewSession:
    """A case whose applicant still owes something, with a notice issued."""
    program = window.program
    examiner = next(item for item in program.offices.people() if item.active and Role.EXAMINER in item.roles)
    for line in program.desk.summaries():
        session = program.desk.open(line.id, examiner)
        if line.stage in (Stage.REGISTERED, Stage.EXAMINATION) and program.papers.shortfalls(session.case):
            program.papers.issue(PaperKind.SUPPLEMENT, line.id, examiner)
            return session
    raise LookupError


def _settle(application: QApplication) -> None:
    """Pages of PDF come from a thread of their own."""
    until = time.monotonic() + 0.25
    while time.monotonic() < until:
        application.processEvents()


def main(folder: Path, languages: str = "zh,en", themes: str = "light,dark") -> None:
    """Take all pictures into a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application: QApplication = make_application(["screenshots"])
    folder.mkdir(parents=True, exist_ok=True)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    with tempfile.TemporaryDirectory() as place:
        opened = bootstrap.open_office(Path(place), now=Clock(), rounds=1000)
        memo = furnish(opened)
        file = Path(place) / "memo.pdf"
        file.write_bytes(memo.pdf)
        for language in languages.split(","):
            for theme in themes.split(","):
                settings = SettingsFile(Path(place) / "desktop.json")
                settings.change(language=language, theme=theme)
                window = MainWindow(
                    opened, settings, InlineTasks(), PLACES, ReviewScreen,
                    lambda _parent, _theme: ScriptedPrompts(),
                )  # fmt: skip
                window.resize(1366, 768)
                window.show()
                for name, widget in shots(window, memo, file):
                    _settle(application)
                    widget.grab().save(str(folder / f"{name}-{language}-{theme}@{scale}.png"))
                window.close()
                window.deleteLater()
                application.processEvents()
        opened.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
