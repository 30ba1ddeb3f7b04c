"""The words in which the state of a comment is told. Values are stored: never rename or re-use one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentKind(models.TextChoices):
    """Who speaks. Only ``comments.moderation`` makes an official one; no form field can ask for it."""

    GUEST = "guest", _("Tamu")
    RESIDENT = "resident", _("Warga terdaftar")
    OFFICIAL = "official", _("Jawaban resmi")


class CommentState(models.TextChoices):
    """Life of a comment. Readers see only ``published``; rows stay so that a thread keeps its shape."""

    PENDING = "pending", _("Menunggu")
    PUBLISHED = "published", _("Terbit")
    REJECTED = "rejected", _("Ditolak")
    SPAM = "spam", _("Iklan atau spam")
    HIDDEN = "hidden", _("Disembunyikan")
    WITHDRAWN = "withdrawn", _("Ditarik penulisnya")
    ERASED = "erased", _("Dihapus")


# What readers still see as a one-line stub when answers hang below it.
STUB_STATES = (CommentState.HIDDEN, CommentState.WITHDRAWN, CommentState.ERASED)


class ThreadMode(models.TextChoices):
    """How a thread takes new comments. Guests are reviewed first in every mode that lets them speak."""

    CLOSED = "closed", _("Ditutup")
    PRE = "pre", _("Diperiksa dulu")
    POST = "post", _("Langsung terbit untuk warga terverifikasi")
    PRIVATE = "private", _("Hanya pesan pribadi")


class HeldCode(models.TextChoices):
    """Why a rule wants a person to look closely. The label tells the cadre what to look for."""

    TOO_FAST = "too_fast", _("Dikirim sangat cepat, mungkin oleh mesin")
    HONEYPOT = "honeypot", _("Mengisi isian jebakan mesin")
    FLOOD = "flood", _("Banyak komentar masuk pada jam yang sama")
    NO_LIMITS = "no_limits", _("Batas kiriman sedang tidak dapat diperiksa")
    DUPLICATE = "duplicate", _("Sama dengan komentar lain dari nama ini")
    LINK = "link", _("Memuat tautan")
    PERSONAL = "personal", _("Mungkin memuat nomor telepon, NIK, atau KK")


class ReasonCode(models.TextChoices):
    """Reasons for refusing or hiding, in words that the author can read."""

    PERSONAL = "personal", _("Memuat data pribadi orang lain, misalnya nomor telepon atau NIK")
    RUDE = "rude", _("Memuat kata kasar, hinaan, atau ancaman")
    ACCUSATION = "accusation", _("Memuat tuduhan kepada seseorang tanpa keterangan yang dapat diperiksa")
    OFF_TOPIC = "off_topic", _("Tidak membahas isi berita ini")
    DUPLICATE = "duplicate", _("Sudah pernah dikirim")
    SPAM = "spam", _("Berisi iklan atau penipuan")
    OTHER = "other", _("Alasan lain, lihat catatan kader")


class ModerationVerb(models.TextChoices):
    """What a cadre did, as kept in the log."""

    APPROVE = "approve", _("menyetujui")
    REJECT = "reject", _("menolak")
    HIDE = "hide", _("menyembunyikan")
    ANSWER = "answer", _("menjawab")
