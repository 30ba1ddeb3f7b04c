from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in a village, or in the regency (officer, administrator)."""

    CONTRIBUTOR = "contributor", _("Penulis")
    CADRE = "cadre", _("Kader digital")
    AMBASSADOR = "ambassador", _("Duta digital")
    VILLAGE_OFFICIAL = "village_official", _("Perangkat desa")
    OFFICER = "officer", _("Dinas PMD")
    ADMINISTRATOR = "administrator", _("Administrator")


# Held for the whole regency, so without a village.
REGENCY_ROLES = (Role.OFFICER, Role.ADMINISTRATOR)
# Held in one village each.
VILLAGE_ROLES = (Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR, Role.VILLAGE_OFFICIAL)
# May review, publish, moderate and answer in the village.
REVIEWING_ROLES = (Role.CADRE, Role.AMBASSADOR)
# May answer residents in the village's name; the first of somebody's roles in this order is shown.
ANSWERING_ROLES = (Role.CADRE, Role.AMBASSADOR, Role.VILLAGE_OFFICIAL)


class MembershipChange(models.TextChoices):
    """What happens to a membership."""

    GIVEN = "given", _("Peran diberikan")
    PAUSED = "paused", _("Peran dijeda")
    RESUMED = "resumed", _("Peran dilanjutkan")
    ENDED = "ended", _("Peran diakhiri")
    ENTRUSTED = "entrusted", _("Hak membaca pesan aman diberikan")
    DISTRUSTED = "distrusted", _("Hak membaca pesan aman dicabut")


class VillageState(models.TextChoices):
    """Whether a village's people may write, and whether its pages are public."""

    OPEN = "open", _("Buka")
    PAUSED = "paused", _("Dijeda")
    CLOSED = "closed", _("Tutup")


class VillageChange(models.TextChoices):
    """What happens to a village."""

    OPENED = "opened", _("Desa dibuka")
    RENAMED = "renamed", _("Nama desa diubah")
    PAUSED = "paused", _("Desa dijeda")
    RESUMED = "resumed", _("Desa dibuka lagi setelah jeda")
    CLOSED = "closed", _("Desa ditutup")
    REOPENED = "reopened", _("Desa dibuka lagi setelah ditutup")


class VillageKind(models.TextChoices):
    """What Kemendagri's list calls the unit: a village with its own head and budget, or an urban ward."""

    DESA = "desa", _("Desa")
    KELURAHAN = "kelurahan", _("Kelurahan")
