"""What the journal records of trust files, keys and codes on paper, and the words that people read for it."""

from enum import StrEnum

from gongshu_desktop.wording import _


class TrustAct(StrEnum):
    """What somebody did with trust. The values stand in stored journals: they never change."""

    EXPORT = "export-trust"
    ACCEPT = "accept-trust"
    RENEW = "renew-key"
    REVOKE = "revoke-key"
    CERTIFY = "certify-key"
    REFRESH = "refresh-trust"


class PaperAct(StrEnum):
    """What somebody did with codes on paper. The values stand in stored journals: they never change."""

    MAKE_KEY = "make-issuing-key"
    RETIRE_KEY = "retire-issuing-key"
    BIND_SCAN = "bind-scan"


def key_act_words(action: str) -> str:
    """The act as people call it; "" for one that is none of these."""
    words = {
        TrustAct.EXPORT: _("导出信任文件"),
        TrustAct.ACCEPT: _("采用信任文件"),
        TrustAct.RENEW: _("换发密钥"),
        TrustAct.REVOKE: _("吊销密钥"),
        TrustAct.CERTIFY: _("为 UKey 签发证书"),
        TrustAct.REFRESH: _("重新签发信任文件"),
        PaperAct.MAKE_KEY: _("建立发码密钥"),
        PaperAct.RETIRE_KEY: _("停用发码密钥"),
        PaperAct.BIND_SCAN: _("归入签署件扫描"),
    }
    return next((text for act, text in words.items() if act == action), "")
