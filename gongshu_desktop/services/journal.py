"""What the journal 操作日志 records of the use cases: one word an act, and the words that people read for it."""

from collections.abc import Iterable
from enum import StrEnum

from gongshu_desktop.review.changes import CaseChange
from gongshu_desktop.services.hand_over_marks import hand_over_act_words
from gongshu_desktop.services.issued_papers import notice_act_words
from gongshu_desktop.services.key_acts import key_act_words
from gongshu_desktop.services.office_acts import office_act_words
from gongshu_desktop.services.office_fonts import font_act_words
from gongshu_desktop.services.ports import Change
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
    }
    own = next((text for act, text in words.items() if act == action), "")
    others = (key_act_words, notice_act_words, font_act_words, office_act_words, hand_over_act_words)
    return own or next((text for words_of in others if (text := words_of(action))), "") or action


def journalled(changes: Iterable[CaseChange]) -> tuple[Change, ...]:
    """Changes of a case as the journal takes them."""
    return tuple(Change(subject=change.subject, old=change.old, new=change.new) for change in changes)
