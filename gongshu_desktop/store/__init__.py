"""The data: one SQLite file. SQLAlchemy and sqlite3 are known here only; rows never leave this package."""

from gongshu_desktop.store.errors import (
    Holder,
    NotStored,
    StoreChangedMeanwhile,
    StoreChangedWhileRead,
    StoreDamaged,
    StoreError,
    StoreForeign,
    StoreGone,
    StoreInUse,
    StoreNewer,
    StoreOnNetwork,
    StoreRefused,
    StoreUnavailable,
    UpgradeFailed,
)
from gongshu_desktop.store.store import Store, expect_record, open_store, restore_backup

__all__ = [
    "Holder",
    "NotStored",
    "Store",
    "StoreChangedMeanwhile",
    "StoreChangedWhileRead",
    "StoreDamaged",
    "StoreError",
    "StoreForeign",
    "StoreGone",
    "StoreInUse",
    "StoreNewer",
    "StoreOnNetwork",
    "StoreRefused",
    "StoreUnavailable",
    "UpgradeFailed",
    "expect_record",
    "open_store",
    "restore_backup",
]
