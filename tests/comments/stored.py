"""What stands in the database, whatever model it belongs to."""

from collections.abc import Iterator

from django.db import connection


def places_of(words: str) -> list[str]:
    """Table and column of every value in the whole database that holds ``words``, in any case."""
    return sorted({place for place, value in _values() if words.lower() in value.lower()})


def _values() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if value is not None:
                        yield f"{table}.{column}", str(value)
