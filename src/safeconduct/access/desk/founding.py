"""Found an organisation: its people, their keys, its compartments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from safeconduct.access.certificate import CERTIFIED_FOR, EpochStatement, MemberStatement
from safeconduct.access.certificate import Admission as AdmissionStatement
from safeconduct.access.charter import Charter
from safeconduct.access.desk.enrolling import make_account
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.desk.signing_in import wrap_place
from safeconduct.access.enrolment import Joined
from safeconduct.access.founding import Founded, Person, Promise, SignIn
from safeconduct.access.models import (
    Admission,
    Compartment,
    CompartmentEpoch,
    CompartmentWrap,
    Member,
    MemberCertificate,
    Organisation,
    Post,
)
from safeconduct.access.totp import new_totp_secret
from safeconduct.sealing.keys import Identity, fingerprint, wrap
from safeconduct.sealing.passphrase import new_passphrase
from safeconduct.sealing.record import new_key, new_ref


@transaction.atomic
def found_organisation(
    *,
    slug: str,
    name: str,
    kind: str = "network",
    promise: Promise,
    compartments: Mapping[str, str],
    people: tuple[Person, ...],
    at: datetime,
) -> Founded:
    """An organisation with its people and keys. `compartments` maps names to duties; two people are registrars.

    The root secret and the passphrases are only in the answer: they are kept nowhere.
    """
    root, own_ref = Identity(new_key()), new_ref()
    seen_before = see_only(own_ref)
    organisation = Organisation.objects.create(
        ref=own_ref,
        slug=slug,
        name=name,
        kind=kind,
        root_sign=root.public_sign,
        takes_requests="requests" in compartments.values(),
        **vars(promise),
    )
    posts = {
        post: Post.objects.create(ref=new_ref(), organisation=organisation.ref, name=post).ref
        for post in dict.fromkeys(person.post for person in people)
    }
    members = [(person, new_ref(), Identity(new_key())) for person in people]
    sign_ins = tuple(
        _enrol(organisation, person, ref, identity, posts[person.post], root.public_sign)
        for person, ref, identity in members
    )
    registrars = [(ref, identity) for person, ref, identity in members if person.role == "registrar"]
    for person, ref, identity in members:
        signers = [("", root)] if person.role == "registrar" else registrars
        _certify(organisation.ref, ref, person.role, identity, signers, on=at.date())
    for compartment, duty in compartments.items():
        holders = [
            (ref, identity.public_seal) for person, ref, identity in members if compartment in person.compartments
        ]
        _open_compartment(organisation.ref, compartment, duty, holders, registrars[0], on=at.date())
    see_only(seen_before)
    return Founded(organisation.ref, root.secret, sign_ins)


@dataclass(frozen=True)
class Rehearsed:
    """An organisation whose rows are not stored yet: its people can write down their secrets first."""

    founded: Founded
    rows: tuple[Model, ...] = field(repr=False)


def rehearse_founding(charter: Charter, *, at: datetime) -> Rehearsed:
    """Found it, read what would be stored and take it all back. Nothing is left when nobody keeps it."""
    with transaction.atomic():
        founded = found_organisation(**vars(charter), at=at)
        see_only(founded.organisation)
        rows = _rows_of(founded.organisation)
        transaction.set_rollback(True)
    return Rehearsed(founded, rows)


@transaction.atomic
def keep(rehearsed: Rehearsed) -> None:
    """Store what was rehearsed, all of it or nothing."""
    see_only(rehearsed.founded.organisation)
    for row in rehearsed.rows:
        row.save(force_insert=True)


def _rows_of(organisation: str) -> tuple[Model, ...]:
    """Rows that the database numbers come without their number: others may have taken it meanwhile."""
    compartments = Compartment.objects.filter(organisation=organisation).values("ref")
    found: list[Model] = [Organisation.objects.get(ref=organisation)]
    for of_organisation in (Post, Member, Compartment, MemberCertificate, Admission):
        found += of_organisation.objects.filter(organisation=organisation)
    for of_compartment in (CompartmentEpoch, CompartmentWrap):
        found += of_compartment.objects.filter(compartment__in=compartments)
    for row in found:
        if row._meta.auto_field:
            row.pk = None
    return tuple(found)


def _enrol(
    organisation: Organisation, person: Person, ref: str, identity: Identity, post: str, root_sign: bytes
) -> SignIn:
    joined = Joined(ref, person.name, post, new_passphrase(), new_totp_secret())
    make_account(organisation.ref, joined, identity, root=fingerprint(root_sign))
    return SignIn(person.name, person.post, joined.passphrase, joined.totp_secret)


def _certify(
    organisation: str, member: str, role: str, identity: Identity, signers: list[tuple[str, Identity]], *, on: date
) -> None:
    until = on + CERTIFIED_FOR
    statement = MemberStatement(
        organisation, member, role, identity.public_seal, identity.public_sign, on.isoformat(), until.isoformat()
    )
    for signer, signing in signers:
        MemberCertificate.objects.create(
            organisation=organisation,
            member=member,
            role=role,
            public_seal=statement.public_seal,
            public_sign=statement.public_sign,
            from_day=on,
            until_day=until,
            signed_by=signer,
            signature=signing.sign(statement.text()),
        )


def _open_compartment(
    organisation: str,
    name: str,
    duty: str,
    holders: list[tuple[str, bytes]],
    registrar: tuple[str, Identity],
    *,
    on: date,
) -> None:
    compartment = Compartment.objects.create(ref=new_ref(), organisation=organisation, name=name, duty=duty)
    identity, epoch = Identity(new_key()), 1
    statement = EpochStatement(organisation, compartment.ref, duty, epoch, identity.public_seal)
    CompartmentEpoch.objects.create(
        compartment=compartment.ref,
        epoch=epoch,
        public_seal=identity.public_seal,
        certified_by=registrar[0],
        signature=registrar[1].sign(statement.text()),
        made_on=on,
    )
    for member, public_seal in holders:
        CompartmentWrap.objects.create(
            compartment=compartment.ref,
            epoch=epoch,
            member=member,
            wrapped=wrap(public_seal, identity.secret, wrap_place(compartment.ref, epoch, member)),
        )
        Admission.objects.create(
            organisation=organisation,
            compartment=compartment.ref,
            member=member,
            signed_by=registrar[0],
            signature=registrar[1].sign(AdmissionStatement(organisation, compartment.ref, member).text()),
            asked_on=on,
        )
