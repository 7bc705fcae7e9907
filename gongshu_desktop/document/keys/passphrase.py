"""What a passphrase 口令 for a new key must be, and how it is turned into bytes."""

import unicodedata

from gongshu_desktop.services.ports import WeakPassphrase
from gongshu_desktop.wording import _

SHORTEST = 12
LONGEST = 256
_DISTINCT = 5


def encoded(passphrase: str) -> bytes:
    """UTF-8 of the composed form: the same characters open the key whichever input method typed them."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def require_strong(passphrase: str) -> None:
    """Raises WeakPassphrase, with what it needs, unless it has 12 to 256 characters, at least 5 of them different."""
    if len(passphrase) < SHORTEST:
        raise WeakPassphrase(
            _("口令太短：现有 {length} 个字符，至少要 {shortest} 个。可用一句自己记得住的话。").format(
                length=len(passphrase), shortest=SHORTEST
            )
        )
    if len(passphrase) > LONGEST:
        raise WeakPassphrase(_("口令太长：最多 {longest} 个字符。").format(longest=LONGEST))
    if len(set(passphrase)) < _DISTINCT:
        raise WeakPassphrase(_("口令太简单：至少要有 {distinct} 个不同的字符。").format(distinct=_DISTINCT))
    if not passphrase.isprintable():
        raise WeakPassphrase(_("口令中有无法显示的字符，请去掉后重新输入。"))
