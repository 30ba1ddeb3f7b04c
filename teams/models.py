"""Links that open something once: an invitation to a role, a new password for somebody who lost it."""

import hashlib
import secrets
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from village_pages.enums import REGENCY_ROLES, Role


def new_token() -> str:
    """A token that cannot be guessed (256 bits); only its hash is stored."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What the database keeps of ``token``, here and everywhere: who reads it cannot use the link."""
    return hashlib.sha256(token.encode()).hexdigest()


class OneUseLinkQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Links that can still be used."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires__gt=timezone.now())

    def named(self, token: str) -> Self:
        """The link of ``token``, in whatever state, or nothing."""
        return self.filter(token_hash=hash_of(token))

    def claim(self, pk: int) -> bool:
        """Use the link up; ``False`` where another was first, or it is no longer open.

        One conditional update: of two at the same time the database lets one through.
        """
        return self.open().filter(pk=pk).update(used_at=timezone.now()) == 1

    def revoke(self) -> int:
        """Make those of these links void that are open; returns how many."""
        return self.open().update(revoked_at=timezone.now())


class OneUseLink(models.Model):
    """What both kinds of links have in common."""

    # For how long a link is good; each kind says.
    LIFETIME: timedelta

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Where it was made; for a link of the regency none.
    village = models.ForeignKey(
        "village_pages.VillagePage",
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("desa"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("dibuat oleh"),
    )
    created = models.DateTimeField(_("dibuat"), default=timezone.now)
    expires = models.DateTimeField(_("berlaku sampai"))
    used_at = models.DateTimeField(_("dipakai"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("dibatalkan"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    objects = OneUseLinkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-created", "-pk"]

    @classmethod
    def make(cls, *, token: str = "", **fields) -> tuple[Self, str]:
        """A new link and its token: ``token``, or a random one. Raises ``IntegrityError`` for one in use."""
        token = token or new_token()
        created = timezone.now()
        link = cls.objects.create(
            token_hash=hash_of(token), created=created, expires=created + cls.LIFETIME, **fields
        )
        return link, token

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires > timezone.now()


class Invitation(OneUseLink):
    """An invitation to a role, in ``village`` or in the regency. Made and accepted in ``invitations``."""

    LIFETIME = timedelta(days=7)
    MOST_OPEN = 20

    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    # Whom it was made for, so that the list of open invitations says something.
    name = models.CharField(_("untuk siapa"), max_length=80, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("dipakai oleh"),
    )

    class Meta(OneUseLink.Meta):
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=REGENCY_ROLES, village__isnull=True)
                | (~Q(role__in=REGENCY_ROLES) & Q(village__isnull=False)),
                name="invitation_village_fits_role",
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.name}" if self.name else self.get_role_display()


class PasswordLink(OneUseLink):
    """Lets ``user`` choose a new password. Made and used in ``passwords``."""

    LIFETIME = timedelta(hours=24)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("petugas")
    )

    class Meta(OneUseLink.Meta):
        verbose_name = _("tautan kata sandi")
        verbose_name_plural = _("tautan kata sandi")

    def __str__(self):
        return str(self.user)
