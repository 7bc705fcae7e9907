"""归入签署件扫描: the scan of the signed paper goes into its case as evidence, once the person says so."""

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.verification.looking import Looked
from gongshu_desktop.desktop.screens.verification.paper import PaperShown
from gongshu_desktop.desktop.screens.verification.paper_card import PaperCard
from gongshu_desktop.services.desk.evidence import EvidenceRefused
from gongshu_desktop.services.desk.scans import ScanRefused
from gongshu_desktop.services.paper_codes import PaperCodeRefused, UnreadablePicture
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.wording import _

_IN_WORDS = (ScanRefused, EvidenceRefused, UnreadablePicture, PaperCodeRefused, StoreError)


def bind_scan(around: Surroundings, card: PaperCard, shown: PaperShown, found: Looked) -> None:
    """Ask, then bind the scan to the case of its memo."""
    person, case = around.navigator.person, shown.case
    if person is None or case is None:
        around.prompts.problem(_("请先在左下角选择由谁办理，再归入扫描件。"))
        return
    said = _(
        "把“{file}”作为签署件扫描归入 {number}，并记入案卷日志。\n请先确认纸面上的文号、金额和三人签名与屏幕所示相符。"
    )
    title = _("归入签署件扫描？")
    if not around.prompts.confirm(title, said.format(file=found.path.name, number=shown.number), _("归入")):
        return

    def done(_evidence: object) -> None:
        card.bound()
        around.navigator.notify(_("扫描件已归入 {number}").format(number=shown.number))

    def failed(error: Exception) -> None:
        card.busy(working=False)
        if isinstance(error, _IN_WORDS):
            around.prompts.problem(str(error))
        else:
            around.prompts.problem(_("扫描件没有归入。"), error)

    card.busy(working=True)
    around.tasks.submit(
        lambda progress: around.program.scans.bind(case, found.path.name, found.content, person, progress.step),
        done,
        failed,
        owner=card,
        title=_("正在归入扫描件"),
    )
