"""The sorts of official papers 文书 beside the memo, what people call them, and what a person chooses for one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongshu_desktop.wording import _


class PaperKind(StrEnum):
    """The papers: of a case, of a year, of a policy."""

    APPROVAL = "approval"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    DOSSIER = "dossier"
    PUBLICITY = "publicity"
    PAYMENT = "payment"
    LEDGER = "ledger"
    READINGS = "readings"


OF_CASE = (PaperKind.APPROVAL, PaperKind.SUPPLEMENT, PaperKind.REFUSAL, PaperKind.DOSSIER)
NOTICES = (PaperKind.SUPPLEMENT, PaperKind.REFUSAL)
"""Those that are issued under a number of their own and kept."""
OF_YEAR = (PaperKind.PUBLICITY, PaperKind.PAYMENT, PaperKind.LEDGER)


def kind_words(kind: PaperKind) -> str:
    """The paper as people call it."""
    return {
        PaperKind.APPROVAL: _("审批表"),
        PaperKind.SUPPLEMENT: _("补正通知书"),
        PaperKind.REFUSAL: _("不予支持告知书"),
        PaperKind.DOSSIER: _("案卷目录"),
        PaperKind.PUBLICITY: _("公示名单"),
        PaperKind.PAYMENT: _("拨付汇总表"),
        PaperKind.LEDGER: _("年度台账"),
        PaperKind.READINGS: _("口径登记表"),
    }[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperChoices:
    """What a person chooses for a paper; what does not concern its sort is not looked at.

    ``deadline``: of a supplement notice, the offered day if None; ``leave_out``: keys of shortfalls that it does not name;
    ``more``: further points in own words. ``remedies``: of a refusal. ``begin`` and ``end``: of the public notice.
    ``contact``: printed on notices and on the public list.
    """

    deadline: date | None = None
    leave_out: frozenset[str] = frozenset()
    more: tuple[str, ...] = ()
    remedies: str = ""
    begin: date | None = None
    end: date | None = None
    contact: str = ""


def goes_on_record(kind: PaperKind, choices: PaperChoices, *, draft: bool) -> bool:
    """Whether a list of a year is one to be given out, which the journal is to know of. A public list without its period, or
    without where objections go, is a draft."""
    return not draft and (kind is not PaperKind.PUBLICITY or all((choices.begin, choices.end, choices.contact)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPaper:
    """A paper as a PDF, and whether its pages say that it is a draft 草稿."""

    pdf: bytes
    draft: bool


class PaperRefused(Exception):
    """The paper cannot be drawn up or issued now; the message says why, and what to do."""
