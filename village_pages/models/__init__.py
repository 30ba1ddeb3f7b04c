from village_pages.models.branch import BranchPage
from village_pages.models.home import RegencyContact, RegencyHomePage
from village_pages.models.information import InformationPage
from village_pages.models.membership import Membership
from village_pages.models.village import (
    FormerAddress,
    VillageAccess,
    VillagePage,
)

__all__ = [
    "BranchPage",
    "FormerAddress",
    "InformationPage",
    "Membership",
    "RegencyContact",
    "RegencyHomePage",
    "VillageAccess",
    "VillagePage",
]
