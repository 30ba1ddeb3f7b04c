from django.db import models
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    """What an act is about, as one looks for it. The values stand in addresses."""

    PAGE = "halaman", _("Halaman")
    FILE = "berkas", _("Gambar dan dokumen")
    COMMENT = "komentar", _("Komentar")
    PEOPLE = "petugas", _("Petugas")
    VILLAGE = "desa", _("Desa")
    SETTING = "pengaturan", _("Pengaturan situs")


# How the verbs of each kind begin.
BEGINNINGS = {
    ActKind.PAGE: ("page.",),
    ActKind.FILE: ("file.",),
    ActKind.COMMENT: ("comment.",),
    ActKind.PEOPLE: (
        "membership.",
        "invitation.",
        "password.",
        "second_factor.",
        "sessions.",
        "handover",
        "person.",
        "account.",
    ),
    ActKind.VILLAGE: ("village.",),
    ActKind.SETTING: ("setting.",),
}


class PageState(models.TextChoices):
    """Where a page stands on its way to readers. The log keeps the labels."""

    DRAFT = "draft", _("Draf")
    IN_REVIEW = "in_review", _("Diperiksa")
    RETURNED = "returned", _("Dikembalikan")
    SCHEDULED = "scheduled", _("Dijadwalkan")
    LIVE = "live", _("Tayang")
    LIVE_CHANGED = "live_changed", _("Tayang dengan perubahan")
    LIVE_IN_REVIEW = "live_in_review", _("Tayang, perubahan diperiksa")
    LIVE_RETURNED = "live_returned", _("Tayang, perubahan dikembalikan")
    LIVE_SCHEDULED = "live_scheduled", _("Tayang, perubahan dijadwalkan")
    WITHDRAWN = "withdrawn", _("Ditarik")
    ARCHIVED = "archived", _("Diarsipkan")
    DELETED = "deleted", _("Dihapus")
