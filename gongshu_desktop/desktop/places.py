"""The places that the rail shows, in its order."""

from gongshu_desktop.desktop.rail import Place
from gongshu_desktop.desktop.screens.ledger.view import LedgerScreen
from gongshu_desktop.desktop.screens.office.view import OfficeScreen
from gongshu_desktop.desktop.screens.policy.view import PolicyScreen
from gongshu_desktop.desktop.screens.readings.view import ReadingsScreen
from gongshu_desktop.desktop.screens.settings.view import SettingsScreen
from gongshu_desktop.desktop.screens.verification.view import VerificationScreen
from gongshu_desktop.desktop.screens.work_list.view import WorkListScreen
from gongshu_desktop.wording import _

PLACES = (
    Place(key="cases", icon="cases", title=lambda: _("案卷"), keys="Ctrl+1", make=WorkListScreen),
    Place(key="policy", icon="policy", title=lambda: _("政策"), keys="Ctrl+2", make=PolicyScreen),
    Place(key="readings", icon="reading", title=lambda: _("口径"), keys="Ctrl+3", make=ReadingsScreen),
    Place(key="ledger", icon="table", title=lambda: _("台账"), keys="Ctrl+4", make=LedgerScreen),
    Place(key="verify", icon="verify", title=lambda: _("核验"), keys="Ctrl+5", make=VerificationScreen),
    Place(key="office", icon="office", title=lambda: _("单位"), keys="Ctrl+6", make=OfficeScreen),
    Place(key="settings", icon="settings", title=lambda: _("设置"), keys="Ctrl+7", make=SettingsScreen, at_foot=True),
)
