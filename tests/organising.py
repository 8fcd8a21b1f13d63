"""Steps by which an organisation changes, as its people take them: invite, join, certify, let in, leave, re-key."""

from datetime import timedelta

from safeconduct.access import lookup
from safeconduct.access.desk import certifying, enrolling, leaving, rekeying, signing_in
from safeconduct.access.models import Compartment, Member, Post
from safeconduct.access.presence import Presence
from safeconduct.access.totp import code_at
from safeconduct.coordination.desk import emptying
from safeconduct.dossiers.desk import rewrapping
from safeconduct.sealing.keys import fingerprint
from safeconduct.sealing.passphrase import open_slots
from safeconduct.sealing.record import KEY_BYTES
from safeconduct.web.staff import holding

REGISTRARS = ("ines", "jonas")


def member_ref(name):
    return Member.objects.get(name=name).ref


def compartment_ref(embedded, name="Protection"):
    return Compartment.objects.get(name=name, organisation=embedded.office().ref).ref


def post_ref(embedded, name="Duty officer"):
    return Post.objects.get(name=name, organisation=embedded.office().ref).ref


def invite(embedded, name="noor", *, by="ines", post="Duty officer", role="officer", into=("Protection",)):
    compartments = frozenset(compartment_ref(embedded, one) for one in into)
    return enrolling.invite(
        name, post_ref(embedded, post), role, compartments, embedded.keyring(by), has_proved=True, at=embedded.now
    )


def join(embedded, code):
    """What the person took away: the joining, and the words of their keys."""
    joining = enrolling.begin_joining(code, on=embedded.now.date())
    digits = code_at(joining.totp_secret, at=embedded.now)
    return joining, enrolling.join(code, joining, joining.passphrase, digits, at=embedded.now)


def certify(embedded, name, words, *, by=REGISTRARS):
    done = [
        certifying.certify(member_ref(name), " ".join(words), embedded.keyring(one), has_proved=True, at=embedded.now)
        for one in by
    ]
    return done[-1]


def let_in(embedded, name, *, by="mara", into="Protection"):
    rekeying.let_in(compartment_ref(embedded, into), member_ref(name), embedded.keyring(by), at=embedded.now)


def enrolled(embedded, name="noor", **invited):
    """Somebody who went the whole way. Their keyring is `keyring_of(embedded, joining)`."""
    joining, words = join(embedded, invite(embedded, name, **invited))
    certify(embedded, name, words)
    for compartment in invited.get("into", ("Protection",)):
        let_in(embedded, name, into=compartment)
    return joining


def presence_of(embedded, joining):
    """Their presence, with the secret that their passphrase opens."""
    row = Member.objects.get(name=joining.name)
    opened = open_slots(signing_in.slots_of(row), joining.passphrase)
    held = {"member": opened.secret[:KEY_BYTES].hex(), "root": opened.secret[KEY_BYTES:].hex()}
    return Presence("staff", row.ref, held, started_at=embedded.now, seen_at=embedded.now)


def keyring_of(embedded, joining):
    return signing_in.keyring_of(presence_of(embedded, joining))


def leave(embedded, name, *, by="ines", confirmed=False, root_words=""):
    leaving.leave(
        member_ref(name),
        embedded.keyring(by),
        confirmed=confirmed,
        root_words=root_words,
        has_proved=True,
        at=embedded.now,
    )


def sign_last_day(embedded, name, last_day, *, by="ines"):
    leaving.sign_last_day(member_ref(name), last_day, embedded.keyring(by), has_proved=True, at=embedded.now)


def signed_in(embedded, name):
    """What a sign-in does besides: it ends the accounts whose day is over, and makes the keys that are asked for."""
    holding.make_what_is_asked(embedded.session(name))


def said_empty(embedded, post, *, by=("mara", "petra")):
    """By holders of all compartments, so that the post can be closed."""
    for name in by:
        emptying.say_empty(post, embedded.keyring(name), at=embedded.now)


def make_keys(embedded, by="mara"):
    rekeying.make_asked_epochs(embedded.keyring(by), at=embedded.now)


def certify_key(embedded, compartment="Protection", *, by="ines"):
    rekeying.certify_epoch(
        compartment_ref(embedded, compartment), embedded.keyring(by), has_proved=True, at=embedded.now
    )


def rewrap(embedded, by="mara", compartment="Protection", *, goes_on=lambda: True):
    return rewrapping.rewrap(compartment_ref(embedded, compartment), embedded.keyring(by), goes_on=goes_on)


def rekeyed(embedded, by="mara"):
    make_keys(embedded, by)
    certify_key(embedded)
    rewrap(embedded, by)


def next_day(embedded):
    embedded.clock.pass_by(timedelta(days=1))


def root_fingerprint(embedded):
    return fingerprint(bytes(lookup.Organisation.objects.get(slug="harbour-desk").root_sign)).hex()
