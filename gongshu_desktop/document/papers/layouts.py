"""Which layout draws which paper."""

from gongshu_desktop.document.papers import (
    approval,
    dossier,
    ledger,
    payment,
    publicity,
    readings,
    refusal,
    supplement,
)
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.review.papers.approval import ApprovalForm
from gongshu_desktop.review.papers.dossier import CaseDossier
from gongshu_desktop.review.papers.ledger import YearLedger
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.payment import PaymentSummary
from gongshu_desktop.review.papers.publicity import PublicityList
from gongshu_desktop.review.papers.readings import ReadingRegister
from gongshu_desktop.review.papers.refusal import RefusalNotice
from gongshu_desktop.review.papers.supplement import SupplementNotice

_LAYOUTS: dict[type[Paper], Layout] = {
    ApprovalForm: approval.LAYOUT,
    SupplementNotice: supplement.LAYOUT,
    RefusalNotice: refusal.LAYOUT,
    PublicityList: publicity.LAYOUT,
    PaymentSummary: payment.LAYOUT,
    YearLedger: ledger.LAYOUT,
    CaseDossier: dossier.LAYOUT,
    ReadingRegister: readings.LAYOUT,
}


def layout_of(paper: Paper) -> Layout:
    """The layout for that sort of paper."""
    return _LAYOUTS[type(paper)]
