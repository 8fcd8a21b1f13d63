from django.db import migrations, models

from safeconduct.access.noise import no_factors, no_paper


def each_row_its_own_noise(apps, schema_editor):
    """A default is made once for all rows; equal bytes would say that nobody has a paper code."""
    member = apps.get_model("access", "Member")
    # Not always the instance's own: a backup is restored into a database beside it.
    for row in member.objects.using(schema_editor.connection.alias):
        row.paper_secret = no_paper()
        row.factors = no_factors()
        row.save(update_fields=["paper_secret", "factors"])


class Migration(migrations.Migration):
    dependencies = [("access", "0040_notice_address")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="paper_secret",
            field=models.BinaryField(
                default=no_paper,
                help_text="sealed: the member's secret, under a paper code, or random bytes",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="factors",
            field=models.BinaryField(
                default=no_factors,
                help_text="sealed: what the member signs in with, under a key from the member's secret",
            ),
        ),
        migrations.RunPython(each_row_its_own_noise, migrations.RunPython.noop),
    ]
