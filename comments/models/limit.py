"""Counters behind the limits; see ``comments.limits``."""

from django.db import models


class LimitCounter(models.Model):
    """How often a key was seen in one window of time. Keys are keyed hashes, never addresses themselves."""

    key = models.CharField(max_length=64)
    window_start = models.DateTimeField(db_index=True)
    n = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="one_counter_per_window")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.window_start:%H:%M} {self.n}"
