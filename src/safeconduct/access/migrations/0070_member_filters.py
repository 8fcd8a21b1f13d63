from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0060_duty")]

    operations = [
        migrations.CreateModel(
            name="MemberFilters",
            fields=[
                (
                    "member",
                    models.CharField(
                        editable=False,
                        help_text="clear: a random reference says nothing",
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "body",
                    models.BinaryField(help_text="sealed: filters under their names, under the member's own secret"),
                ),
            ],
        ),
    ]
