from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0053_recovery_signed"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoadLimit",
            fields=[
                (
                    "post",
                    models.CharField(
                        editable=False,
                        help_text="clear: a random reference says nothing",
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation",
                    models.CharField(editable=False, help_text="clear: a random reference says nothing", max_length=32),
                ),
                ("at_most", models.PositiveSmallIntegerField(help_text="clear: a number")),
            ],
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.CharField(editable=False, help_text="clear: a random reference says nothing", max_length=32),
                ),
                (
                    "post",
                    models.CharField(editable=False, help_text="clear: a random reference says nothing", max_length=32),
                ),
                (
                    "day",
                    models.DateField(
                        help_text="clear: when a function of the office is staffed; it says nothing of a case"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "day"), name="one_duty_per_post_and_day")],
            },
        ),
    ]
