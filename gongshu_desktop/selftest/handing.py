"""The self-test's hand-over: a case goes from the demonstration office to another data folder; a damaged package is refused there."""

from pathlib import Path

from gongshu_desktop import bootstrap
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.selftest.stored import StepFailed
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from gongshu_desktop.wording import _


def hand_over(office: OpenOffice, folder: Path) -> str:
    """Hand a case over that waits for its check, and take it over in a folder of its own."""
    case = next(summary.id for summary in office.desk.summaries() if summary.stage is Stage.CHECK)
    people = office.offices.people()
    examiner = next(person for person in people if Role.EXAMINER in person.roles)
    prepared = office.handing_over.prepare(case, examiner, "selftest")
    file = folder / "移交.gspack"
    office.handing_over.hand_over(prepared, lambda content, mark: put_whole(file, content, mark))
    if not office.handing_over.elsewhere(case):
        raise StepFailed(_("移交后没有标记"))
    other = bootstrap.open_office(folder / "pc2", rounds=bootstrap.DEMONSTRATION_ROUNDS)
    try:
        _take_over(other, file.read_bytes(), office, case)
    finally:
        other.close()
    office.handing_over.take_back(case, examiner, "selftest")
    return _("{number}移交、接收后内容一致，改动均被发现").format(number=prepared.case.number)


def _take_over(other: OpenOffice, content: bytes, office: OpenOffice, case: str) -> None:
    checker = other.offices.save_person("selftest", (Role.CHECKER,))
    spoilt = bytearray(content)
    spoilt[len(spoilt) // 2] ^= 1
    try:
        other.taking_over.preview(bytes(spoilt))
    except CaseFileRefused:
        pass
    else:
        raise StepFailed(_("改动一个字节后的移交包仍被接收"))
    other.taking_over.take_over(other.taking_over.preview(content), checker)
    with office.store.open_uow() as here, other.store.open_uow() as there:
        if here.cases.get(case) != there.cases.get(case) or there.journal.verify() is not None:
            raise StepFailed(_("接收后的案卷与移交前不一致"))
