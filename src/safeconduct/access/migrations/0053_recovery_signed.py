from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0052_passkey"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecoveryTrust",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(editable=False, help_text="clear: a random reference says nothing", max_length=32),
                ),
                (
                    "compartment",
                    models.CharField(editable=False, help_text="clear: a random reference says nothing", max_length=32),
                ),
                (
                    "given_by",
                    models.CharField(editable=False, help_text="clear: a random reference says nothing", max_length=32),
                ),
                ("given_on", models.DateField(help_text="clear: a day, never a time")),
                ("signature", models.BinaryField(help_text="clear: a signature over public keys")),
                ("epoch_signature", models.BinaryField(help_text="clear: a signature over public keys")),
            ],
        ),
        migrations.AddField(
            model_name="ceremony",
            name="signature",
            field=models.BinaryField(default=bytes, help_text="clear: a signature over public keys"),
        ),
        migrations.AddField(
            model_name="recoverykey",
            name="signature",
            field=models.BinaryField(default=bytes, help_text="clear: a signature over public keys"),
        ),
    ]
