"""Every stored case held against its journal, for tests that end with a sound record."""

from gongshu_desktop import wiring
from gongshu_desktop.services.journal.case_differences import differences, known_names
from gongshu_desktop.services.ports import OpenUnitOfWork


def contradictions(open_uow: OpenUnitOfWork) -> list[str]:
    """In what the stored cases are not as the journal says; nothing, unless somebody altered them."""
    policies = wiring.policies()
    with open_uow() as uow:
        names = known_names(uow)
        return [
            f"{line.number} {difference.words}"
            for line in uow.cases.summaries()
            for difference in differences(
                uow.cases.get(line.id), uow.journal.of_case(line.id), policies.get(line.policy), names
            )
        ]
