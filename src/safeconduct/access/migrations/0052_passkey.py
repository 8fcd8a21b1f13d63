from django.db import migrations, models

from safeconduct.access.noise import no_passkeys


def each_row_its_own_noise(apps, schema_editor):
    """A default is made once for all rows; equal bytes would say that nobody has a passkey."""
    member = apps.get_model("access", "Member")
    # Not always the instance's own: a backup is restored into a database beside it.
    for row in member.objects.using(schema_editor.connection.alias):
        row.first_passkeys = no_passkeys()
        row.second_passkeys = no_passkeys()
        row.save(update_fields=["first_passkeys", "second_passkeys"])


class Migration(migrations.Migration):
    dependencies = [("access", "0051_recovery")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="first_passkeys",
            field=models.BinaryField(
                default=no_passkeys,
                help_text="sealed: the passkeys of the first slot, under a key from its secret",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="second_passkeys",
            field=models.BinaryField(
                default=no_passkeys,
                help_text="sealed: the same for the second slot, or random bytes",
            ),
        ),
        migrations.RunPython(each_row_its_own_noise, migrations.RunPython.noop),
    ]
