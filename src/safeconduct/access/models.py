"""Rows of organisations, members, keys, sessions and the journal. Each column says whether it is clear, and why."""

from django.db import models

from safeconduct.access.noise import no_factors, no_paper, no_passkeys

REF = {"max_length": 32, "editable": False}
DIRECTORY = "clear: the directory of organisations is public"
RANDOM = "clear: a random reference says nothing"
PUBLIC_KEY = "clear: a public key"
COARSE = "clear: a day, never a time"
SIGNATURE = "clear: a signature over public keys"
STAFF_NAME = "clear: names of staff accounts; the threat model says so"
ROLE = "clear: officer, registrar, auditor or administrator"


class Organisation(models.Model):
    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    slug = models.SlugField(unique=True, help_text=DIRECTORY)
    name = models.CharField(max_length=200, help_text=DIRECTORY)
    root_sign = models.BinaryField(help_text=PUBLIC_KEY)
    reads_within_hours = models.PositiveSmallIntegerField(default=24, help_text="clear: a promise made in public")
    urgent_within_hours = models.PositiveSmallIntegerField(null=True, help_text="clear: a promise made in public")
    staffed_from = models.TimeField(null=True, help_text="clear: a promise made in public")
    staffed_until = models.TimeField(null=True, help_text="clear: a promise made in public")
    time_zone = models.CharField(max_length=64, default="UTC", help_text=DIRECTORY)
    takes_requests = models.BooleanField(default=False, help_text=DIRECTORY)
    kind = models.CharField(max_length=10, default="network", help_text=DIRECTORY)


class Compartment(models.Model):
    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    name = models.CharField(max_length=100, help_text="clear: the name of a group of staff, never of a case")
    duty = models.CharField(
        max_length=20, help_text="clear: requests, auditors or other: where new things are sealed to"
    )


class CompartmentEpoch(models.Model):
    compartment = models.CharField(**REF, help_text=RANDOM)
    epoch = models.PositiveIntegerField(help_text="clear: a number")
    public_seal = models.BinaryField(help_text=PUBLIC_KEY)
    certified_by = models.CharField(**REF, help_text=RANDOM)
    signature = models.BinaryField(help_text=SIGNATURE)
    made_on = models.DateField(help_text=COARSE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "epoch"], name="one_key_per_epoch")]


class Post(models.Model):
    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    name = models.CharField(max_length=100, help_text="clear: the name of a function, not of a person")
    closed_on = models.DateField(null=True, help_text=COARSE)


class Roster(models.Model):
    """One post on duty on one day. Days that have passed are not kept."""

    organisation = models.CharField(**REF, help_text=RANDOM)
    post = models.CharField(**REF, help_text=RANDOM)
    day = models.DateField(help_text="clear: when a function of the office is staffed; it says nothing of a case")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "day"], name="one_duty_per_post_and_day")]


class LoadLimit(models.Model):
    """Above how many open requests and cases a post wants to be warned; how many it holds is nowhere in clear."""

    post = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    at_most = models.PositiveSmallIntegerField(help_text="clear: a number")


class Member(models.Model):
    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    post = models.CharField(**REF, help_text=RANDOM)
    name = models.CharField(max_length=64, unique=True, help_text=STAFF_NAME)
    salt = models.BinaryField(help_text="clear: the salt of Argon2id")
    first_verifier = models.BinaryField(help_text="clear: a hash of an Argon2id output")
    first_secret = models.BinaryField(help_text="sealed: the member's secret, under the first slot")
    first_totp = models.BinaryField(help_text="sealed: the TOTP secret and its last step, under the first slot")
    second_verifier = models.BinaryField(help_text="clear: a hash, or random bytes: nobody can tell")
    second_secret = models.BinaryField(help_text="sealed: under the second slot, or random bytes")
    second_totp = models.BinaryField(help_text="sealed: under the second slot, or random bytes")
    paper_secret = models.BinaryField(
        default=no_paper, help_text="sealed: the member's secret, under a paper code, or random bytes"
    )
    factors = models.BinaryField(
        default=no_factors, help_text="sealed: what the member signs in with, under a key from the member's secret"
    )
    first_passkeys = models.BinaryField(
        default=no_passkeys, help_text="sealed: the passkeys of the first slot, under a key from its secret"
    )
    second_passkeys = models.BinaryField(
        default=no_passkeys, help_text="sealed: the same for the second slot, or random bytes"
    )
    ended_on = models.DateField(null=True, help_text=COARSE)


class MemberCertificate(models.Model):
    organisation = models.CharField(**REF, help_text=RANDOM)
    member = models.CharField(**REF, help_text=RANDOM)
    role = models.CharField(max_length=20, help_text=ROLE)
    public_seal = models.BinaryField(help_text=PUBLIC_KEY)
    public_sign = models.BinaryField(help_text=PUBLIC_KEY)
    from_day = models.DateField(help_text=COARSE)
    until_day = models.DateField(help_text=COARSE)
    signed_by = models.CharField(max_length=32, blank=True, help_text="clear: who signed; empty is the root key")
    signature = models.BinaryField(help_text=SIGNATURE)


class CompartmentWrap(models.Model):
    compartment = models.CharField(**REF, help_text=RANDOM)
    epoch = models.PositiveIntegerField(help_text="clear: a number")
    member = models.CharField(**REF, help_text=RANDOM)
    wrapped = models.BinaryField(help_text="sealed: the compartment's secret, to one member")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["compartment", "epoch", "member"], name="one_wrap_per_member_and_epoch")
        ]


class Invitation(models.Model):
    """Somebody may join. The row alone opens nothing: what it says is sealed under a code that is only on paper."""

    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    locator = models.CharField(max_length=64, unique=True, help_text="clear: a hash that does not lead back")
    member = models.CharField(**REF, help_text=RANDOM)
    name = models.CharField(max_length=64, help_text=STAFF_NAME)
    post = models.CharField(**REF, help_text=RANDOM)
    role = models.CharField(max_length=20, help_text=ROLE)
    made_by = models.CharField(**REF, help_text=RANDOM)
    until_day = models.DateField(help_text=COARSE)
    body = models.BinaryField(help_text="sealed: who is to join and which root key to trust, under the code")


class Appointment(models.Model):
    """What two registrars are asked to certify. Their signatures are certificates that do not count one by one."""

    organisation = models.CharField(**REF, help_text=RANDOM)
    member = models.CharField(unique=True, **REF, help_text=RANDOM)
    post = models.CharField(**REF, help_text=RANDOM)
    role = models.CharField(max_length=20, help_text=ROLE)
    public_seal = models.BinaryField(help_text=PUBLIC_KEY)
    public_sign = models.BinaryField(help_text=PUBLIC_KEY)
    from_day = models.DateField(help_text=COARSE)
    until_day = models.DateField(help_text=COARSE)


class CertificateEnd(models.Model):
    organisation = models.CharField(**REF, help_text=RANDOM)
    member = models.CharField(**REF, help_text=RANDOM)
    role = models.CharField(
        max_length=20, blank=True, help_text="clear: registrar; ahead or empty for the whole member"
    )
    last_day = models.DateField(help_text=COARSE)
    signed_by = models.CharField(max_length=32, blank=True, help_text="clear: who signed; empty is the root key")
    signature = models.BinaryField(help_text="clear: a signature over the end of a certificate")


class Admission(models.Model):
    """A registrar says that a member may be let into a compartment. Without it no holder wraps anything to them."""

    organisation = models.CharField(**REF, help_text=RANDOM)
    compartment = models.CharField(**REF, help_text=RANDOM)
    member = models.CharField(**REF, help_text=RANDOM)
    signed_by = models.CharField(**REF, help_text=RANDOM)
    signature = models.BinaryField(help_text="clear: a signature over references")
    asked_on = models.DateField(help_text=COARSE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "member"], name="one_admission_per_member")]


class EmptyPost(models.Model):
    """Who holds a compartment signs that nothing of a post hangs there, so that a registrar can close the post."""

    organisation = models.CharField(**REF, help_text=RANDOM)
    post = models.CharField(**REF, help_text=RANDOM)
    compartment = models.CharField(**REF, help_text=RANDOM)
    said_by = models.CharField(**REF, help_text=RANDOM)
    said_on = models.DateField(help_text="clear: when a post without people had no work; the threat model says so")
    signature = models.BinaryField(help_text="clear: a signature over references and a day")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "compartment"], name="one_word_per_post_and_compartment")
        ]


class AskedEpoch(models.Model):
    """A compartment must have a new key: asked for, then made by a holder, then gone when a registrar certifies it."""

    compartment = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    asked_on = models.DateField(help_text=COARSE)
    epoch = models.PositiveIntegerField(help_text="clear: a number")
    public_seal = models.BinaryField(null=True, help_text=PUBLIC_KEY)
    made_by = models.CharField(max_length=32, blank=True, help_text=RANDOM)
    signature = models.BinaryField(null=True, help_text=SIGNATURE)


class Session(models.Model):
    row = models.CharField(primary_key=True, max_length=64, help_text="clear: a hash of the cookie")
    owner = models.CharField(max_length=64, db_index=True, help_text="clear: a tag that only the owner's key can make")
    body = models.BinaryField(help_text="sealed: who is here and their keys, under cookie and boot secret")
    gone_by = models.DateTimeField(help_text="clear: the full hour after which the row is swept away")


class JournalLine(models.Model):
    organisation = models.CharField(**REF, help_text=RANDOM)
    seq = models.PositiveBigIntegerField(help_text="clear: the order must be checkable by anybody")
    day = models.DateField(help_text=COARSE)
    before = models.BinaryField(help_text="clear: a hash over sealed bytes")
    hash = models.BinaryField(help_text="clear: a hash over sealed bytes")
    sealed = models.BinaryField(help_text="sealed: who did what to what, to the organisation's auditors")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "seq"], name="one_journal_line_per_number")]


class JournalCheckpoint(models.Model):
    organisation = models.CharField(**REF, help_text=RANDOM)
    size = models.PositiveBigIntegerField(help_text="clear: a number of lines")
    hash = models.BinaryField(help_text="clear: a hash over sealed bytes")
    signature = models.BinaryField(help_text="clear: a signature over a number and a hash")
    made_on = models.DateField(help_text=COARSE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "size"], name="one_checkpoint_per_number_of_lines")
        ]


class MemberFilters(models.Model):
    """The filters that one member keeps for the lists of cases, all in one row."""

    member = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    body = models.BinaryField(help_text="sealed: filters under their names, under the member's own secret")


class NoticeAddress(models.Model):
    """Where one organisation is told by mail that something may be waiting."""

    organisation = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    address = models.EmailField(help_text="clear: mail goes out without keys; the threat model says so")
    next_at = models.DateTimeField(null=True, help_text="clear: when mail may go out next, a moment drawn at random")
    upto = models.PositiveBigIntegerField(
        default=0, help_text="clear: the number of the newest entry when mail was last due"
    )


class RecoveryKey(models.Model):
    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    number = models.PositiveIntegerField(help_text="clear: the place in an order")
    needed = models.PositiveSmallIntegerField(help_text="clear: a number")
    proposed_by = models.CharField(**REF, help_text=RANDOM)
    public_seal = models.BinaryField(default=bytes, help_text=PUBLIC_KEY)
    rehearsal_seal = models.BinaryField(default=bytes, help_text=PUBLIC_KEY)
    signature = models.BinaryField(default=bytes, help_text=SIGNATURE)
    made_on = models.DateField(help_text=COARSE)
    rehearsed_on = models.DateField(null=True, help_text=COARSE)
    ended_on = models.DateField(null=True, help_text=COARSE)


class RecoverySignature(models.Model):
    key = models.CharField(**REF, help_text=RANDOM)
    signed_by = models.CharField(**REF, help_text=RANDOM)
    signed_on = models.DateField(help_text=COARSE)
    signature = models.BinaryField(help_text=SIGNATURE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "signed_by"], name="one_signature_per_registrar")]


class RecoveryHolder(models.Model):
    key = models.CharField(**REF, help_text=RANDOM)
    number = models.PositiveSmallIntegerField(help_text="clear: the place in an order")
    member = models.CharField(**REF, help_text="clear: who holds parts of a recovery key; the threat model says so")
    public_seal = models.BinaryField(help_text=PUBLIC_KEY)
    checked_on = models.DateField(null=True, help_text=COARSE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="one_holder_per_number")]


class RecoveryPart(models.Model):
    key = models.CharField(**REF, help_text=RANDOM)
    purpose = models.CharField(max_length=10, help_text="clear: recovery or rehearsal")
    group = models.CharField(max_length=16, help_text="clear: the numbers of the holders who belong together")
    holder = models.PositiveSmallIntegerField(help_text="clear: the place in an order")
    sealed = models.BinaryField(
        help_text="sealed: one part of the recovery secret, to its holder; noise when they left"
    )
    digest = models.BinaryField(help_text="clear: a hash of random bytes, for the holder's drill")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "purpose", "group", "holder"], name="one_part_per_group_and_holder")
        ]


class RecoveryTrust(models.Model):
    """A member who holds a compartment saw who the holders of a recovery key are, and lets it be wrapped to that key."""

    key = models.CharField(**REF, help_text=RANDOM)
    compartment = models.CharField(**REF, help_text=RANDOM)
    given_by = models.CharField(**REF, help_text=RANDOM)
    given_on = models.DateField(help_text=COARSE)
    signature = models.BinaryField(help_text=SIGNATURE)
    epoch_signature = models.BinaryField(help_text=SIGNATURE)


class RecoveryWrap(models.Model):
    key = models.CharField(**REF, help_text=RANDOM)
    compartment = models.CharField(**REF, help_text=RANDOM)
    epoch = models.PositiveIntegerField(help_text="clear: a number")
    wrapped = models.BinaryField(help_text="sealed: the compartment's secret, to the recovery key")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "compartment", "epoch"], name="one_recovery_wrap_per_epoch")
        ]


class Ceremony(models.Model):
    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    key = models.CharField(**REF, help_text=RANDOM)
    purpose = models.CharField(max_length=10, help_text="clear: recovery or rehearsal")
    compartment = models.CharField(max_length=32, blank=True, help_text=RANDOM)
    opener = models.CharField(**REF, help_text=RANDOM)
    public_seal = models.BinaryField(help_text=PUBLIC_KEY)
    sealed_secret = models.BinaryField(
        help_text="sealed: the ceremony's secret, to its opener; empty when it has ended"
    )
    signature = models.BinaryField(default=bytes, help_text=SIGNATURE)
    opened_on = models.DateField(help_text=COARSE)
    ended_on = models.DateField(null=True, help_text=COARSE)
    outcome = models.CharField(max_length=10, blank=True, help_text="clear: stopped or joined")


class CeremonyApproval(models.Model):
    ceremony = models.CharField(**REF, help_text=RANDOM)
    approved_by = models.CharField(**REF, help_text=RANDOM)
    approved_at = models.DateTimeField(help_text="clear: the waiting time of a recovery counts from it")
    signature = models.BinaryField(help_text=SIGNATURE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ceremony", "approved_by"], name="one_approval_per_registrar")]


class CeremonyPart(models.Model):
    ceremony = models.CharField(**REF, help_text=RANDOM)
    group = models.CharField(max_length=16, help_text="clear: the numbers of the holders who belong together")
    holder = models.PositiveSmallIntegerField(help_text="clear: the place in an order")
    sealed = models.BinaryField(help_text="sealed: one part of the recovery secret, to the ceremony's key")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "group", "holder"], name="one_handed_part_per_group_and_holder")
        ]


class PracticePoint(models.Model):
    """Which post looks after good practices."""

    organisation = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    post = models.CharField(**REF, help_text=RANDOM)


class PracticeAdoption(models.Model):
    """A good practice of the public register that an organisation plans for a country. It says nothing of a case."""

    ref = models.CharField(primary_key=True, **REF, help_text=RANDOM)
    organisation = models.CharField(**REF, help_text=RANDOM)
    post = models.CharField(**REF, help_text=RANDOM)
    practice = models.CharField(max_length=60, help_text="clear: the name of a public entry of the guidance")
    country = models.CharField(max_length=2, help_text="clear: the country of a plan for all, never of a case")
    due_on = models.DateField(help_text=COARSE)
    adopted_on = models.DateField(help_text=COARSE)
    outcome = models.CharField(max_length=7, default="", help_text="clear: done or dropped")
    ended_on = models.DateField(null=True, help_text=COARSE)


class TrainingTaken(models.Model):
    """That a member took a training while holding a post. The names of trainings are public; no result is kept."""

    organisation = models.CharField(**REF, help_text=RANDOM)
    member = models.CharField(**REF, help_text=RANDOM)
    post = models.CharField(**REF, help_text=RANDOM)
    course = models.CharField(max_length=60, help_text="clear: the name of a public entry of the guidance")
    held_on = models.DateField(help_text=COARSE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "post", "course", "held_on"], name="one_training_a_day")
        ]


class AwarenessAnswer(models.Model):
    """How many gave an answer to a question of the survey in a quarter. A row belongs to nobody."""

    organisation = models.CharField(**REF, help_text=RANDOM)
    question = models.CharField(max_length=60, help_text="clear: the name of a public entry of the guidance")
    quarter = models.CharField(max_length=6, help_text="clear: a quarter of a year")
    answer = models.CharField(max_length=6, help_text="clear: yes, partly or no, and of nobody")
    number = models.PositiveIntegerField(default=0, help_text="clear: a number")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "question", "quarter", "answer"], name="one_number_per_answer_and_quarter"
            )
        ]
