"""Rows that are added and read, and that no code of ours changes or deletes."""

from django.db import models

REFUSAL = "This table is append-only."


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        # Django empties a relation when what it led to is deleted; nothing else changes.
        if not all(self._is_relation(name) and value is None for name, value in kwargs.items()):
            raise TypeError(REFUSAL)
        return super().update(**kwargs)

    def _is_relation(self, name: str) -> bool:
        return self.model._meta.get_field(name).is_relation

    def delete(self):
        raise TypeError(REFUSAL)

    def bulk_create(self, objs, batch_size=None, ignore_conflicts=False, **options):
        if options.get("update_conflicts"):
            raise TypeError(REFUSAL)
        return super().bulk_create(objs, batch_size, ignore_conflicts, **options)

    def bulk_update(self, *args, **kwargs):
        raise TypeError(REFUSAL)


class AppendOnlyModel(models.Model):
    """Abstract. ``TypeError`` for changing or deleting a row, alone or by a queryset."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        # Each model inherits it, with a ``Meta`` of its own too.
        base_manager_name = "objects"

    def save(self, **kwargs):
        if not self._state.adding:
            raise TypeError(REFUSAL)
        # With a key that stands already Django would try to change that row first.
        super().save(**(kwargs | {"force_insert": True}))

    def delete(self, *args, **kwargs):
        raise TypeError(REFUSAL)
