"""Which option of each reading 口径 the office goes by."""

from collections.abc import Mapping

from gongshu_desktop.review.adopted import adopted
from gongshu_desktop.services.ports import UnitOfWork


def adopted_options(uow: UnitOfWork, policy: str) -> Mapping[str, str]:
    """The office's adopted option of each reading of a policy."""
    return {key: reading.option for key, reading in adopted(uow.office.readings(policy)).items()}
