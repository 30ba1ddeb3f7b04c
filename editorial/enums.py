"""The choices of the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SecondReader(models.TextChoices):
    """When somebody else than the author must approve a page. From loose to strict; see ``STRICTNESS``."""

    NEVER = "never", _("Tidak perlu: penulis yang berhak boleh menerbitkan sendiri")
    FACTS = "facts", _("Bila biaya, syarat, tempat, atau jam berubah")
    UNLESS_ONLY_CADRE = "unless_only_cadre", _("Perlu, kecuali penulisnya satu-satunya kader di desa")
    WHILE_POSSIBLE = "while_possible", _("Perlu, selama ada orang lain yang berhak")
    ALWAYS = "always", _("Selalu perlu")


# Each asks for all that the one before it asks for.
STRICTNESS = list(SecondReader)


class Approvers(models.TextChoices):
    """Who may approve; strict after loose."""

    REVIEWERS = "reviewers", _("Kader atau duta digital")
    AMBASSADORS = "ambassadors", _("Duta digital saja")


class SendBackReason(models.TextChoices):
    """Why a page goes back to its author; words of the reviewer's own come with it."""

    FACT = "fact", _("Ada isi yang keliru")
    MISSING = "missing", _("Ada yang kurang")
    WORDING = "wording", _("Bahasanya sulit atau kurang sopan")
    PICTURE = "picture", _("Gambar atau teks alternatifnya")
    PRIVACY = "privacy", _("Ada data pribadi")
    PLACE = "place", _("Bukan di bagian ini tempatnya")
    OTHER = "other", _("Lainnya")


class Stage(models.TextChoices):
    """Whose eyes an undecided review has reached."""

    FRESH = "fresh", _("Menunggu")
    OVERDUE = "overdue", _("Lewat batas waktu")
    AMBASSADOR = "ambassador", _("Diteruskan ke duta digital")
    OFFICER = "officer", _("Diteruskan ke Dinas PMD")
