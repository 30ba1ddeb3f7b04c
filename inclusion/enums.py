from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Whom a notice is for. Words of UU 8/2016: kinds of barrier, not of person."""

    WOMEN = "women", _("Perempuan")
    DISABILITY = "disability", _("Penyandang disabilitas")
    DISABILITY_MOBILITY = "disability_mobility", _("Penyandang disabilitas gerak")
    DISABILITY_SIGHT = "disability_sight", _("Penyandang disabilitas netra")
    DISABILITY_HEARING = "disability_hearing", _("Tuli dan hambatan dengar")
    DISABILITY_INTELLECTUAL = "disability_intellectual", _("Penyandang disabilitas intelektual")
    DISABILITY_MENTAL = "disability_mental", _("Penyandang disabilitas mental")
    ELDERLY = "elderly", _("Lansia")
    CHILDREN = "children", _("Anak")
    INDIGENOUS = "indigenous", _("Masyarakat adat dan suku minoritas")
    RELIGIOUS_MINORITY = "religious_minority", _("Minoritas agama")
    NEWCOMERS = "newcomers", _("Pendatang")
    EVERYONE = "everyone", _("Semua warga")


class AccessAnswer(models.TextChoices):
    """Unknown is an answer of its own: nothing is accessible by silence."""

    UNKNOWN = "unknown", _("Belum diketahui")
    YES = "yes", _("Ada")
    NO = "no", _("Tidak ada")
