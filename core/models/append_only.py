"""Rows that are added and read, and that no code of ours changes or deletes."""

from django.db import models

REFUSAL = "This table is append-only."


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError(REFUSAL)

    def delete(self):
        raise TypeError(REFUSAL)

    def bulk_update(self, *args, **kwargs):
        raise TypeError(REFUSAL)


class AppendOnlyModel(models.Model):
    """Abstract. ``TypeError`` for changing or deleting a row, alone or by a queryset."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(REFUSAL)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(REFUSAL)
