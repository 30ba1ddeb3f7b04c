from django.db import models
from django.utils.translation import gettext_lazy as _


class HelpKind(models.TextChoices):
    """What somebody needs who looks for help. The order is the one in which lists show them."""

    VIOLENCE = "violence", _("Kekerasan terhadap perempuan dan anak")
    POLICE = "police", _("Polisi")
    MEDICAL = "medical", _("Sakit atau kecelakaan")
    DISABILITY = "disability", _("Penyandang disabilitas")
    MENTAL = "mental", _("Kesehatan jiwa")
    COMPLAINT = "complaint", _("Pengaduan pelayanan publik")
    OTHER = "other", _("Bantuan lain")
