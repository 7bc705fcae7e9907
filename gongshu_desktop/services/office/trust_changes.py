"""What an offered trust file would change, line by line, for the person who decides whether to take it."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from gongshu_desktop.review.stage import role_words
from gongshu_desktop.services.office.trust_content import KnownIssuer, KnownKey, TrustContent
from gongshu_desktop.wording import _


def trust_changes(old: TrustContent | None, new: TrustContent, now: datetime) -> tuple[str, ...]:
    """In words, everything in which ``new`` differs from ``old`` (None: this PC has no trust file yet)."""
    before = {key.fingerprint: key for key in (old.keys if old is not None else ())}
    found = [] if old is None else [_("信任文件：第 {old} 号 → 第 {new} 号").format(old=old.number, new=new.number)]
    if old is not None and old.office != new.office:
        found.append(_("单位名称：{old} → {new}").format(old=old.office, new=new.office))
    for key in new.keys:
        found += _key_changes(before.pop(key.fingerprint, None), key, now)
    found += [
        _("不再列出：{name} {fingerprint}").format(name=key.name, fingerprint=short(key)) for key in before.values()
    ]
    found += _issuer_changes(old.issuers if old is not None else (), new.issuers)
    return tuple(found)


def _key_changes(old: KnownKey | None, new: KnownKey, now: datetime) -> list[str]:
    roles = "、".join(role_words(role) for role in new.roles)
    words = {"name": new.name, "roles": roles, "fingerprint": short(new)}
    found = []
    if old is None:
        found.append(_("新增密钥：{name}（{roles}）{fingerprint}").format(**words))
    elif old.roles != new.roles or old.name != new.name:
        found.append(_("变更：{name}（{roles}）{fingerprint}").format(**words))
    if new.revoked is not None and (old is None or (old.revoked, old.void) != (new.revoked, new.void)):
        text = _("吊销，此前的签名也不再认可：{name} {fingerprint}") if new.void else _("吊销：{name} {fingerprint}")
        found.append(text.format(name=new.name, fingerprint=short(new)))
    elif new.until is not None and (old is None or old.until is None):
        found.append(_("停用：{name} {fingerprint}").format(name=new.name, fingerprint=short(new)))
    elif old is not None and old.revoked is not None and new.revoked is None:
        found.append(_("不再吊销：{name} {fingerprint}").format(name=new.name, fingerprint=short(new)))
    if old is None and now > new.ends:
        found.append(_("已过期：{name} {fingerprint}").format(name=new.name, fingerprint=short(new)))
    return found


def _issuer_changes(old: Sequence[KnownIssuer], new: Sequence[KnownIssuer]) -> list[str]:
    before = {issuer.id: issuer for issuer in old}
    say: Callable[[str, KnownIssuer], str] = lambda text, issuer: text.format(id=issuer.id.upper())  # noqa: E731
    found = []
    for issuer in new:
        known = before.get(issuer.id)
        if known is None:
            found.append(say(_("新增发码密钥：{id}"), issuer))
        if issuer.compromised and not (known and known.compromised):
            found.append(say(_("发码密钥作废，已发的核验码不再认可：{id}"), issuer))
        elif issuer.until is not None and not (known and known.until):
            found.append(say(_("停用发码密钥：{id}"), issuer))
    return found


def short(key: KnownKey) -> str:
    """The first eight digits of a fingerprint, in groups of four: enough to tell a person's keys apart."""
    digits = re.sub(r"[^0-9A-F]", "", key.fingerprint.upper())[:8]
    return f"{digits[:4]} {digits[4:]}"
