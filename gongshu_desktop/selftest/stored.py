"""Part of the self-test: stored files of every released structure, and folders with names as people give them."""

import gzip
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from gongshu_desktop import bootstrap, wiring
from gongshu_desktop.host import places
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import SignatureVerdict
from gongshu_desktop.store import migration
from gongshu_desktop.wording import _

CHINESE = "拱墅区 众创空间 扶持资金（自检）"
"""A folder's name as people give it: Chinese characters, blanks, full-width brackets."""
LONG = 240
"""Characters of the path of the data file: more than that leaves Windows too little for what SQLite puts beside it."""
_NAME = "街道 众创空间 2016年度 申报材料 第一批 复核 归档"
_STEP = '''"""A next step, for the self-test."""

from alembic import op

revision = "selftest"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE people ADD COLUMN selftest TEXT NOT NULL DEFAULT ''")
'''


class StepFailed(Exception):
    """A step of the self-test did not come out as it must; the message says how."""


def unpack(packed: Path, folder: Path) -> Path:
    """A stored file as the data of a folder."""
    folder.mkdir(parents=True)
    path = folder / "gongshu.db"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def stored_files(folder: Path) -> str:
    """Each is opened, brought to the present structure, read; its memo's signatures hold."""
    files = sorted(places.released().glob("*.db.gz"))
    if not files:
        raise StepFailed(_("没有随程序附带的旧数据文件"))
    for packed in files:
        place = folder / packed.name.removesuffix(".db.gz")
        path = unpack(packed, place)
        office = bootstrap.open_office(place, now=lambda: datetime(2016, 12, 6, 12, tzinfo=UTC))
        try:
            _expect_readable(office, packed.name)
        finally:
            office.close()
        if migration.inspect(path, thorough=True) != migration.HEAD:
            raise StepFailed(packed.name)
    return _("{count}个旧文件可读，").format(count=len(files)) + _upgraded(files[-1], folder / "next")


def _expect_readable(office: OpenOffice, name: str) -> None:
    with office.store.open_uow() as uow:
        if uow.journal.verify() is not None:
            raise StepFailed(f"{name}: {_('操作日志')}")
        memos = [memo for line in uow.cases.summaries() for memo in uow.memos.of_case(line.id)]
        evidence = [item for line in uow.cases.summaries() for item in uow.cases.get(line.id).evidence]
        for item in evidence:
            uow.attachments.get(item.sha256)
    for memo in memos:
        if office.signing.check(memo.pdf, office.offices.trust()).verdict is not SignatureVerdict.INTACT:
            raise StepFailed(f"{name}: {memo.number}")
    if not memos or not evidence:
        raise StepFailed(f"{name}: 0")


def _upgraded(packed: Path, folder: Path) -> str:
    """One step further than the present structure, as the next version will do it: backed up, upgraded, whole."""
    path = unpack(packed, folder / "data")
    steps = folder / "migrations"
    shutil.copytree(places.migrations(), steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "versions" / "selftest.py").write_text(_STEP.format(before=migration.HEAD), encoding="utf-8")
    migration.prepare(path, migrations=steps, now=wiring.clock, interrupted=False, head="selftest")
    (backup,) = (path.parent / "backups").iterdir()
    found = (migration.inspect(path, thorough=True), migration.inspect(backup, thorough=True))
    if found != ("selftest", migration.HEAD):
        raise StepFailed(str(found))
    return _("下一步升级前有备份")


def long_path(demonstration: Path, folder: Path) -> str:
    """The demonstration's data at the end of a very long path: opened, written to, backed up."""
    place = lengthened(folder, LONG - len("/gongshu.db"))
    place.mkdir(parents=True)
    shutil.copyfile(demonstration / "data" / "gongshu.db", place / "gongshu.db")
    office = bootstrap.open_office(place, rounds=bootstrap.DEMONSTRATION_ROUNDS)
    with closing(office):
        office.offices.save_person("长路径", (Role.EXAMINER,))
        backup = office.store.backup(folder / "backup.db")
    if migration.inspect(backup, thorough=True) != migration.HEAD or not (place / "gongshu.db").exists():
        raise StepFailed(str(place))
    return _("路径长{count}个字符").format(count=len(str(place / "gongshu.db")))


def lengthened(folder: Path, length: int) -> Path:
    """A folder below this one whose path has that many characters, in parts with Chinese characters and blanks."""
    place = folder
    while (room := length - len(str(place)) - 1) > 0:
        name = _NAME[: min(len(_NAME), room)]
        if room - len(name) == 1:  # would leave room for nothing but the next separator
            name = name[:-1]
        place /= name if not name.endswith(" ") else f"{name[:-1]}夹"  # Windows takes no blank at the end
    return place
