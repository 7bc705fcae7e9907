"""The offline update as a whole: nothing is run unless signature, version, file and backup are all as they must be."""

import resource
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongshu_desktop import wiring
from gongshu_desktop.document.update.check import SignedUpdates
from gongshu_desktop.document.update.manifest import MANIFEST, SIGNATURE, PrivateKey
from gongshu_desktop.services.journal.acts import OfficeAct
from gongshu_desktop.services.ports import WrongPassphrase
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.services.update.folder import FOLDER, MARKER, make, tidy
from gongshu_desktop.services.update.updating import BACKUPS, Record, UpdateRefused, Updates, Voucher, no_record
from tests.packaging.update_stick import FakeInstalling, stick

MAINTAINER = Ed25519PrivateKey.generate()
NEXT_MAINTAINER = ec.generate_private_key(ec.SECP256R1())
NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
SECRET = "correct horse battery staple"


def _no_backup(_to: Path) -> Path:
    raise StoreError("磁盘空间不足")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def public(tmp_path: Path) -> Path:
    file = tmp_path / "maintainer.pem"
    keys = (MAINTAINER.public_key(), NEXT_MAINTAINER.public_key())
    file.write_bytes(b"".join(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) for key in keys))
    return file


@pytest.fixture
def installing() -> FakeInstalling:
    return FakeInstalling()


def _backed_up(to: Path) -> Path:
    to.parent.mkdir(exist_ok=True)
    to.write_bytes(b"all data")
    return to


def _updates(
    public: Path,
    installing: FakeInstalling,
    data: Path,
    back_up: Callable[[Path], Path] = _backed_up,
    trust: bytes = b"",
    record: Record = no_record,
) -> Updates:
    check = SignedUpdates(public, "0.1.0")
    return Updates(check, installing, lambda: trust, back_up, lambda: NOW, data, record=record)


@pytest.mark.parametrize("key", [MAINTAINER, NEXT_MAINTAINER])
def test_a_genuine_update_is_backed_up_for_and_run(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path, key: PrivateKey
) -> None:
    folder = stick(tmp_path / "U 盘", key)
    updates = _updates(public, installing, data)
    steps: list[tuple[int, int]] = []
    update = updates.check(folder, lambda done, total: steps.append((done, total)))
    assert (update.running, update.version, update.voucher) == ("0.1.0", "9.2.0", Voucher.MAINTAINER)
    assert steps[-1][0] == steps[-1][1] == (folder / "setup-9.2.0.exe").stat().st_size
    assert installing.started == []

    shutil.rmtree(folder)  # the stick is pulled out
    backup = updates.install(update)
    assert backup == data / BACKUPS / "gongshu-20261127-093000-000000-0.1.0.db"
    assert backup.read_bytes() == b"all data"
    assert installing.started == [(update.installer.read_bytes(), True)]

    updates.tidy()
    assert not (data / FOLDER).exists()


def test_an_update_goes_on_record_before_anything_is_run(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path
) -> None:
    recorded: list[tuple[str, dict[str, str]]] = []

    def record(act: OfficeAct, values: Mapping[str, str]) -> None:
        assert installing.started == []
        recorded.append((act.value, dict(values)))

    updates = _updates(public, installing, data, record=record)
    update = updates.check(stick(tmp_path / "U 盘", MAINTAINER))
    assert recorded == []
    updates.install(update)
    said = {
        "update/from": "0.1.0",
        "update/to": "9.2.0",
        "update/voucher": "maintainer",
        "update/sha256": update.sha256,
    }
    assert recorded == [("update", said)]


def _nothing_is_run(updates: Updates, folder: Path, installing: FakeInstalling, data: Path) -> str:
    with pytest.raises(UpdateRefused) as refusal:
        updates.check(folder)
    assert installing.started == []
    assert not (data / FOLDER).exists()
    assert not (data / BACKUPS).exists()
    return str(refusal.value)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "setup-9.2.0.exe").write_bytes(b"MZ evil"), "与清单不符"),
        (lambda folder: (folder / "setup-9.2.0.exe").unlink(), "setup-9.2.0.exe"),
        (lambda folder: (folder / MANIFEST).unlink(), MANIFEST),
        (lambda folder: (folder / SIGNATURE).unlink(), SIGNATURE),
        (lambda folder: (folder / SIGNATURE).write_bytes(b"AAAA"), "签名不成立"),
        (shutil.rmtree, MANIFEST),
    ],
)
def test_a_spoilt_update_is_refused(
    tmp_path: Path,
    public: Path,
    installing: FakeInstalling,
    data: Path,
    spoil: Callable[[Path], object],
    said: str,
) -> None:
    folder = stick(tmp_path / "U 盘", MAINTAINER)
    spoil(folder)
    assert said in _nothing_is_run(_updates(public, installing, data), folder, installing, data)


def test_a_strangers_update_is_refused(tmp_path: Path, public: Path, installing: FakeInstalling, data: Path) -> None:
    folder = stick(tmp_path / "U 盘", Ed25519PrivateKey.generate())
    assert "签名不成立" in _nothing_is_run(_updates(public, installing, data), folder, installing, data)


def test_an_older_update_is_refused(tmp_path: Path, public: Path, installing: FakeInstalling, data: Path) -> None:
    folder = stick(tmp_path / "U 盘", MAINTAINER, version="0.1.0")
    assert "不比本机" in _nothing_is_run(_updates(public, installing, data), folder, installing, data)


@pytest.mark.parametrize("name", ["setup-9.2.0.deb", "gongshu-9.2.0-linux-x86_64.tar.gz"])
def test_an_update_for_another_system_is_refused(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path, name: str
) -> None:
    folder = stick(tmp_path / "U 盘", MAINTAINER, name=name)
    assert "不是为本机的系统" in _nothing_is_run(_updates(public, installing, data), folder, installing, data)


def test_a_program_that_cannot_be_replaced_takes_none(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path
) -> None:
    folder = stick(tmp_path / "U 盘", MAINTAINER)
    installing.in_the_way = "便携方式"
    assert _nothing_is_run(_updates(public, installing, data), folder, installing, data) == "便携方式"


def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path
) -> None:
    folder = stick(tmp_path / "U 盘", MAINTAINER)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        said = _nothing_is_run(_updates(public, installing, data), folder, installing, data)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "复制安装程序" in said


def test_without_a_backup_nothing_is_run(tmp_path: Path, public: Path, installing: FakeInstalling, data: Path) -> None:
    updates = _updates(public, installing, data, _no_backup)
    update = updates.check(stick(tmp_path / "U 盘", MAINTAINER))
    with pytest.raises(StoreError, match="磁盘空间不足"):
        updates.install(update)
    assert installing.started == []


@pytest.mark.parametrize("spoil", [lambda file: file.unlink(), lambda file: file.write_bytes(b"MZ evil")])
def test_what_changes_after_the_check_is_not_run(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path, spoil: Callable[[Path], object]
) -> None:
    updates = _updates(public, installing, data)
    update = updates.check(stick(tmp_path / "U 盘", MAINTAINER))
    spoil(update.installer)
    with pytest.raises(UpdateRefused, match="移走或改动"):
        updates.install(update)
    assert installing.started == []


def test_an_installer_that_does_not_start_is_told(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path
) -> None:
    installing.failure = PermissionError(13, "blocked by a virus scanner")
    recorded: list[str] = []
    updates = _updates(public, installing, data, record=lambda act, _values: recorded.append(act))
    update = updates.check(stick(tmp_path / "U 盘", MAINTAINER))
    with pytest.raises(UpdateRefused, match="blocked by a virus scanner"):
        updates.install(update)
    assert recorded == ["update", "update-not-started"]


def test_an_installer_that_does_not_start_is_told_though_that_cannot_go_on_record(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path
) -> None:
    installing.failure = PermissionError(13, "blocked by a virus scanner")

    def record(act: OfficeAct, _values: Mapping[str, str]) -> None:
        if act is OfficeAct.NO_UPDATE:
            raise StoreError("磁盘空间不足")

    updates = _updates(public, installing, data, record=record)
    update = updates.check(stick(tmp_path / "U 盘", MAINTAINER))
    with pytest.raises(UpdateRefused, match="blocked by a virus scanner"):
        updates.install(update)


def test_a_package_for_linux_is_put_where_it_is_wanted(tmp_path: Path, public: Path, data: Path) -> None:
    installing = FakeInstalling(endings=(".deb", ".tar.gz"), runs=False)
    recorded: list[str] = []
    updates = _updates(public, installing, data, record=lambda act, _values: recorded.append(act))
    folder = stick(tmp_path / "U 盘", MAINTAINER, name="gongshu_9.2.0_amd64.deb")
    placed = tmp_path / "给 管理员"
    placed.mkdir()
    assert updates.put(updates.check(folder), placed) == f"install {placed / 'gongshu_9.2.0_amd64.deb'}"
    assert (placed / "gongshu_9.2.0_amd64.deb").read_bytes() == (folder / "gongshu_9.2.0_amd64.deb").read_bytes()
    assert not (data / FOLDER).exists()
    assert recorded == ["put-update"]  # nothing was installed

    with pytest.raises(UpdateRefused, match="已有"):
        updates.put(updates.check(folder), placed)
    with pytest.raises(UpdateRefused, match="没有存好"):
        updates.put(updates.check(folder), tmp_path / "none")
    assert installing.started == []
    assert recorded == ["put-update"]


def test_a_package_is_not_put_through_a_link_nor_where_others_write(tmp_path: Path, public: Path, data: Path) -> None:
    installing = FakeInstalling(endings=(".deb",), runs=False)
    updates = _updates(public, installing, data)
    name = "gongshu_9.2.0_amd64.deb"
    folder = stick(tmp_path / "U 盘", MAINTAINER, name=name)
    placed = tmp_path / "placed"
    placed.mkdir()
    (placed / name).symlink_to(tmp_path / "elsewhere.deb")
    with pytest.raises(UpdateRefused, match="已有"):
        updates.put(updates.check(folder), placed)
    assert not (tmp_path / "elsewhere.deb").exists()
    (placed / name).unlink()
    for mode in (0o777, 0o1777, 0o757):
        placed.chmod(mode)
        with pytest.raises(UpdateRefused, match="别人也能写入"):
            updates.put(updates.check(folder), placed)
    assert list(placed.iterdir()) == []
    placed.chmod(0o755)
    updates.put(updates.check(folder), placed)
    assert [path.name for path in placed.iterdir()] == [name]


def test_only_what_this_program_made_is_thrown_away(
    tmp_path: Path, public: Path, installing: FakeInstalling, data: Path
) -> None:
    theirs = data / FOLDER
    theirs.mkdir()
    (theirs / "扫描件.pdf").write_bytes(b"precious")
    updates = _updates(public, installing, data)
    tidy(data)
    with pytest.raises(UpdateRefused, match="不能在数据文件夹中建立"):
        updates.check(stick(tmp_path / "U 盘", MAINTAINER))
    assert [file.name for file in theirs.iterdir()] == ["扫描件.pdf"]

    elsewhere = theirs.rename(tmp_path / "elsewhere")
    (elsewhere / MARKER).touch()
    theirs.symlink_to(elsewhere)
    tidy(data)
    with pytest.raises(FileExistsError):
        make(data)
    assert (elsewhere / "扫描件.pdf").read_bytes() == b"precious"


def test_what_a_kill_left_of_the_place_is_in_nobodys_way(data: Path) -> None:
    (data / FOLDER).mkdir()  # killed before the marker was made
    tidy(data)
    place = make(data)
    (place / "setup-9.2.0.exe").write_bytes(b"MZ")
    assert make(data) == place
    tidy(data)
    assert list(data.iterdir()) == []


# --- whose keys --------------------------------------------------------------------------------------------------------


@pytest.fixture
def founded(tmp_path: Path) -> tuple[bytes, bytes]:
    """An office's root key file and trust file."""
    return wiring.signing(1000).create_root("拱墅区工作组", SECRET)


def test_the_offices_root_vouches_where_there_is_no_maintainers_key(
    tmp_path: Path, installing: FakeInstalling, data: Path, founded: tuple[bytes, bytes]
) -> None:
    root, trust = founded
    updates = _updates(tmp_path / "none.pem", installing, data, trust=trust)
    assert updates.vouchers() == {Voucher.OFFICE}
    folder = tmp_path / "U 盘"
    folder.mkdir()
    installer = folder / "setup.exe"
    installer.write_bytes(b"MZ" * 1000)
    with pytest.raises(WrongPassphrase):
        updates.vouch(installer, "9.2.0", root, "wrong")
    assert list(folder.iterdir()) == [installer]
    updates.vouch(installer, "9.2.0", root, SECRET)
    assert updates.check(folder).voucher is Voucher.OFFICE

    _other_root, other_trust = wiring.signing(1000).create_root("别的单位", SECRET)
    with pytest.raises(UpdateRefused, match="签名不成立"):
        _updates(tmp_path / "none.pem", installing, data, trust=other_trust).check(folder)
    with pytest.raises(UpdateRefused, match="不是同一单位"):
        _updates(tmp_path / "none.pem", installing, data, trust=other_trust).vouch(installer, "9.2.0", root, SECRET)
    with pytest.raises(UpdateRefused):
        _updates(tmp_path / "none.pem", installing, data).vouch(installer, "9.2.0", root, SECRET)


def test_nobody_vouches_before_there_is_any_key(tmp_path: Path, installing: FakeInstalling, data: Path) -> None:
    updates = _updates(tmp_path / "none.pem", installing, data)
    assert updates.vouchers() == frozenset()
    with pytest.raises(UpdateRefused, match="签名不成立"):
        updates.check(stick(tmp_path / "U 盘", MAINTAINER))


def test_the_issuing_key_of_paper_codes_vouches_for_nothing(
    tmp_path: Path, installing: FakeInstalling, data: Path, founded: tuple[bytes, bytes]
) -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from gongshu_desktop.document.paper_code.office_codes import OfficePaperCodes

    root, trust = founded
    issuing, trust = OfficePaperCodes(clock=wiring.clock).new_issuing_key(root, SECRET, trust)
    key = load_pem_private_key(issuing, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    with pytest.raises(UpdateRefused, match="签名不成立"):
        _updates(tmp_path / "none.pem", installing, data, trust=trust).check(stick(tmp_path / "U 盘", key))


@pytest.mark.parametrize("content", [b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_a_damaged_public_key_is_told(tmp_path: Path, installing: FakeInstalling, data: Path, content: bytes) -> None:
    (tmp_path / "broken.pem").write_bytes(content)
    with pytest.raises(UpdateRefused, match="公钥无法读取"):
        _updates(tmp_path / "broken.pem", installing, data).vouchers()
