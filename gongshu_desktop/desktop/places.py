"""The places that the rail shows, in its order. A place's screen is loaded when somebody goes there."""

from gongshu_desktop.desktop.rail import Place
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.work_list.view import WorkListScreen
from gongshu_desktop.wording import _


def _policy(surroundings: Surroundings) -> Screen:
    from gongshu_desktop.desktop.screens.policy.view import PolicyScreen  # noqa: PLC0415

    return PolicyScreen(surroundings)


def _readings(surroundings: Surroundings) -> Screen:
    from gongshu_desktop.desktop.screens.readings.view import ReadingsScreen  # noqa: PLC0415

    return ReadingsScreen(surroundings)


def _ledger(surroundings: Surroundings) -> Screen:
    from gongshu_desktop.desktop.screens.ledger.view import LedgerScreen  # noqa: PLC0415

    return LedgerScreen(surroundings)


def _verification(surroundings: Surroundings) -> Screen:
    from gongshu_desktop.desktop.screens.verification.view import VerificationScreen  # noqa: PLC0415

    return VerificationScreen(surroundings)


def _office(surroundings: Surroundings) -> Screen:
    from gongshu_desktop.desktop.screens.office.view import OfficeScreen  # noqa: PLC0415

    return OfficeScreen(surroundings)


def _settings(surroundings: Surroundings) -> Screen:
    from gongshu_desktop.desktop.screens.settings.view import SettingsScreen  # noqa: PLC0415

    return SettingsScreen(surroundings)


PLACES = (
    Place(key="cases", icon="cases", title=lambda: _("案卷"), keys="Ctrl+1", make=WorkListScreen),
    Place(key="policy", icon="policy", title=lambda: _("政策"), keys="Ctrl+2", make=_policy),
    Place(key="readings", icon="reading", title=lambda: _("口径"), keys="Ctrl+3", make=_readings),
    Place(key="ledger", icon="table", title=lambda: _("台账"), keys="Ctrl+4", make=_ledger),
    Place(key="verify", icon="verify", title=lambda: _("核验"), keys="Ctrl+5", make=_verification),
    Place(key="office", icon="office", title=lambda: _("单位"), keys="Ctrl+6", make=_office),
    Place(key="settings", icon="settings", title=lambda: _("设置"), keys="Ctrl+7", make=_settings, at_foot=True),
)
