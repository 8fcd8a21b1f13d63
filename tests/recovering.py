"""The recovery key and its ceremonies, step by step as their people take them."""

from datetime import timedelta

from safeconduct.access.desk import enrolling, recovering, safeguarding
from safeconduct.access.models import Compartment
from safeconduct.access.recovery import RECOVERY
from tests.organising import member_ref

HOLDERS = ("mara", "vera", "amal")
WAITING = timedelta(hours=24)
NEWCOMER = "petra"


def a_key(embedded, holders=HOLDERS, needed=2, *, wrap=("mara", "tomas", "petra", "vera")):
    """Proposed by ines, made by jonas, signed by ines; then compartments' members came by."""
    ref = safeguarding.propose_key(holders, needed, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    safeguarding.make_key(ref, embedded.keyring("jonas"), has_proved=True, at=embedded.now)
    safeguarding.sign_key(ref, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    for name in wrap:
        safeguarding.safeguard_epochs(embedded.keyring(name), at=embedded.now)
    return ref


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


def agree_to(embedded, ref, *names):
    for name in names:
        recovering.agree(ref, embedded.keyring(name), has_proved=True, at=embedded.now)


def hand_in(embedded, ref, *names):
    for name in names:
        recovering.hand_in(ref, embedded.keyring(name), has_proved=True, at=embedded.now)


def join(embedded, ref, *, by=NEWCOMER, waiting=WAITING):
    return recovering.join(ref, embedded.keyring(by), waiting=waiting, has_proved=True, at=embedded.now)
