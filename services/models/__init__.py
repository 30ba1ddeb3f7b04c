from services.models.index import ServiceIndexPage
from services.models.service import (
    ServiceContact,
    ServiceForm,
    ServiceHours,
    ServicePage,
    ServicePlace,
    ServiceRequirement,
    ServiceStep,
)

__all__ = [
    "ServiceContact",
    "ServiceForm",
    "ServiceHours",
    "ServiceIndexPage",
    "ServicePage",
    "ServicePlace",
    "ServiceRequirement",
    "ServiceStep",
]
