"""The same memo for two other typesetters, typst and WeasyPrint: taken from our own flowables, text by text and cell by cell.

What they are given is simpler than what we draw: one face a paragraph, no rules about where a page may end, no signature
fields, no code on paper. Sizes, leading, column widths, margins, font files and footers are the same.
``python -m tests.benchmarks.peer_documents typst|weasyprint SOURCE OUT`` sets a source in a process of its own.
"""

import html
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongshu_desktop.host import places

_FACES = {
    "仿宋": "Memo FangSong",
    "楷体": "Memo Kai",
    "黑体": "Memo Hei",
    "加重": "Memo Hei",
    "宋体": "Memo Song",
    "小标宋": "Memo SongBold",
}
_LATIN = "Memo Latin"
_BODY = "仿宋"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or the text of a cell."""

    text: str
    size: float
    leading: float
    face: str
    alignment: str
    before: float = 0.0
    after: float = 0.0

    @property
    def look(self) -> "Text":
        """All but the text: what a style sheet holds."""
        return Text("", self.size, self.leading, self.face, self.alignment, self.before, self.after)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: column widths in points, rows of (text, columns it spans)."""

    widths: tuple[float, ...]
    rows: tuple[tuple[tuple[Text | None, int], ...], ...]


Block = Text | Grid


def blocks(flowables: Iterable[Any]) -> Iterator[Block]:
    """Our flowables as plain texts and tables."""
    from reportlab.platypus import KeepTogether, Table

    from gongshu_desktop.document.memo.pages import Together
    from gongshu_desktop.document.typesetting.paragraph import Paragraph

    for flowable in flowables:
        if isinstance(flowable, Together):
            yield from blocks(flowable.first or [])
        elif isinstance(flowable, KeepTogether):
            yield from blocks(vars(flowable)["_content"])
        elif isinstance(flowable, Table):
            yield _grid(flowable)
        elif isinstance(flowable, Paragraph):
            yield _text(flowable)


def _text(paragraph: Any) -> Text:
    style, measured = paragraph._style, paragraph._text
    face = str(measured.looks[0].typeface) if measured.looks else _BODY
    return Text(measured.characters, style.size, style.leading, face, style.alignment.value, style.before, style.after)


def _grid(table: Any) -> Grid:
    spans = {start: end[0] for _name, start, end in table._spanCmds}
    rows = []
    for place, row in enumerate(table._cellvalues):
        cells, column = [], 0
        while column < len(row):
            last = spans.get((column, place), column) % len(row)
            cells.append((_cell(row[column]), last - column + 1))
            column = last + 1
        rows.append(tuple(cells))
    return Grid(tuple(table._colWidths), tuple(rows))


def _cell(value: Any) -> Text | None:
    found = [
        block for block in blocks(value if isinstance(value, (list, tuple)) else [value]) if isinstance(block, Text)
    ]
    if not found:
        return None
    first = found[0]
    joined = "\n".join(text.text for text in found)
    return Text(joined, first.size, first.leading, first.face, first.alignment)


# --- HTML for WeasyPrint ---------------------------------------------------------------------------------------------


def as_html(parts: Sequence[Block], foot: str, digest: str) -> str:
    """The page with its style sheet."""
    looks: dict[Text, str] = {}
    body = "\n".join(_html(part, looks) for part in parts)
    faces = "".join(
        f'@font-face {{ font-family: "{name}"; src: url("{_file(name).as_uri()}") }}\n'
        for name in dict.fromkeys((_LATIN, *_FACES.values()))
    )
    said = f'"{foot}　第" counter(page) "页　共" counter(pages) "页\\A {digest}"'
    sides = "".join(
        f"@page :{side} {{ margin-{inner}: 28mm; margin-{outer}: 26mm; "
        f"@bottom-{inner} {{ content: {said}; white-space: pre; font: 8pt/10.5pt {_families(_BODY)} }} "
        f"@bottom-{outer} {{ content: '— ' counter(page) ' —'; font: 14pt/16pt {_families('宋体')} }} }}\n"
        for side, inner, outer in (("right", "left", "right"), ("left", "right", "left"))
    )
    styles = "".join(
        f".{name} {{ font: {look.size}pt/{look.leading}pt {_families(look.face)}; "
        f"text-align: {look.alignment.replace('justified', 'justify').replace('centred', 'center')}; "
        f"margin: {look.before}pt 0 {look.after}pt }}\n"
        for look, name in looks.items()
    )
    return (
        f"<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>{html.escape(foot)}</title><style>\n{faces}"
        f"@page {{ size: A4; margin-top: 37mm; margin-bottom: 35mm }}\n{sides}"
        "body { margin: 0 } p { white-space: pre-wrap } table { border-collapse: collapse; table-layout: fixed; width: 156mm }\n"
        f"td {{ border: 0.5pt solid #7a7a7a; padding: 2pt 3.2pt 2.6pt; vertical-align: middle; white-space: pre-wrap }}\n{styles}"
        f"</style></head><body>\n{body}\n</body></html>"
    )


def _html(part: Block, looks: dict[Text, str]) -> str:
    if isinstance(part, Text):
        return f"<p class='{looks.setdefault(part.look, f's{len(looks)}')}'>{html.escape(part.text)}</p>"
    columns = "".join(f"<col style='width: {width:.2f}pt'>" for width in part.widths)
    rows = "".join(f"<tr>{''.join(_html_cell(*cell, looks) for cell in row)}</tr>\n" for row in part.rows)
    return f"<table>{columns}\n{rows}</table>"


def _html_cell(text: Text | None, span: int, looks: dict[Text, str]) -> str:
    across = f" colspan='{span}'" if span > 1 else ""
    if text is None:
        return f"<td{across}></td>"
    return f"<td{across} class='{looks.setdefault(text.look, f's{len(looks)}')}'>{html.escape(text.text)}</td>"


def _families(face: str) -> str:
    return ", ".join(f'"{name}"' for name in dict.fromkeys((_LATIN, _FACES[face], _FACES[_BODY], _FACES["楷体"])))


def _file(family: str) -> Path:
    return places.resources() / "fonts" / f"{family.replace(' ', '')}.ttf"


def weasyprint(source: str, *, archive: bool) -> bytes:
    """Set by WeasyPrint."""
    from weasyprint import HTML  # type: ignore[import-not-found, unused-ignore]

    return bytes(HTML(string=source).write_pdf(pdf_variant="pdf/a-3b" if archive else None))


# --- typst -----------------------------------------------------------------------------------------------------------


def as_typst(parts: Sequence[Block], foot: str, digest: str) -> str:
    """The document in typst's own language."""
    looks: dict[Text, str] = {}
    body = "\n".join(_typst(part, looks) for part in parts)
    styles = "".join(
        f"#let {name}(body) = {{ set text(font: ({_families(look.face)}), size: {look.size}pt); "
        f"set par(leading: {look.leading - look.size:.2f}pt, justify: {str(look.alignment == 'justified').lower()}); "
        f"align({ {'centred': 'center', 'right': 'right'}.get(look.alignment, 'left') }, body) }}\n"
        for look, name in looks.items()
    )
    said = f'{_quoted(foot)} + "　第" + str(n) + "页　共" + str(counter(page).final().first()) + "页"'
    return (
        '#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, inside: 28mm, outside: 26mm), footer: context {\n'
        f"  let n = counter(page).get().first()\n  set text(font: ({_families(_BODY)}), size: 8pt)\n"
        f'  grid(columns: (1fr, auto), {said} + "\\n" + {_quoted(digest)}, text(size: 14pt, "— " + str(n) + " —"))\n}})\n'
        '#set text(lang: "zh", region: "cn", top-edge: "ascender", bottom-edge: "descender")\n'
        '#set table(stroke: 0.5pt + rgb("#7a7a7a"), inset: (x: 3.2pt, top: 2pt, bottom: 2.6pt), align: horizon)\n'
        f"#set block(spacing: 4pt)\n{styles}{body}\n"
    )


def _typst(part: Block, looks: dict[Text, str]) -> str:
    if isinstance(part, Text):
        name = looks.setdefault(part.look, f"s{len(looks)}")
        return f"#block(above: {part.before}pt, below: {part.after}pt, {name}({_quoted(part.text)}))"
    columns = ", ".join(f"{width:.2f}pt" for width in part.widths)
    cells = ",\n".join(_typst_cell(*cell, looks) for row in part.rows for cell in row)
    return f"#table(columns: ({columns},),\n{cells})"


def _typst_cell(text: Text | None, span: int, looks: dict[Text, str]) -> str:
    inner = "[]" if text is None else f"{looks.setdefault(text.look, f's{len(looks)}')}({_quoted(text.text)})"
    return f"table.cell(colspan: {span}, {inner})" if span > 1 else inner


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def typst_setting() -> Callable[..., bytes]:
    """Sets documents with one typst, which reads the fonts once."""
    import typst  # type: ignore[import-not-found, unused-ignore]

    compiler = typst.Compiler(font_paths=[str(places.resources() / "fonts")], ignore_system_fonts=True)

    def setting(source: str, *, archive: bool) -> bytes:
        return bytes(compiler.compile(source.encode(), format="pdf", pdf_standards=["a-3b"] if archive else []))

    return setting


def main() -> int:
    """One document, in this process."""
    peer, source, out = sys.argv[1:]
    setting = typst_setting() if peer == "typst" else weasyprint
    Path(out).write_bytes(setting(Path(source).read_text(encoding="utf-8"), archive=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
