"""Apache PDFBox Preflight, the second opinion on archive files: a validator of PDF/A-1b that is not ours nor pikepdf's."""

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import pdfa

_JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "jaxb-api", "javax.activation")
_CLASSES = ":".join(f"/usr/share/java/{jar}.jar" for jar in _JARS)
"""Where Debian's libpdfbox2-java and what it needs put them."""

Complaints = list[tuple[str, str]]
"""(code, words), sorted."""


def complaints(files: Mapping[str, bytes], folder: Path) -> dict[str, Complaints]:
    """What Preflight finds against each file, nothing for a valid PDF/A-1b. One Java process for all."""
    names = {f"{number}.pdf": name for number, name in enumerate(files)}
    for file, name in names.items():
        (folder / file).write_bytes(files[name])
    listed = folder / "files"
    listed.write_text("\n".join(str(folder / file) for file in names) + "\n", encoding="utf-8")
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", _CLASSES]
    told = subprocess.run(
        [*command, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", str(listed)],
        capture_output=True,
        check=False,
        text=True,
    )
    found = folder / "files.preflight.xml"
    assert found.exists(), told.stderr
    report = ET.parse(found).getroot()
    result = {}
    for entry in report.iter("preflight"):
        errors = sorted((error.findtext("code", ""), error.findtext("details", "")) for error in entry.iter("error"))
        assert (entry.findtext("isValid") == "true") == (not errors), entry.get("name")
        result[names[str(entry.get("name"))]] = errors
    assert result.keys() == files.keys()
    return result


def as_part_one(pdf: bytes) -> bytes:
    """The same pages and fields as PDF/A-1b: without the attachment, which part 1 knows not, and marked as part 1."""
    with pikepdf.open(BytesIO(pdf)) as document:
        del document.Root["/Names"], document.Root["/AF"]
        pdfa.prepare(document, "1b")
        target = BytesIO()
        document.save(target, **pdfa.resolve_save_kwargs("1b", deterministic_id=True))
    return target.getvalue()
