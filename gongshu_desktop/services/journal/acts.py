"""What the journal 操作日志 records of the use cases: one word an act, and the words that people read for it."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from gongshu_desktop.review.editing.changes import CaseChange
from gongshu_desktop.services.journal.whereabouts import hand_over_act_words
from gongshu_desktop.services.ports import Change, OpenUnitOfWork, UnitOfWork
from gongshu_desktop.wording import _


class Act(StrEnum):
    """What somebody did. The values stand in stored journals: they never change."""

    FOUND = "found-office"
    PERSON = "person"
    KEY = "issue-key"
    ADOPT = "adopt-reading"
    CREATE = "create"
    IMPORT = "import"
    UNDO_IMPORT = "undo-import"
    DELETE = "delete"
    EDIT = "edit"
    DECIDE = "decide"
    ACCEPT = "accept"
    SUBMIT = "submit"
    AGREE = "agree"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    CORRECT = "correct"
    DRAW_UP = "draw-up"
    SIGN = "sign"
    ISSUE = "issue"


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


class NoticeAct(StrEnum):
    """What the journal calls the issuing of a notice. The values stand in stored journals: they never change."""

    SUPPLEMENT = "issue-supplement"
    REFUSAL = "issue-refusal"


class FontAct(StrEnum):
    """What the journal calls a change of fonts. The values stand in stored journals: they never change."""

    CHOOSE = "choose-font"
    RESTORE = "restore-font"


class OfficeAct(StrEnum):
    """What somebody did with many cases or with all data. The values stand in stored journals: they never change."""

    LIST = "make-list"
    PAYABLE = "list-for-payment"
    MEMOS = "export-memos"
    BACK_UP = "back-up"
    UPDATE = "update"
    NO_UPDATE = "update-not-started"
    PUT_UPDATE = "put-update"
    RESTORE = "restore"
    SIGN_UPDATE = "sign-update"


class ClockAct(StrEnum):
    """What the journal calls it that somebody answers for the clock. The values stand in stored journals: they never change."""

    CONFIRM = "confirm-clock"


def act_words(action: str) -> str:
    """The act as people call it; an act that this version does not know stays as it is written."""
    words = {
        Act.FOUND: _("建立单位"),
        Act.PERSON: _("登记人员"),
        Act.KEY: _("签发密钥"),
        Act.ADOPT: _("采用口径"),
        Act.CREATE: _("新建案卷"),
        Act.IMPORT: _("导入案卷"),
        Act.UNDO_IMPORT: _("撤销导入"),
        Act.DELETE: _("删除案卷"),
        Act.EDIT: _("修改内容"),
        Act.DECIDE: _("审定金额"),
        Act.ACCEPT: _("受理"),
        Act.SUBMIT: _("提交复核"),
        Act.AGREE: _("同意"),
        Act.APPROVE: _("批准"),
        Act.SEND_BACK: _("退回"),
        Act.CORRECT: _("更正"),
        Act.DRAW_UP: _("制作审核意见书"),
        Act.SIGN: _("签署"),
        Act.ISSUE: _("签发"),
        TrustAct.EXPORT: _("导出信任文件"),
        TrustAct.ACCEPT: _("采用信任文件"),
        TrustAct.RENEW: _("换发密钥"),
        TrustAct.REVOKE: _("吊销密钥"),
        TrustAct.CERTIFY: _("为 UKey 签发证书"),
        TrustAct.REFRESH: _("重新签发信任文件"),
        PaperAct.MAKE_KEY: _("建立发码密钥"),
        PaperAct.RETIRE_KEY: _("停用发码密钥"),
        PaperAct.BIND_SCAN: _("归入签署件扫描"),
        OfficeAct.LIST: _("制作名单或台账"),
        OfficeAct.PAYABLE: _("列入拨付汇总表"),
        OfficeAct.MEMOS: _("导出全部意见书"),
        OfficeAct.BACK_UP: _("备份数据"),
        OfficeAct.UPDATE: _("开始升级程序"),
        OfficeAct.NO_UPDATE: _("升级没有启动"),
        OfficeAct.PUT_UPDATE: _("取出升级安装包"),
        OfficeAct.RESTORE: _("恢复备份"),
        OfficeAct.SIGN_UPDATE: _("签发更新包"),
        ClockAct.CONFIRM: _("确认本机时钟"),
        FontAct.CHOOSE: _("选用文书字体"),
        FontAct.RESTORE: _("恢复内置字体"),
        NoticeAct.SUPPLEMENT: _("签发补正通知书"),
        NoticeAct.REFUSAL: _("签发不予支持告知书"),
    }
    return next((text for act, text in words.items() if act == action), "") or hand_over_act_words(action) or action


def journalled(changes: Iterable[CaseChange]) -> tuple[Change, ...]:
    """Changes of a case as the journal takes them."""
    return tuple(Change(subject=change.subject, old=change.old, new=change.new) for change in changes)


def record_act(
    open_uow: OpenUnitOfWork,
    act: OfficeAct,
    values: Mapping[str, str],
    *,
    by: str = "",
    more: Callable[[UnitOfWork], Mapping[str, str]] = lambda _uow: {},
) -> None:
    """Write an act to the journal, in a transaction of its own. ``by``: the person's id, "" on the command line.

    ``more`` is asked within that transaction; what it raises, leaves the act unrecorded.
    """
    with open_uow() as uow:
        said = {**values, **more(uow)}
        changes = tuple(Change(subject=subject, new=value) for subject, value in said.items() if value)
        uow.journal.write(person=by, action=act, case=None, changes=changes)
        uow.commit()
