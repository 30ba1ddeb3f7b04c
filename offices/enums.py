from django.db import models
from django.utils.translation import gettext_lazy as _


class Week(models.IntegerChoices):
    """In which weeks of a month a row of hours holds: a posyandu opens once a month, an office every week."""

    EVERY = 0, _("Setiap minggu")
    FIRST = 1, _("Minggu ke-1")
    SECOND = 2, _("Minggu ke-2")
    THIRD = 3, _("Minggu ke-3")
    FOURTH = 4, _("Minggu ke-4")
    LAST = 5, _("Minggu terakhir")
