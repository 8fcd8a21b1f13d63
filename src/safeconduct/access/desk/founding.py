"""Found an organisation: its people, their keys, its compartments."""

from datetime import date, datetime, timedelta

from django.db import transaction

from safeconduct.access.certificate import EpochStatement, MemberStatement
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.desk.signing_in import seal_totp, wrap_place
from safeconduct.access.founding import Founded, Person, Promise, SignIn
from safeconduct.access.models import (
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
from safeconduct.sealing.passphrase import new_passphrase, new_slots
from safeconduct.sealing.record import new_key, new_ref

CERTIFIED_FOR = timedelta(days=2 * 365)


@transaction.atomic
def found_organisation(
    *, slug: str, name: str, promise: Promise, compartments: dict[str, str], people: tuple[Person, ...], at: datetime
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


def _enrol(
    organisation: Organisation, person: Person, ref: str, identity: Identity, post: str, root_sign: bytes
) -> SignIn:
    passphrase, totp_secret = new_passphrase(), new_totp_secret()
    slots, first_key = new_slots(ref, passphrase, identity.secret + fingerprint(root_sign))
    Member.objects.create(
        ref=ref,
        organisation=organisation.ref,
        post=post,
        name=person.name,
        salt=slots.salt,
        first_verifier=slots.first.verifier,
        first_secret=slots.first.sealed_secret,
        first_totp=seal_totp(first_key, ref, totp_secret, last_step=0),
        second_verifier=slots.second.verifier,
        second_secret=slots.second.sealed_secret,
        second_totp=seal_totp(new_key(), ref, new_totp_secret(), last_step=0),
    )
    return SignIn(person.name, person.post, passphrase, totp_secret)


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
