"""A stick with an update on it, and a stand-in for what would run the installer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongshu_desktop.document.update.manifest import MANIFEST, SIGNATURE, PrivateKey, sign


def stick(folder: Path, key: PrivateKey, version: str = "9.2.0", name: str = "setup-9.2.0.exe") -> Path:
    """A folder with an installer, its manifest and its signature."""
    folder.mkdir()
    installer = folder / name
    installer.write_bytes(b"MZ" + bytes(range(256)) * 5000)
    for file, content in zip((MANIFEST, SIGNATURE), sign(installer, version, key), strict=True):
        (folder / file).write_bytes(content)
    return folder


@dataclass
class FakeInstalling:
    """Notes what would have been run."""

    endings: Sequence[str] = (".exe",)
    runs: bool = True
    in_the_way: str = ""
    failure: OSError | None = None
    started: list[tuple[bytes, bool]] = field(default_factory=list)

    def obstacle(self) -> str:
        return self.in_the_way

    def start(self, installer: Path, *, restart: bool) -> None:
        if self.failure is not None:
            raise self.failure
        self.started.append((installer.read_bytes(), restart))

    def command(self, installer: Path) -> str:
        return f"install {installer}"
