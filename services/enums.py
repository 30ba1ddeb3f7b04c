from django.db import models
from django.utils.translation import gettext_lazy as _


class FeeKind(models.TextChoices):
    """What a service costs; unknown is a value of its own and is said."""

    UNKNOWN = "unknown", _("Belum diketahui")
    FREE = "free", _("Gratis")
    AMOUNT = "amount", _("Ada biaya")


class PaperForm(models.TextChoices):
    """In which form a paper must be brought."""

    ANY = "any", _("Asli atau fotokopi")
    ORIGINAL = "original", _("Asli")
    COPY = "copy", _("Fotokopi")
    BOTH = "both", _("Asli dan fotokopi")
    NOT_PAPER = "not_paper", _("Bukan berkas")


class StepPlace(models.TextChoices):
    """Where a step is done: the village's part and the part outside are shown apart."""

    VILLAGE = "village", _("Di desa")
    OUTSIDE = "outside", _("Di luar desa")


class OnlineKind(models.TextChoices):
    UNKNOWN = "unknown", _("Belum diketahui")
    NO = "no", _("Tidak, datang langsung")
    PARTLY = "partly", _("Sebagian")
    YES = "yes", _("Ya")


class LifeEvent(models.TextChoices):
    """What has happened to whoever looks for a service: people know that, not the service's name."""

    BORN = "lahir", _("Anak lahir")
    ADULT = "dewasa", _("Berumur 17 tahun")
    MARRIED = "menikah", _("Menikah atau bercerai")
    MOVED = "pindah", _("Pindah rumah")
    LOST = "hilang", _("Kartu atau surat hilang")
    DIED = "meninggal", _("Keluarga meninggal")
    BUSINESS = "usaha", _("Punya usaha")
    HELP = "bantuan", _("Butuh bantuan")
    HEALTH = "sehat", _("Berobat dan kesehatan")
    ASK = "tanya", _("Bertanya atau mengadu")


class Audience(models.TextChoices):
    """For whom a service is meant in particular."""

    WOMEN = "perempuan", _("Perempuan")
    PARENTS = "orang-tua", _("Ibu hamil dan orang tua")
    YOUTH = "anak-muda", _("Anak muda")
    ELDERLY = "lansia", _("Lansia")
    DISABLED = "disabilitas", _("Penyandang disabilitas")
    POOR = "kurang-mampu", _("Keluarga kurang mampu")
    ENTREPRENEURS = "pelaku-usaha", _("Pelaku usaha")
    NEWCOMERS = "pendatang", _("Pendatang")
