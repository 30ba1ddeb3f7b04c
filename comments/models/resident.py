"""A resident whom a cadre has registered face to face. Never an account of the staff."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.enums import ResidentStatus
from comments.names import MAX_NAME
from teams.models import OneUseLink

# A cadre looks again once a year whether somebody still lives there.
VERIFIED_FOR = timedelta(days=365)


class ResidentQuerySet(models.QuerySet):
    def standing(self):
        """Those who exist: not erased."""
        return self.filter(erased_at__isnull=True)

    def in_villages(self, villages):
        """Residents of ``villages`` (a queryset of village pages); the wall between villages."""
        return self.filter(village__in=villages.values("pk"))

    def verified(self, now=None):
        """Those whose badge holds now."""
        now = now or timezone.now()
        return (
            self.standing().filter(verified_at__gt=now - VERIFIED_FOR).exclude(status=ResidentStatus.BANNED)
        )


class Resident(models.Model):
    """One resident of one village. Erasing empties the row and keeps it, so that nothing hangs in the air."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    village = models.ForeignKey(
        "village_pages.VillagePage",
        on_delete=models.CASCADE,
        related_name="residents",
        verbose_name=_("Desa"),
    )
    # What is printed on the card: eight digits, the last one a check digit (``comments.residents.numbers``).
    card_number = models.CharField(_("Nomor kartu"), max_length=8, unique=True, null=True, blank=True)
    display_name = models.CharField(_("Nama"), max_length=MAX_NAME, blank=True)
    # Of a telephone only a keyed hash, to sign in with, and its end, to know it again; many may share one.
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    phone_ending = models.CharField(_("Akhir nomor telepon"), max_length=3, blank=True)

    pin_hash = models.CharField(max_length=128, blank=True)
    # Since when whoever has this PIN has come in here; see ``ResidentSession.sure_since``.
    pin_since = models.DateTimeField(null=True, blank=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)
    pin_wait_until = models.DateTimeField(null=True, blank=True)

    verified_at = models.DateTimeField(_("Diverifikasi"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        _("Keadaan"), max_length=10, choices=ResidentStatus.choices, default=ResidentStatus.ACTIVE
    )
    muted_until = models.DateTimeField(_("Tidak boleh menulis sampai"), null=True, blank=True)
    # Which words the person agreed to, and when; see ``comments.consent``.
    consent_version = models.CharField(max_length=20, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("Didaftarkan"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Of what the person has erased: when the last of it was refused that was refused. Nothing else is kept.
    last_refused_at = models.DateTimeField(null=True, blank=True)
    # Set when erasure was asked for: nobody can sign in any more; ``erased_at`` when all is gone.
    erasure_asked_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ResidentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("warga terdaftar")
        verbose_name_plural = _("warga terdaftar")
        ordering = ["display_name", "pk"]
        indexes = [models.Index(fields=["village", "status"], name="resident_of_village")]
        constraints = [
            models.CheckConstraint(
                name="resident_known_status", condition=Q(status__in=ResidentStatus.values)
            ),
        ]

    def __str__(self) -> str:
        # No name: it would stand in logs and histories that erasure does not reach.
        return f"{self._meta.verbose_name} {self.card_number or ''}".strip()

    @property
    def shown_card_number(self) -> str:
        """As it is printed: two groups of four."""
        number = self.card_number or ""
        return f"{number[:4]} {number[4:]}".strip()

    @property
    def verified_until(self) -> datetime | None:
        """When the verification ends, or has ended, by the clock; ``None`` for who never was verified."""
        return self.verified_at + VERIFIED_FOR if self.verified_at is not None else None

    @property
    def is_verified(self) -> bool:
        """Whether the badge holds now: verified within the year, neither banned nor erased."""
        return (
            self.verified_until is not None
            and self.verified_until > timezone.now()
            and self.status != ResidentStatus.BANNED
            and self.erased_at is None
        )

    @property
    def may_sign_in(self) -> bool:
        return (
            self.status != ResidentStatus.BANNED and self.erased_at is None and self.erasure_asked_at is None
        )

    @property
    def pin_is_own_since(self) -> datetime:
        """From when on what was written is of whoever has the PIN; PINs of before this was kept: always."""
        return self.pin_since or self.created_at

    @property
    def is_muted(self) -> bool:
        """Whether the person may not write now; being muted ends by itself."""
        return self.status == ResidentStatus.MUTED and (
            self.muted_until is None or self.muted_until > timezone.now()
        )

    @property
    def may_write(self) -> bool:
        return self.may_sign_in and not self.is_muted

    def was_refused_since(self, since: datetime) -> bool:
        """Whether something was refused since then that the person has erased."""
        return self.last_refused_at is not None and self.last_refused_at >= since


class ResidentSession(models.Model):
    """One phone on which a resident is signed in; see ``comments.residents.sessions``."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="sessions")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # "Ini ponsel bersama": ends with the browser, and soon by itself.
    is_shared = models.BooleanField(default=True)
    # What was said about the cadre opens here only if it was written since then: the PIN was given, or the
    # link came from an ambassador. Empty after a cadre's link alone, with which the cadre could come in too.
    sure_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"ResidentSession {self.pk}"


class ResidentLink(OneUseLink):
    """The way in that a cadre hands over, on paper or as a QR: opens once, by a button."""

    LIFETIME = timedelta(hours=72)

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="links")

    class Meta(OneUseLink.Meta):
        verbose_name = _("tautan warga")
        verbose_name_plural = _("tautan warga")

    def __str__(self) -> str:
        return f"ResidentLink {self.pk}"
