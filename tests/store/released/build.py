"""Makes the stored file of the present structure: ``python -m tests.store.released.build``, once for each new revision.

An office with its root, three people and their keys, an adopted reading and a font of its own; one case with its evidence,
decided, and its signed memo; a second one with every kind of claim, half examined. All by the use cases themselves, on one day
in 2016. The result, ``db/released/<revision>.db.gz``, is never made anew: it stands for what lies on people's disks.
"""

import gzip
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from gongshu_desktop import bootstrap
from gongshu_desktop.host import places
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.editing.edit_types import LinkEvidence, SetFactNote, SetReading
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import FontRole
from gongshu_desktop.services.ports import StoredFile
from gongshu_desktop.services.records import Person
from gongshu_desktop.store import migration
from tests.document.font_samples import squares

EXAMPLES = Path(__file__).parents[2] / "examples"
SECRET = "correct horse battery staple"
WHEN = datetime(2016, 12, 6, 9, 0, tzinfo=UTC)
PEOPLE = (("陈静", Role.EXAMINER, "科员"), ("沈伟民", Role.CHECKER, "副科长"), ("陆海燕", Role.APPROVER, "分管主任"))
PICTURE = places.demonstration() / "evidence" / "05-04.png"


def furnish(office: OpenOffice) -> None:
    """Put a little of everything into an empty office."""
    for name, role, post in PEOPLE:
        office.offices.save_person(name, (role,), post=post)
    root = office.offices.found("拱墅区众创空间扶持资金审核工作组", "拱众审", SECRET)
    people = {person.roles[0]: person for person in office.offices.people()}
    keys = {
        role: office.offices.issue_key(person.id, root, SECRET, f"own secret of {person.id}")
        for role, person in people.items()
    }
    people = {person.roles[0]: person for person in office.offices.people()}
    office.issuing.make(root, SECRET, by="")
    policy = office.policies.get("gongshu-2016-10")
    for key, reading in policy.readings.items():
        office.offices.adopt(policy.id, key, reading.suggested, people[Role.APPROVER], "拱众办〔2016〕5号")
    office.fonts.choose(FontRole.SONG, squares(), by=people[Role.APPROVER].id)
    _decided(office, people, keys)
    _half_examined(office, people[Role.EXAMINER])


def _taken_in(office: OpenOffice, example: str, examiner: Person) -> str:
    path = next(EXAMPLES.glob(f"{example}-*.json"))
    preview = office.desk.preview(StoredFile(path=path, content=path.read_bytes()))
    case = office.desk.import_case(preview, examiner)
    office.stages.make(case, Move.ACCEPT, examiner)
    return case


def _examined(office: OpenOffice, case: str, examiner: Person, measure: str, target: str) -> None:
    session = office.desk.open(case, examiner)
    evidence = session.attach("入驻企业名单.png", PICTURE.read_bytes())
    session.apply(LinkEvidence(measure, target, (evidence.key,)))
    session.apply(SetFactNote(measure, target, "与名单核对一致"))
    session.save()


def _decided(office: OpenOffice, people: dict[Role, Person], keys: dict[Role, bytes]) -> None:
    case = _taken_in(office, "01", people[Role.EXAMINER])
    _examined(office, case, people[Role.EXAMINER], "3.2.1", "企业数")
    office.stages.make(case, Move.SUBMIT, people[Role.EXAMINER], "拟同意。")
    office.stages.make(case, Move.AGREE, people[Role.CHECKER], "复核无误。")
    opinion = "同意。对程序提示的说明：示例案卷，材料另行核对。"
    memo = office.memos.approve_and_draw(case, people[Role.APPROVER], opinion)
    for role in Role:
        memo = office.memos.sign(memo.id, people[role], keys[role], f"own secret of {people[role].id}")


def _half_examined(office: OpenOffice, examiner: Person) -> None:
    case = _taken_in(office, "14", examiner)
    _examined(office, case, examiner, "3.2.1", "企业数")
    session = office.desk.open(case, examiner)
    session.apply(SetReading("3.2.1.whose-capital", "tenants"))
    session.save()


def main() -> int:
    """Write the file of the present revision; the exit status."""
    to = places.released() / f"{migration.HEAD}.db.gz"
    if to.exists():
        print(f"{to} exists; a released structure does not change.", file=sys.stderr)  # noqa: T201
        return 2
    with tempfile.TemporaryDirectory() as folder:
        office = bootstrap.open_office(Path(folder), now=lambda: WHEN, rounds=1000)
        furnish(office)
        office.close()
        to.parent.mkdir(exist_ok=True)
        to.write_bytes(gzip.compress((Path(folder) / "gongshu.db").read_bytes(), mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
