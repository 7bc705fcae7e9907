"""Where in a case file something is wrong, said as the paper form would be read, not as JSON: decided without Qt."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.ports import PolicyLibrary

_PART = re.compile(r"\.([\w-]+)|\[(\d+)\]|\['([^']*)'\]|\[\"([^\"]*)\"\]")
_CLAIM = 2
"""Parts of a path that name a claim: "claims" and its place."""


def place_words(path: str, titles: Mapping[int, str]) -> str:
    """A JSON path in words: 第2项 房租和宽带补贴 › 评定日期（申报值）. ``titles`` of the claims, by their place from 0."""
    parts = [found[1] or found[3] or found[4] or int(found[2] or 0) for found in _PART.finditer(path)]
    said: list[str] = []
    if len(parts) >= _CLAIM and parts[0] == "claims" and isinstance(parts[1], int):
        said.append(_("第{place}项 {title}").format(place=parts[1] + 1, title=titles.get(parts[1], "")).strip())
        parts = parts[_CLAIM:]
    if parts[:1] in (["facts"], ["verdicts"]) and len(parts) > 1:
        parts = parts[1:]  # what comes next has a name of its own
    for part in parts:
        if isinstance(part, int):
            said.append(_("第{place}条").format(place=part + 1))
        elif part in ("claimed", "verified") and said and parts[0] != part:
            side = _("申报值") if part == "claimed" else _("核定值")
            said[-1] = _("{place}（{side}）").format(place=said[-1], side=side)
        else:
            said.append(_names().get(part, part))
    return " › ".join(said) or _("整个文件")


def member_words(path: str, titles: Mapping[int, str]) -> str:
    """A place in a hand-over package in words: the file in it, then the place in that file."""
    member, _colon, inside = path.partition(":")
    known = {"": _("整个文件"), "manifest.json": _("包内清单"), "case.json": _("案卷内容")}
    name = known.get(member, _("包内文件 {name}").format(name=member))
    within = place_words(inside.replace("$.case", "$", 1), titles)
    return name if within == _("整个文件") else f"{name} › {within}"


def claim_titles(content: bytes, policies: "PolicyLibrary") -> Mapping[int, str]:
    """The titles of the claims in a file that is no good case file, as far as it says them."""
    with suppress(ValueError, RecursionError, KeyError, TypeError, AttributeError):
        told = json.loads(content)
        policy = policies.get(told["policy"])
        known = {measure.id: measure.title for measure in policy.measures}
        return {
            at: known[claim["measure"]]
            for at, claim in enumerate(told["claims"])
            if isinstance(claim, dict) and claim.get("measure") in known
        }
    return {}


def _names() -> Mapping[str, str]:
    """What people call the keys of the format."""
    return {
        "format": _("文件格式"),
        "policy": _("政策"),
        "year": _("申报年度"),
        "number": _("案卷号"),
        "applicant": _("申报单位"),
        "makerspace": _("众创空间"),
        "claims": _("申报事项"),
        "measure": _("申报事项"),
        "claimed": _("申报额"),
        "facts": _("事实"),
        "verdicts": _("判定"),
        "result": _("结论"),
        "readings": _("口径"),
        "evidence": _("佐证材料"),
        "name": _("名称"),
        "uscc": _("统一社会信用代码"),
        "roles": _("身份"),
        "subdistrict": _("街道"),
        "type": _("类型"),
        "level": _("级别"),
        "area": _("面积"),
        "address": _("地址"),
        "contact": _("联系人"),
        "phone": _("电话"),
        "note": _("备注"),
    }
