from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountChange(models.TextChoices):
    """What somebody did with the own account. The values stand in the log, behind ``account.``."""

    NAME = "name", _("Nama yang ditampilkan diganti")
    MAIL = "mail", _("Email akun diganti")
    PASSWORD = "password", _("Kata sandi diganti pemiliknya")
    PASSWORD_BY_MAIL = "password_by_mail", _("Kata sandi diganti lewat email")
    FACTOR_ADDED = "factor_added", _("Pengaman kedua dipasang")
    FACTOR_REPLACED = "factor_replaced", _("Pengaman kedua diganti")
    FACTOR_REMOVED = "factor_removed", _("Pengaman kedua dilepas pemiliknya")
    RECOVERY_CODES = "recovery_codes", _("Kode pemulihan dibuat ulang")
