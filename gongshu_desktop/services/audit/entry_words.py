"""What no case's log shows, in words for whoever reads the whole journal: lists, people, keys, backups, digests of files.

A digest stays as it is written: it is held against the one on paper.
"""

import json
import re
from collections.abc import Callable

from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.stage import Role, role_words
from gongshu_desktop.services.font_choices import FontRole
from gongshu_desktop.services.font_choices import role_words as font_words
from gongshu_desktop.services.journal.acts import act_words
from gongshu_desktop.services.journal.subjects import ISSUED, RECEIPT, SCAN, of_memo, signature_elsewhere
from gongshu_desktop.services.journal.values import yes_no
from gongshu_desktop.services.office.signers import certificate_fingerprint
from gongshu_desktop.services.paper_kinds import PaperKind, kind_words
from gongshu_desktop.services.ports import Change, PolicyLibrary
from gongshu_desktop.wording import _

_KEY = re.compile(r"\[([^\]]*)\]")
_ADOPTED = re.compile(r"(?P<option>[^()]+)\((?P<authority>.*)\)", re.DOTALL)

Say = Callable[[str], str]


def entry_words(change: Change, policies: PolicyLibrary) -> str:
    """A change in words, with its old and its new value; "" for one that is not known here."""
    found = (
        _papers().get(change.subject)
        or _files().get(_KEY.sub("[]", change.subject))
        or _office().get(_KEY.sub("[]", change.subject))
        or _reading(change.subject, policies)
    )
    if found is None:
        return ""
    caption, say = found
    subject = caption.format(key="".join(_key_words(key) for key in _KEY.findall(change.subject)[-1:]))
    old, new = (_said(value, say) for value in (change.old, change.new))
    return f"{subject}：{new}" if change.old is None else f"{subject}：{old} → {new}"


def _said(value: str | None, say: Say) -> str:
    """A value that is not what is expected there stays as it is written."""
    if value is None:
        return _("（空）")
    try:
        return say(value)
    except (ValueError, KeyError, TypeError):
        return value


def _key_words(key: str) -> str:
    known = {role.value: role_words(role) for role in Role} | {role.value: font_words(role) for role in FontRole}
    return known.get(key, key)


def _papers() -> dict[str, tuple[str, Say]]:
    """Of notices, lists and batches of memos."""
    return {
        "paper/kind": (_("文书种类"), lambda value: kind_words(PaperKind(value))),
        "paper/year": (_("申报年度"), str),
        "paper/policy": (_("政策"), str),
        "paper/batch": (_("批次"), str),
        "paper/reprint": (_("按原样重新制作"), yes_no),
        "paper/total": (_("合计"), _yuan),
        "paper/back": (_("应追回合计"), _yuan),
        "paper/items": (_("各项金额"), _items),
        "paper/content": (_("文书全文"), lambda _value: _("见--json")),
        "paper/fonts": (_("文书字体"), lambda _value: _("见--json")),
        "paper/digest": (_("内容摘要"), str),
        "paper/sha256": (_("文件SHA-256"), str),
        "memos/year": (_("申报年度"), str),
        "memos/issued": (_("已签发的份数"), str),
        "memos/waiting": (_("待签署的份数"), str),
        "memos/drafts": (_("草稿的份数"), str),
    }


def _files() -> dict[str, tuple[str, Say]]:
    """Of documents, memos and hand-over packages: what identifies them to the program."""
    return {
        "evidence[]/sha256": (_("佐证材料{key}的SHA-256"), str),
        "evidence[]/media_type": (_("佐证材料{key}的文件类型"), str),
        "evidence[]/size": (_("佐证材料{key}的字节数"), str),
        "evidence[]/pages": (_("佐证材料{key}的页数"), str),
        of_memo(""): (_("意见书文件的SHA-256"), str),
        of_memo("", RECEIPT): (_("意见书核算凭据的摘要"), str),
        of_memo("", ISSUED): (_("已签发的意见书文件的SHA-256"), str),
        of_memo("", SCAN): (_("签署件扫描所载的内容摘要"), str),
        signature_elsewhere("", ""): (_("{key}签署"), str),
        "handover/program": (_("移交方程序的版本"), str),
        "handover/head": (_("移交方操作日志的末条"), str),
        "handover/chosen": (_("改用了移交包中的内容"), yes_no),
        "handover/known": (_("随附日志的SHA-256"), str),
        "handover/person[]": (_("在别处办过本案的人"), str),
        "handover/name[]": (_("在别处流转本案的人"), str),
        "handover/examined[]": (_("在别处审核过本案的人"), str),
    }


def _office() -> dict[str, tuple[str, Say]]:
    """Of the office itself: its people, its keys, its fonts, its backups."""
    return {
        "office": (_("单位名称"), str),
        "office/prefix": (_("文号前缀"), str),
        "person[]": (_("人员"), _person),
        "person[]/post": (_("职务"), str),
        "person[]/active": (_("在岗"), yes_no),
        "person[]/certificate": (_("证书指纹（SHA-256）"), certificate_fingerprint),
        "certificate[]": (_("吊销的证书{key}，原因"), str),
        "issuer[]": (_("发码密钥{key}"), act_words),
        "trust": (_("信任文件的序号"), str),
        "font[]": (_("文书字体（{key}）"), str),
        "clock": (_("本机时钟"), str),
        "backup/file": (_("备份文件"), str),
        "backup/sha256": (_("备份文件的SHA-256"), str),
        "update/version": (_("程序版本"), str),
        "update/file": (_("安装文件名"), str),
        "update/from": (_("原来的版本"), str),
        "update/to": (_("新的版本"), str),
        "update/voucher": (_("签发更新包的"), str),
        "update/sha256": (_("安装文件的SHA-256"), str),
    }


def _yuan(fen: str) -> str:
    return _("{amount}元").format(amount=grouped(int(fen)))


def _items(value: str) -> str:
    return "；".join(f"{item['title']} {_yuan(str(item['amount']))}" for item in json.loads(value))


def _person(value: str) -> str:
    """Name and roles."""
    name, _colon, roles = value.rpartition(":")
    said = _("、").join(role_words(Role(role)) for role in roles.split("、") if role)
    return _("{name}（{roles}）").format(name=name, roles=said)


def _reading(subject: str, policies: PolicyLibrary) -> tuple[str, Say] | None:
    """A reading that was adopted: its question, the option in words, and on what authority."""
    policy, _slash, key = subject.partition("/")
    known = policies.get(policy).readings.get(key) if policy in policies.ids() else None
    if known is None:
        return None

    def say(value: str) -> str:
        found = _ADOPTED.fullmatch(value)
        option = value if found is None else found["option"]
        words = known.options[option]
        return words if found is None else _("{option}（依据：{authority}）").format(option=words, authority=found[2])

    return _("口径 · {question}").format(question=known.question.replace("{", "{{").replace("}", "}}")), say
