from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0041_words_of_segments")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="is_group",
            field=models.BooleanField(
                default=False,
                help_text="clear: a coordination group; which organisations read it together tells as much",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["compartment", "erased_on"], condition=models.Q(is_group=True), name="groups_of_a_compartment"
            ),
        ),
    ]
