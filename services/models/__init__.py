from services.models.described import DescribedService
from services.models.index import ServiceIndexPage
from services.models.service import (
    ServiceDifference,
    ServiceForm,
    ServiceOffice,
    ServicePage,
    ServiceQuestion,
    ServiceRequirement,
    ServiceStep,
)
from services.models.standard import (
    ServiceStandard,
    StandardForm,
    StandardOffice,
    StandardRequirement,
    StandardStep,
)

__all__ = [
    "DescribedService",
    "ServiceDifference",
    "ServiceForm",
    "ServiceIndexPage",
    "ServiceOffice",
    "ServicePage",
    "ServiceQuestion",
    "ServiceRequirement",
    "ServiceStandard",
    "ServiceStep",
    "StandardForm",
    "StandardOffice",
    "StandardRequirement",
    "StandardStep",
]
