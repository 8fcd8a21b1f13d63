"""The recovery key and its ceremonies, step by step as their people take them. What they are shown is what stands."""

from datetime import timedelta

from safeconduct.access.desk import enrolling, entrusting, recovering, safeguarded, safeguarding
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.models import Ceremony, Compartment, RecoveryKey
from safeconduct.access.recovery import RECOVERY
from tests.organising import member_ref

HOLDERS = ("mara", "vera", "amal")
WAITING = timedelta(hours=24)
NEWCOMER = "petra"


def a_key(embedded, holders=HOLDERS, needed=2, *, wrap=("mara", "tomas", "petra", "vera")):
    """Proposed by ines, made by jonas, signed by ines; then compartments' members let theirs be wrapped."""
    ref = a_signed_key(embedded, holders, needed)
    entrust(embedded, ref, *wrap)
    return ref


def the_key(embedded):
    """The key with which a test marked `recovery_key` begins: as `a_key` makes it."""
    organisation = embedded.office().ref
    with seeing_only(organisation):
        return RecoveryKey.objects.get(organisation=organisation, ended_on=None).ref


def a_signed_key(embedded, holders=HOLDERS, needed=2):
    ref = safeguarding.propose_key(holders, needed, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    make(embedded, ref)
    sign(embedded, ref)
    return ref


def make(embedded, ref, *, by="jonas"):
    shown = shown_key(embedded, ref)
    safeguarding.make_key(ref, embedded.keyring(by), shown=shown, has_proved=True, at=embedded.now)


def sign(embedded, ref, *, by="ines"):
    shown = shown_key(embedded, ref)
    safeguarding.sign_key(ref, embedded.keyring(by), shown=shown, has_proved=True, at=embedded.now)


def entrust(embedded, ref, *names):
    for name in names:
        shown = shown_key(embedded, ref)
        entrusting.entrust(ref, embedded.keyring(name), shown=shown, has_proved=True, at=embedded.now)


def come_by(embedded, *names):
    """They sign in, and do nothing else."""
    for name in names:
        entrusting.safeguard_epochs(embedded.keyring(name), at=embedded.now)


def shown_key(embedded, ref):
    with seeing_only(embedded.office().ref):
        return safeguarded.as_shown(RecoveryKey.objects.get(ref=ref))


def shown_ceremony(embedded, ref):
    with seeing_only(embedded.office().ref):
        row = Ceremony.objects.filter(ref=ref).first()
        return recovering.as_shown(row) if row else ""


def protection(embedded):
    return Compartment.objects.get(organisation=embedded.office().ref, name="Protection").ref


def admit(embedded, name):
    """A registrar asks that a member be let into the compartment that is lost."""
    ines = embedded.keyring("ines")
    enrolling.admit(protection(embedded), member_ref(name), ines, has_proved=True, at=embedded.now)


def opened(embedded, purpose=RECOVERY, *, by=NEWCOMER, agree=("ines", "jonas")):
    compartment = protection(embedded) if purpose == RECOVERY else ""
    if compartment:
        admit(embedded, by)
    ref = recovering.open_ceremony(purpose, compartment, embedded.keyring(by), has_proved=True, at=embedded.now)
    agree_to(embedded, ref, *agree)
    return ref


def waited(embedded, **given):
    """A recovery to which two agreed, after the waiting time: holders may hand in."""
    ref = opened(embedded, **given)
    embedded.clock.pass_by(WAITING)
    return ref


def agree_to(embedded, ref, *names):
    for name in names:
        shown = shown_ceremony(embedded, ref)
        recovering.agree(ref, embedded.keyring(name), shown=shown, has_proved=True, at=embedded.now)


def hand_in(embedded, ref, *names, waiting=WAITING):
    for name in names:
        shown = shown_ceremony(embedded, ref)
        keyring = embedded.keyring(name)
        recovering.hand_in(ref, keyring, shown=shown, waiting=waiting, has_proved=True, at=embedded.now)


def join(embedded, ref, *, by=NEWCOMER, waiting=WAITING):
    return recovering.join(ref, embedded.keyring(by), waiting=waiting, has_proved=True, at=embedded.now)
