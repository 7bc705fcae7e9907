"""Every stored case held against its journal, for tests that end with a sound record."""

from gongshu_desktop import wiring
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.services.audit.audit import audit
from gongshu_desktop.services.journal.case_differences import differences
from gongshu_desktop.services.journal.names import names
from gongshu_desktop.services.ports import OpenUnitOfWork
from gongshu_desktop.store import Store


def contradictions(open_uow: OpenUnitOfWork) -> list[str]:
    """In what the stored cases are not as the journal says; nothing, unless somebody altered them."""
    policies = wiring.policies()
    with open_uow() as uow:
        known = names(uow).known
        return [
            f"{line.number} {difference.words}"
            for line in uow.cases.summaries()
            for difference in differences(
                uow.cases.get(line.id), uow.journal.of_case(line.id), policies.get(line.policy), known
            )
        ]


def problems(store: Store) -> tuple[str, ...]:
    """All that ``journal check`` would find."""
    with store.open_uow() as uow:
        return audit(uow, uow.sealed, wiring.policies(), memo_receipt).problems
