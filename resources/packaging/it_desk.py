"""For the IT desk: checksums of every file, and the sheet to print, filled in from what was really built.

python it_desk.py windows|linux DIST VERSION
"""

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

import bounds
from markdown_it import MarkdownIt

HERE = Path(__file__).parent
COMPONENTS = (
    ("两个启动程序（含程序自身和各库的 Python 代码）", r"^gongshu-desktop(-cli)?(\.exe)?$"),
    ("Qt 界面（窗口、PDF 显示、打印）", r"PySide6|shiboken6|libQt6|libicu|libpyside"),
    ("字体（中文，画面和意见书用）", r"resources/fonts"),
    ("密码算法（密钥、签名、摘要）", r"cryptography|libcrypto|libssl|_cffi|pkcs11|asn1crypto"),
    (
        "Python 运行环境",
        r"python3|base_library|^program/\w+\.pyd$|^program/lib\w+-\d\.dll$|lib-dynload|VCRUNTIME|libffi",
    ),
    ("PDF 读写（pikepdf、qpdf、lxml、fontTools）", r"pikepdf|lxml|fontTools|rpds|jsonschema"),
    ("图片（Pillow）", r"PIL|pillow"),
    ("数据库（SQLite、SQLAlchemy）", r"sqlite|sqlalchemy"),
    ("拼音检索", r"pypinyin"),
    ("演示案卷、数据结构", r"^program/db"),
    ("二维码识读", r"zxing"),
    ("系统支持库（X11、字体、打印等）", r"^program/lib[^/]+\.so"),
)


def files(folder: Path) -> list[Path]:
    """Every file of the program."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def digest(path: Path) -> str:
    """SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sizes(folder: Path) -> str:
    """What each megabyte buys, as a table."""
    total: Counter[str] = Counter()
    for path in files(folder):
        place = path.relative_to(folder).as_posix()
        name = next((words for words, pattern in COMPONENTS if re.search(pattern, place)), "其他")
        total[name] += path.stat().st_size
    rows = [f"| {words} | {size / 2**20:.1f} |" for words, size in total.most_common()]
    return "\n".join(["| 组成 | MB |", "|---|---:|", *rows, f"| **合计** | **{sum(total.values()) / 2**20:.1f}** |"])


def libc(folder: Path) -> str:
    """Which version of the C library the program needs, and which of its files ask for it (Linux)."""
    wanted: dict[tuple[int, ...], list[str]] = {}
    for path in bounds.programs(folder):
        versions = bounds.asked(path).get("GLIBC", {})
        if versions:
            symbols = "、".join(sorted(versions[max(versions)])[:3])
            wanted.setdefault(max(versions), []).append(f"{path.name}（{symbols}）")
    rows = []
    for version in sorted(wanted, reverse=True)[:4]:
        named = "；".join(wanted[version][:6]) + (f" 等 {len(wanted[version])} 个" if len(wanted[version]) > 6 else "")
        rows.append(f"| {'.'.join(map(str, version))} | {named} |")
    return "\n".join(["| 需要的 glibc | 由哪些文件的哪些符号决定 |", "|---|---|", *rows])


def system_libraries(folder: Path) -> str:
    """The libraries that the system must have (Linux)."""
    return "、".join(f"`{library}`" for library in sorted(bounds.needed(folder)))


def sheet(system: str, dist: Path, version: str) -> str:
    """The sheet, with what is in braces filled in."""
    folder = dist / "gongshu-desktop"
    packed = [path for path in sorted(dist.iterdir()) if path.suffix in {".exe", ".gz", ".deb", ".json"}]
    archives = "\n".join(
        ["| 文件 | 字节 | SHA-256 |", "|---|---:|---|"]
        + [f"| {path.name} | {path.stat().st_size:,} | `{digest(path)}` |" for path in packed]
    )
    written = (HERE / f"it-desk-{system}.md").read_text(encoding="utf-8")
    common = (HERE / "it-desk.md").read_text(encoding="utf-8")
    filled = {
        "version": version,
        "archives": archives,
        "programs": "\n".join(
            f"- `{path.name}` `{digest(path)}`" for path in sorted(folder.glob("gongshu-desktop*")) if path.is_file()
        ),
        "count": str(len(files(folder))),
        "sizes": sizes(folder),
        "libc": libc(folder) if system == "linux" else "",
        "libraries": system_libraries(folder) if system == "linux" else "",
        "wheels": (HERE / "wheels-aarch64.md").read_text(encoding="utf-8").strip(),
    }
    text = written.replace("{common}", common)
    for name, value in filled.items():
        text = text.replace("{" + name + "}", value)
    return text


_STYLE = """body{font:11pt/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#1b1b1b}
h1{font-size:18pt}h2{font-size:13pt;margin-top:1.6em;border-bottom:1px solid #bbb}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #bbb;padding:.2em .5em;vertical-align:top;text-align:left}code{font-size:9pt;word-break:break-all}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}"""


def main(arguments: list[str]) -> int:
    """Write SHA256SUMS.txt and the sheet (Markdown, and HTML to print) beside the packages."""
    system, dist, version = arguments[0], Path(arguments[1]), arguments[2]
    folder = dist / "gongshu-desktop"
    sums = [f"{digest(path)}  gongshu-desktop/{path.relative_to(folder).as_posix()}" for path in files(folder)]
    (dist / "SHA256SUMS.txt").write_text("\n".join(sums) + "\n", encoding="utf-8")
    text = sheet(system, dist, version)
    (dist / "信息部门说明.md").write_text(text, encoding="utf-8")
    html = MarkdownIt("commonmark").enable("table").render(text)
    page = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>信息部门说明</title><style>{_STYLE}</style><body>{html}'
    (dist / "信息部门说明.html").write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
