"""The database's own word that an answer stands in the thread and village of what it answers.

A trigger, since Django has no keys over two columns. Put back after every migration, because SQLite
loses the triggers of a table that a migration rebuilds.
"""

from django.db import connections

TABLE = "comments_residentcomment"
BROKEN = """
    EXISTS (SELECT 1 FROM comments_residentcomment above WHERE above.id IN (NEW.parent_id, NEW.root_id)
            AND (above.thread_id <> NEW.thread_id OR above.village_id <> NEW.village_id OR above.id = NEW.id))
    OR EXISTS (SELECT 1 FROM comments_residentcomment above WHERE above.id = NEW.root_id AND above.depth <> 0)
"""
MESSAGE = "an answer must stay in the thread of its comment"

SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS comment_same_thread_{event.lower()} BEFORE {event} ON {TABLE} "
    f"WHEN NEW.parent_id IS NOT NULL AND ({BROKEN}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for event in ("INSERT", "UPDATE")
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION comment_same_thread() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN IF NEW.parent_id IS NOT NULL AND ({BROKEN}) THEN "
    f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{MESSAGE}'; "
    "END IF; RETURN NEW; END $$",
    f"CREATE OR REPLACE TRIGGER comment_same_thread BEFORE INSERT OR UPDATE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION comment_same_thread()",
]


def guard(sender, using: str, **kwargs) -> None:
    """Make the trigger in the database ``using`` if its table is there (``post_migrate``); safe to repeat."""
    connection = connections[using]
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(connection.vendor, [])
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
