"""An office with keys, and a case brought to signing or to its issued memo, without the window."""

from pathlib import Path

from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import MemoRecord, StoredFile
from gongshu_desktop.services.records import Person
from tests.services.offices import APPROVAL

EXAMPLES = Path(__file__).parents[1] / "examples"
ROOT_SECRET = "correct horse battery staple"


def secret_of(person: Person) -> str:
    """The passphrase of a person's key."""
    return f"{person.id[:4]} keeps this one secret"


def give_keys(office: OpenOffice) -> dict[str, bytes]:
    """Found the office and issue everybody a key: key files by the person's id."""
    root = office.offices.found("拱墅区众创空间扶持资金审核工作组", "拱众审", ROOT_SECRET)
    return {
        person.id: office.offices.issue_key(person.id, root, ROOT_SECRET, secret_of(person))
        for person in office.offices.people()
    }


def to_signing(office: OpenOffice, example: str = "01") -> MemoRecord:
    """Bring an example to the stage of signing; its memo."""
    by_role = {person.roles[0]: person for person in office.offices.people()}
    examiner, checker, approver = (by_role[role] for role in Role)
    policy = office.policies.get("gongshu-2016-10")
    path = next(EXAMPLES.glob(f"{example}*.json"))
    preview = office.desk.preview(StoredFile(path=path, content=path.read_bytes()))
    for key, reading in policy.readings.items():
        option = preview.case.readings.get(key, reading.suggested)
        office.offices.adopt(policy.id, key, option, approver, "拱众办〔2016〕5号")
    case = office.desk.import_case(preview, examiner)
    office.stages.make(case, Move.ACCEPT, examiner)
    office.stages.make(case, Move.SUBMIT, examiner, "拟同意。")
    office.stages.make(case, Move.AGREE, checker, "复核无误。")
    return office.memos.approve_and_draw(case, approver, APPROVAL)


def issued(office: OpenOffice) -> MemoRecord:
    """A memo signed by all three."""
    keys = give_keys(office)
    memo = to_signing(office)
    for role in Role:
        person = next(person for person in office.offices.people() if role in person.roles)
        memo = office.memos.sign(memo.id, person, keys[person.id], secret_of(person))
    return memo
