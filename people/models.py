"""Staff accounts: contributors, cadres, ambassadors, officers. Residents are not here (see ``comments``)."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Users(UserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Signing in does not tell capitals apart; so `createsuperuser` calls such a name taken."""
        return self.get(username__iexact=username)


# Wagtail, above the pictures and documents that lead back here, has no stubs.
class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person of the staff. What the person may do where stands in ``village_pages.Membership``."""

    display_name = models.CharField(
        _("Nama yang ditampilkan"),
        max_length=80,
        blank=True,
        help_text=_("Nama yang dibaca warga dan petugas lain."),
    )
    is_example = models.BooleanField(_("Akun contoh"), default=False, editable=False)
    # Part of every session's fingerprint: counting it up ends all of them (`people.sessions`).
    sessions_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[Users] = Users()

    class Meta:
        verbose_name = _("petugas")
        verbose_name_plural = _("petugas")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_whatever_the_capitals",
                violation_error_message=_(
                    "Nama pengguna ini sudah dipakai; huruf besar dan kecil tidak dibedakan. Pilih yang lain."
                ),
            )
        ]

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.display_name or super().get_full_name() or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def _get_session_auth_hash(self, secret=None):
        kept = super()._get_session_auth_hash(secret)
        return salted_hmac("people.sessions", f"{kept}:{self.sessions_epoch}", secret=secret).hexdigest()
