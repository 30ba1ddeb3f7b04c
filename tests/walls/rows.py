"""All rows of the database at one moment, to be compared with those of another."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

Key = tuple[type[models.Model], str]

# What a request may always write: that somebody is here.
PASSING = frozenset({"sessions.session", "wagtailsearch.query"})


class Rows(dict[Key, tuple]):
    """Each row's values by model and primary key."""

    @classmethod
    def now(cls) -> "Rows":
        """One query for each table."""
        rows = cls()
        with connection.cursor() as cursor:
            for model in apps.get_models(include_auto_created=True):
                if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in PASSING:
                    columns = [field.column for field in model._meta.local_concrete_fields]
                    at = columns.index(model._meta.pk.column)
                    # The bare columns: values of some fields say something else each time.
                    names = ", ".join(map(connection.ops.quote_name, columns))
                    cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(model._meta.db_table)}")
                    for values in cursor.fetchall():
                        rows[model, str(values[at])] = tuple(map(str, values))
        return rows

    def since(self, before: "Rows") -> set[Key]:
        """Keys of rows that were not there ``before``."""
        return self.keys() - before.keys()

    def changed(self, before: "Rows") -> set[Key]:
        """Keys of rows that differ from ``before``, new and missing ones too."""
        return {key for key in self.keys() | before.keys() if self.get(key) != before.get(key)}


def names_of(key: Key, rows: Rows) -> Iterator[Key]:
    """Every row that the row ``key`` points to."""
    model, _pk = key
    fields = model._meta.local_concrete_fields
    values = dict(zip((field.attname for field in fields), rows[key], strict=True))
    for field in fields:
        if field.related_model is not None:
            for related in (field.related_model, *field.related_model._meta.get_parent_list()):
                yield related, values[field.attname]
    for field in model._meta.private_fields:
        if isinstance(field, GenericForeignKey):
            kind = values[model._meta.get_field(field.ct_field).attname]
            target = ContentType.objects.get_for_id(int(kind)).model_class() if kind.isdecimal() else None
            if target is not None:
                yield target, values[field.fk_field]
