"""Any of the office's papers as a PDF: drawn from its content alone, the same bytes for the same content."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from gongshu_desktop.document.fonts.faces import DRAWING, UnprintableCharacter, unprintable
from gongshu_desktop.document.fonts.own_faces import own_faces
from gongshu_desktop.document.typesetting.blank_lines import without_blank_runs
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.services.font_choices import BUNDLED, FontSet

_WORDS = {
    "office": "单位名称",
    "number": "文号",
    "case": "案卷编号",
    "applicant": "申报单位",
    "uscc": "统一社会信用代码",
    "makerspace": "众创空间",
    "subdistrict": "所在街道",
    "basics": "基本情况",
    "basis": "依据",
    "rows": "表格",
    "items": "事项",
    "measures": "事项",
    "more": "其他补正内容",
    "documents": "材料",
    "evidence": "佐证材料",
    "opinions": "审核意见",
    "opinion": "意见",
    "reason": "理由",
    "conditions": "条件",
    "note": "说明",
    "remedies": "救济途径",
    "contact": "联系方式",
    "adoptions": "采用情况",
    "authority": "依据",
    "name": "姓名或名称",
    "title": "名称",
    "people": "办理人员",
}


def draw_paper(content: Paper, *, draft: bool, fonts: FontSet = BUNDLED) -> bytes:
    """The PDF of a paper, with its content attached. Safe to call from any thread; one paper is drawn at a time.

    Raises:
        UnprintableCharacter: the content holds characters that no font of the program has; it lists them all.
        FontRefused: a font of the office's own can no longer be used.
    """
    from gongshu_desktop.document.page import archive, sheet  # noqa: PLC0415 - pikepdf and platypus take half a second
    from gongshu_desktop.document.papers import layouts  # noqa: PLC0415

    layout = layouts.layout_of(content)
    with DRAWING, own_faces(fonts):
        found = unprintable(_texts(content))
        if found:
            raise UnprintableCharacter(found)
        title = layout.title(content)
        drawn = sheet.pages(
            list(layout.build(without_blank_runs(content), draft)),
            layout.sheet,
            title=title,
            author=content.office,
            footing=sheet.Footing(text=layout.foot(content), digest=f"内容摘要 {content.digest}"),
            draft=draft,
        )
        particulars = archive.Particulars(
            title=title, author=content.office, drawn=datetime.fromisoformat(content.drawn)
        )
        return archive.archived(drawn, particulars, archive.paper_content(canonical_bytes(content.to_json())))


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of the content with the words for where it stands: 表格第3行 申报单位."""
    if isinstance(value, str):
        yield place.lstrip(), value
    elif isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield from _texts(item, f"{place}第{number}项")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), f"{place} {_WORDS.get(field.name, field.name)}")
