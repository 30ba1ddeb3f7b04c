from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in a village, or in the regency (officer, administrator)."""

    CONTRIBUTOR = "contributor", _("Penulis")
    CADRE = "cadre", _("Kader digital")
    AMBASSADOR = "ambassador", _("Duta digital")
    OFFICER = "officer", _("Dinas PMD")
    ADMINISTRATOR = "administrator", _("Administrator")


# Held for the whole regency, so without a village.
REGENCY_ROLES = (Role.OFFICER, Role.ADMINISTRATOR)
# Held in one village each.
VILLAGE_ROLES = (Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR)
# May review, publish, moderate and answer in the village.
REVIEWING_ROLES = (Role.CADRE, Role.AMBASSADOR)


class VillageKind(models.TextChoices):
    """What Kemendagri's list calls the unit: a village with its own head and budget, or an urban ward."""

    DESA = "desa", _("Desa")
    KELURAHAN = "kelurahan", _("Kelurahan")
