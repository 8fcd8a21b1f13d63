"""Rows of dossiers. What is sealed and what opens it stand in separate tables, so that backups can keep them apart."""

from django.db import models

REF = {"max_length": 32, "editable": False}
RANDOM = "clear: a random reference says nothing"
COARSE = "clear: a day, never a time"
NUMBER = "clear: the place in an order"
HASH = "clear: a hash over sealed bytes"


class Dossier(models.Model):
    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text="clear: which organisation holds it; the threat model says so")
    compartment = models.CharField(**REF, db_index=True, help_text="clear: which compartment holds it")
    is_group = models.BooleanField(
        default=False, help_text="clear: a coordination group; which organisations read it together tells as much"
    )
    opened_on = models.DateField(help_text=COARSE)
    erase_after = models.DateTimeField(null=True, help_text="clear: the full hour when its keys are to be destroyed")
    erased_on = models.DateField(null=True, help_text=COARSE)

    class Meta:
        indexes = [
            models.Index(fields=["compartment", "erased_on", "erase_after"], name="dossiers_that_are_shown"),
            models.Index(
                fields=["compartment", "erased_on"], condition=models.Q(is_group=True), name="groups_of_a_compartment"
            ),
        ]


class Entry(models.Model):
    """The sealed body stays when its key is destroyed: then it is an empty slip, and the chain still holds."""

    dossier = models.CharField(**REF, help_text=RANDOM)
    seq = models.PositiveIntegerField(help_text=NUMBER)
    scope_ref = models.CharField(**REF, help_text="clear: a random reference; the scope's name is inside its wrap")
    day = models.DateField(help_text=COARSE)
    body = models.BinaryField(help_text="sealed: kind, author, minute, content and signature, under the entry's key")
    before = models.BinaryField(help_text=HASH)
    hash = models.BinaryField(help_text=HASH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "seq"], name="one_entry_per_number")]


class EntryKey(models.Model):
    dossier = models.CharField(**REF, help_text=RANDOM)
    seq = models.PositiveIntegerField(help_text=NUMBER)
    wrapped = models.BinaryField(help_text="sealed: the entry's key, under its scope's key")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "seq"], name="one_key_per_entry")]


class Grant(models.Model):
    """The wrap of one scope's key to one recipient: the only way to read."""

    dossier = models.CharField(**REF, db_index=True, help_text=RANDOM)
    scope_ref = models.CharField(**REF, help_text="clear: a random reference; the scope's name is inside the wrap")
    compartment = models.CharField(**REF, blank=True, help_text="clear: who can read; empty is the defender's code")
    epoch = models.PositiveIntegerField(default=0, help_text=NUMBER)
    wrapped = models.BinaryField(help_text="sealed: the scope's name and key, to the recipient's key")
    expires_on = models.DateField(
        null=True,
        db_index=True,
        help_text="clear: the last day of a share must be found without keys; the holder's own grants have none",
    )


class EndedGrant(models.Model):
    """A share that was ended. It stays where the wrap was, so that one put back from a backup opens nothing."""

    dossier = models.CharField(**REF, db_index=True, help_text=RANDOM)
    scope_ref = models.CharField(**REF, help_text=RANDOM)
    compartment = models.CharField(**REF, db_index=True, help_text="clear: who could read")
    ended_on = models.DateField(help_text=COARSE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "scope_ref", "compartment"], name="one_end_for_each_grant")
        ]


class CardNote(models.Model):
    """News for a card, sealed to the compartment by somebody who cannot open its segments."""

    compartment = models.CharField(**REF, db_index=True, help_text="clear: whose list it belongs to")
    epoch = models.PositiveIntegerField(help_text=NUMBER)
    dossier = models.CharField(**REF, db_index=True, help_text=RANDOM)
    body = models.BinaryField(help_text="sealed: coded facts, under the note's key")


class CardNoteKey(models.Model):
    note = models.BigIntegerField(primary_key=True, help_text=NUMBER)
    wrapped = models.BinaryField(help_text="sealed: the note's key, to the compartment")


class CardSegment(models.Model):
    compartment = models.CharField(**REF, help_text="clear: whose list it is")
    number = models.PositiveIntegerField(help_text=NUMBER)
    body = models.BinaryField(help_text="sealed: cards, under the segment's key")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "number"], name="one_segment_per_number")]


class SegmentKey(models.Model):
    compartment = models.CharField(**REF, help_text="clear: whose list it is")
    number = models.PositiveIntegerField(help_text=NUMBER)
    epoch = models.PositiveIntegerField(help_text=NUMBER)
    wrapped = models.BinaryField(help_text="sealed: the segment's key, under the compartment's secret")
    words = models.BinaryField(
        null=True, help_text="sealed: what is looked for in the segment's cards, under the segment's key"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "number"], name="one_key_per_segment")]


class StoredFile(models.Model):
    """A sealed file on the disk. Its name, kind, size and key are in an entry."""

    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    dossier = models.CharField(**REF, db_index=True, blank=True, help_text="clear: so that erasing finds the file")
    gone_by = models.DateTimeField(null=True, help_text="clear: the full hour when an unsent file is swept away")


class Keeping(models.Model):
    """Until which day a scope of a closed dossier is kept. Afterwards a job without keys destroys those of the scope."""

    dossier = models.CharField(**REF, db_index=True, help_text=RANDOM)
    scope_ref = models.CharField(**REF, help_text="clear: a random reference; the scope's name is inside its wrap")
    due_on = models.DateField(db_index=True, help_text="clear: the day when keys go must be found without keys")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "scope_ref"], name="one_due_day_per_scope")]


class Sweep(models.Model):
    """The clocks of the last run that trusted them, in one row: what the next run's clock is compared with."""

    row = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="clear: there is one row")
    at = models.DateTimeField(help_text="clear: the moment of the last sweep; it says nothing of a case")
    start = models.CharField(max_length=36, help_text="clear: the random name that the machine gave to its last start")
    uptime = models.PositiveBigIntegerField(help_text="clear: seconds from that start to the last sweep")
