"""What can be wrong with a signed memo: short stable codes, and the words for people.

``document`` finds them, every screen and the command line word them: so they stand where both can see them.
"""

from datetime import timedelta
from enum import StrEnum

from gongshu_desktop.wording import _

CLOCKS_APART = timedelta(hours=1)
"""How far the clocks of two PCs of an office may differ: in signing after another, and in judging when another has signed."""


class SignatureProblem(StrEnum):
    """One reason why a memo, or one signature on it, is not accepted."""

    # of the document: something is not as it was signed
    DAMAGED = "damaged"
    FOREIGN_FIELDS = "foreign-fields"
    WRONG_ORDER = "wrong-order"
    UNSIGNED_CHANGE = "unsigned-change"
    UNSIGNED_BYTES = "unsigned-bytes"
    RECEIPT_UNREADABLE = "receipt-unreadable"
    # of one signature: something is not as it was signed
    SIGNATURE_DAMAGED = "signature-damaged"
    CONTENT_CHANGED = "content-changed"
    CHANGED_AFTERWARDS = "changed-afterwards"
    WRONG_PERMISSIONS = "wrong-permissions"
    # nobody known has signed
    UNSIGNED = "unsigned"
    NO_TRUST_FILE = "no-trust-file"
    TRUST_FILE_DAMAGED = "trust-file-damaged"
    UNKNOWN_CERTIFICATE = "unknown-certificate"
    WRONG_CERTIFICATE_USE = "wrong-certificate-use"
    NO_TIME = "no-time"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    RETIRED = "retired"
    WRONG_ROLE = "wrong-role"
    SAME_PERSON = "same-person"


IDENTITY = frozenset(
    {
        SignatureProblem.UNSIGNED,
        SignatureProblem.NO_TRUST_FILE,
        SignatureProblem.TRUST_FILE_DAMAGED,
        SignatureProblem.UNKNOWN_CERTIFICATE,
        SignatureProblem.WRONG_CERTIFICATE_USE,
        SignatureProblem.NO_TIME,
        SignatureProblem.NOT_YET_VALID,
        SignatureProblem.EXPIRED,
        SignatureProblem.REVOKED,
        SignatureProblem.RETIRED,
        SignatureProblem.WRONG_ROLE,
        SignatureProblem.SAME_PERSON,
    }
)
"""Problems of who signed (无法确认身份); all others say that the document was changed (签后有改动)."""


def in_words(code: str) -> str:
    """The problem in words, with no full stop, to be listed; an unknown code (of a newer version) stands for itself."""
    try:
        problem = SignatureProblem(code)
    except ValueError:
        return code
    return _words()[problem]


def in_words_now(code: str) -> str:
    """The same of a key as it stands today: what was no fault when it signed."""
    today = {
        SignatureProblem.NOT_YET_VALID: _("证书尚未生效"),
        SignatureProblem.EXPIRED: _("证书已过期"),
        SignatureProblem.REVOKED: _("证书已被吊销"),
        SignatureProblem.RETIRED: _("密钥已停用"),
        SignatureProblem.WRONG_ROLE: _("已不在这一岗位"),
    }
    return next((words for problem, words in today.items() if problem == code), "") or in_words(code)


def _words() -> dict[SignatureProblem, str]:
    return {
        SignatureProblem.DAMAGED: _("文件已损坏，签名无法核对"),
        SignatureProblem.FOREIGN_FIELDS: _("签名栏不是本程序所制文书的三个签名栏"),
        SignatureProblem.WRONG_ORDER: _("签名次序不对：应依次为经办人、复核人、批准人"),
        SignatureProblem.UNSIGNED_CHANGE: _("文件中有签名以外的修改"),
        SignatureProblem.UNSIGNED_BYTES: _("文件中有最后一个签名没有覆盖的内容"),
        SignatureProblem.RECEIPT_UNREADABLE: _("所附核算凭据无法读取"),
        SignatureProblem.SIGNATURE_DAMAGED: _("签名数据已损坏或不合规范"),
        SignatureProblem.CONTENT_CHANGED: _("所签内容在签名后被改动"),
        SignatureProblem.CHANGED_AFTERWARDS: _("签名之后又追加了不允许的修改"),
        SignatureProblem.WRONG_PERMISSIONS: _("签名的锁定范围与本程序所制文书不符"),
        SignatureProblem.UNSIGNED: _("文件上没有签名"),
        SignatureProblem.NO_TRUST_FILE: _("没有本单位的信任文件，无法确认签名人"),
        SignatureProblem.TRUST_FILE_DAMAGED: _("信任文件已损坏或被改动，无法确认签名人"),
        SignatureProblem.UNKNOWN_CERTIFICATE: _("签名证书不在本单位的信任文件中"),
        SignatureProblem.WRONG_CERTIFICATE_USE: _("签名证书的用途不是签署文书"),
        SignatureProblem.NO_TIME: _("签名没有注明时间"),
        SignatureProblem.NOT_YET_VALID: _("签名时证书尚未生效"),
        SignatureProblem.EXPIRED: _("签名时证书已过期"),
        SignatureProblem.REVOKED: _("签名证书已被吊销"),
        SignatureProblem.RETIRED: _("签名时该密钥已停用"),
        SignatureProblem.WRONG_ROLE: _("签名人没有这一岗位"),
        SignatureProblem.SAME_PERSON: _("同一人签了不止一个岗位"),
    }
