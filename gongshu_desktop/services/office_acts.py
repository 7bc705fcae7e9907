"""What the journal records of the office's papers over many cases and of its data: lists made, memos handed out, backups, updates."""

from collections.abc import Mapping
from enum import StrEnum

from gongshu_desktop.services.ports import Change, OpenUnitOfWork
from gongshu_desktop.wording import _


class OfficeAct(StrEnum):
    """What somebody did with many cases or with all data. The values stand in stored journals: they never change."""

    LIST = "make-list"
    MEMOS = "export-memos"
    BACK_UP = "back-up"
    UPDATE = "update"
    SIGN_UPDATE = "sign-update"


def office_act_words(action: str) -> str:
    """The act as people call it; "" for one that is none of these."""
    words = {
        OfficeAct.LIST: _("制作名单或台账"),
        OfficeAct.MEMOS: _("导出全部意见书"),
        OfficeAct.BACK_UP: _("备份数据"),
        OfficeAct.UPDATE: _("升级程序"),
        OfficeAct.SIGN_UPDATE: _("签发更新包"),
    }
    return next((text for act, text in words.items() if act == action), "")


def record_act(open_uow: OpenUnitOfWork, act: OfficeAct, values: Mapping[str, str], *, by: str = "") -> None:
    """Write an act to the journal, in a transaction of its own. ``by``: the person's id, "" on the command line."""
    changes = tuple(Change(subject=subject, new=value) for subject, value in values.items() if value)
    with open_uow() as uow:
        uow.journal.write(person=by, action=act, case=None, changes=changes)
        uow.commit()
