"""The migrations make exactly the tables that the models describe."""

from io import StringIO

from django.core.management import call_command
from django.db import connection

from tests.embedded import _database


def test_every_model_is_in_a_migration(embedded):
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert said.getvalue().strip() == "No changes detected"


def test_every_table_was_made_and_no_other(embedded):
    ours = {name for name in connection.introspection.django_table_names() if not name.startswith("django_")}
    stored = set(connection.introspection.table_names()) - {"django_migrations"}
    assert {name for name in stored if not name.startswith("sqlite_")} == ours


def test_the_database_is_kept_as_the_design_asks(embedded):
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "trusted_schema": 0, "temp_store": 2}
    with connection.cursor() as cursor:
        kept = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert kept == wanted


def test_a_new_instance_has_nobody_in_it(embedded):
    with _database(str(embedded.folder / "new.sqlite3"), as_owner=True):
        call_command("migrate", interactive=False, verbosity=0)
        assert {table: rows for table, rows in embedded.dump().items() if rows and table != "django_migrations"} == {}
