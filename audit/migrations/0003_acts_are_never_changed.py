"""The database refuses to change an act, whoever asks. Deleting is refused by the code only: tests empty tables.

SQLite drops a trigger with its table, and Django remakes the table when a column changes: a later migration
that alters ``audit_act`` runs ``refuse_changes`` again. ``tests/audit/test_append_only.py`` notices.
"""

from django.db import migrations

REFUSED = "This table is append-only."

REFUSE = {
    "sqlite": [
        f"""CREATE TRIGGER audit_act_never_changed BEFORE UPDATE ON audit_act
            BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
    ],
    "postgresql": [
        f"""CREATE FUNCTION audit_act_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE TRIGGER audit_act_never_changed BEFORE UPDATE ON audit_act
            FOR EACH ROW EXECUTE FUNCTION audit_act_refuse()""",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER IF EXISTS audit_act_never_changed"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS audit_act_never_changed ON audit_act",
        "DROP FUNCTION IF EXISTS audit_act_refuse()",
    ],
}


def refuse_changes(apps, schema_editor):
    _run(ALLOW, schema_editor)
    _run(REFUSE, schema_editor)


def allow_changes(apps, schema_editor):
    _run(ALLOW, schema_editor)


def _run(statements, schema_editor):
    for statement in statements.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_act_by_time")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
