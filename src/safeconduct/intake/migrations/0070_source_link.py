from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SourceLink",
            fields=[
                (
                    "row",
                    models.CharField(
                        help_text="clear: a hash that does not lead back",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "body",
                    models.BinaryField(help_text="sealed: the question and its dossier, under the link's token"),
                ),
                (
                    "gone_by",
                    models.DateTimeField(help_text="clear: the full hour after which the row is swept away"),
                ),
            ],
        ),
    ]
