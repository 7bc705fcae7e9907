"""The places that the rail shows, in its order."""

from gongshu_desktop.desktop.rail import Place
from gongshu_desktop.desktop.screens.work_list.view import WorkListScreen
from gongshu_desktop.wording import _

PLACES = (
    Place(key="cases", icon="cases", title=lambda: _("案卷"), keys="Ctrl+1", make=WorkListScreen),
)
