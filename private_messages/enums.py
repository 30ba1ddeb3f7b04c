from django.db import models
from django.utils.translation import gettext_lazy as _


class ConversationState(models.TextChoices):
    """Whether somebody still waits."""

    WAITING = "waiting", _("Menunggu jawaban")
    ANSWERED = "answered", _("Sudah dijawab")
    CLOSED = "closed", _("Ditutup")


class EmergencyReason(models.TextChoices):
    """Why the office opens one message that is not its own to read."""

    LIFE = "life", _("Ada dugaan nyawa seseorang terancam")
    NO_READER = "no_reader", _("Petugas desa yang berhak tidak dapat dihubungi dan pesan menunggu lama")
    COURT = "court", _("Ada permintaan resmi dari penegak hukum")
