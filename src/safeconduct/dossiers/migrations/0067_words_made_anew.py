"""Segments and their words are sealed in another way from here on: a segment without words is of an earlier release, and
is sealed anew when the list is next opened."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def without_words(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    # Not always the instance's own: a backup is restored into a database beside it.
    apps.get_model("dossiers", "SegmentKey").objects.using(editor.connection.alias).update(words=None)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0049_groups")]

    operations = [migrations.RunPython(without_words, migrations.RunPython.noop)]
