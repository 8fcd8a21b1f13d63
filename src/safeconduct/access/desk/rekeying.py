"""A compartment's keys: a registrar asks for a new one, a holder makes it, a registrar certifies it, holders let in.

No registrar ever holds one. Until a new epoch is certified the old one stays in use, so that no request is lost.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.certificate import EpochProposal, EpochStatement
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.desk.signing_in import wrap_place
from safeconduct.access.enrolment import (
    refusal_to_acting,
    refusal_to_certifying_epoch,
    refusal_to_letting_in,
)
from safeconduct.access.journal import Line, Signer
from safeconduct.access.keyring import HeldEpoch, Keyring, refusal_to_signing
from safeconduct.access.models import (
    AskedEpoch,
    Compartment,
    CompartmentEpoch,
    CompartmentWrap,
    Member,
    Organisation,
)
from safeconduct.access.register import Register
from safeconduct.sealing.keys import Identity, signed_by, wrap
from safeconduct.sealing.record import new_key
from safeconduct.vocabulary.refusal import NotFound, insist


def ask_new_epoch(compartment: str, by: Signer, *, at: datetime) -> None:
    """In the transaction of what makes it necessary. A key that was made but not certified is thrown away."""
    last = CompartmentEpoch.objects.filter(compartment=compartment).order_by("-epoch").first()
    epoch = last.epoch + 1 if last else 1
    CompartmentWrap.objects.filter(compartment=compartment, epoch=epoch).delete()
    AskedEpoch.objects.update_or_create(
        compartment=compartment,
        defaults={
            "organisation": by.organisation,
            "asked_on": at.date(),
            "epoch": epoch,
            "public_seal": None,
            "made_by": "",
            "signature": None,
        },
    )
    _line("EpochAsked", compartment, by, at=at, note=str(epoch))


@transaction.atomic
def ask_anew(compartment: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """A registrar's own wish, without anybody having left: a device was lost, or a made key cannot be trusted."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    if not Compartment.objects.filter(ref=compartment, organisation=keyring.organisation).exists():
        raise NotFound
    ask_new_epoch(compartment, keyring, at=at)


def make_asked_epochs(keyring: Keyring, *, at: datetime) -> None:
    """Make the keys that are asked for in the compartments that this member holds, or is the first to hold."""
    if refusal_to_signing(keyring):
        return
    with seeing_only(keyring.organisation):
        asked = AskedEpoch.objects.filter(organisation=keyring.organisation, public_seal=None)
        wanted = [row.compartment for row in asked if _may_make(row, keyring)]
    for compartment in wanted:
        _make_epoch(compartment, keyring, at=at)


def _may_make(row: AskedEpoch, keyring: Keyring) -> bool:
    if keyring.member not in lookup.admitted(keyring.organisation, row.compartment):
        return False
    return row.epoch == 1 or row.compartment in keyring.compartments


@transaction.atomic
def _make_epoch(compartment: str, keyring: Keyring, *, at: datetime) -> None:
    hold_people(keyring.organisation)
    row = AskedEpoch.objects.filter(compartment=compartment, public_seal=None).first()
    if row is None:
        return  # another holder was quicker
    made = Identity(new_key())
    proposal = EpochProposal(keyring.organisation, compartment, row.epoch, made.public_seal, keyring.member)
    row.public_seal, row.made_by = made.public_seal, keyring.member
    row.signature = keyring.identity.sign(proposal.text())
    row.save()
    stays = _holders(compartment, row.epoch - 1) if row.epoch > 1 else frozenset()
    _wrap_to({*stays, keyring.member}, [HeldEpoch(compartment, row.epoch, made)], keyring, on=at.date())
    _line("EpochMade", compartment, keyring, at=at, note=str(row.epoch))


def _holders(compartment: str, epoch: int) -> frozenset[str]:
    rows = CompartmentWrap.objects.filter(compartment=compartment, epoch=epoch)
    return frozenset(rows.values_list("member", flat=True))


def _wrap_to(members: Iterable[str], epochs: Iterable[HeldEpoch], keyring: Keyring, *, on: date) -> None:
    """To the certified keys of those who may be let in; a row that somebody put into the database gets nothing."""
    members, epochs = sorted(members), list(epochs)
    register = lookup.register(keyring.organisation, members)
    here = set(Member.objects.filter(ref__in=members, ended_on=None).values_list("ref", flat=True))
    for held in epochs:
        for member in here & lookup.admitted(keyring.organisation, held.compartment):
            statement = register.on(member, on.isoformat())
            if statement:
                wrapped = wrap(
                    statement.public_seal,
                    held.identity.secret,
                    wrap_place(held.compartment, held.epoch, member),
                )
                CompartmentWrap.objects.update_or_create(
                    compartment=held.compartment, epoch=held.epoch, member=member, defaults={"wrapped": wrapped}
                )


@transaction.atomic
def certify_epoch(compartment: str, keyring: Keyring, *, has_proved: bool, at: datetime) -> None:
    """A registrar vouches for the key that a holder made: from now on new things are sealed to it. Raises NotFound."""
    insist(refusal_to_acting(is_registrar=keyring.is_registrar, has_proved=has_proved))
    hold_people(keyring.organisation)
    asked = AskedEpoch.objects.filter(compartment=compartment, organisation=keyring.organisation)
    row = asked.exclude(public_seal=None).first()
    if row is None:
        raise NotFound
    insist(
        refusal_to_certifying_epoch(
            made_by_admitted=row.made_by in lookup.admitted(keyring.organisation, compartment),
            is_signed=_is_signed(row, lookup.register(keyring.organisation, (row.made_by,)), on=at.date()),
            own_key=row.made_by == keyring.member,
        )
    )
    duty = Compartment.objects.values_list("duty", flat=True).get(ref=compartment)
    statement = EpochStatement(keyring.organisation, compartment, duty, row.epoch, bytes(row.public_seal or b""))
    CompartmentEpoch.objects.create(
        compartment=compartment,
        epoch=row.epoch,
        public_seal=statement.public_seal,
        certified_by=keyring.member,
        signature=keyring.identity.sign(statement.text()),
        made_on=at.date(),
    )
    row.delete()
    if duty == "requests":
        Organisation.objects.filter(ref=keyring.organisation).update(takes_requests=True)
    _line("EpochCertified", compartment, keyring, at=at, note=str(statement.epoch))


def _is_signed(row: AskedEpoch, register: Register, *, on: date) -> bool:
    proposal = EpochProposal(row.organisation, row.compartment, row.epoch, bytes(row.public_seal or b""), row.made_by)
    statement = register.on(row.made_by, on.isoformat())
    return statement is not None and signed_by(statement.public_sign, bytes(row.signature or b""), proposal.text())


@transaction.atomic
def let_in(compartment: str, member: str, keyring: Keyring, *, at: datetime) -> None:
    """A holder wraps every epoch that they hold to a certified member for whom a registrar has asked."""
    hold_people(keyring.organisation)
    register = lookup.register(keyring.organisation, (member,))
    is_here = Member.objects.filter(ref=member, organisation=keyring.organisation, ended_on=None).exists()
    insist(refusal_to_signing(keyring))
    insist(
        refusal_to_letting_in(
            holds=compartment in keyring.compartments,
            admitted=member in lookup.admitted(keyring.organisation, compartment),
            stands=is_here and register.on(member, at.date().isoformat()) is not None,
            waits_for_key=AskedEpoch.objects.filter(compartment=compartment).exclude(public_seal=None).exists(),
        )
    )
    own = [held for held in keyring.epochs if held.compartment == compartment]
    _wrap_to({member}, own, keyring, on=at.date())
    _line("MemberLetIn", member, keyring, at=at, note=compartment)


def _line(event: str, ref: str, by: Signer, *, at: datetime, note: str = "") -> None:
    journal(by.organisation, Line(event, ref, by.member, by.post, at, note), on=at.date())
