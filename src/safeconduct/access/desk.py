"""The verbs of access: found an organisation, sign in, come back, prove, lock, and write the journal."""

import json
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from safeconduct.access import lookup
from safeconduct.access.certificate import EpochStatement, MemberStatement
from safeconduct.access.founding import Founded, Person, Promise, SignIn
from safeconduct.access.journal import Line, hash_of, where
from safeconduct.access.keyring import HeldEpoch, Keyring
from safeconduct.access.models import (
    Compartment,
    CompartmentEpoch,
    CompartmentWrap,
    JournalLine,
    Member,
    MemberCertificate,
    Organisation,
    Post,
    Session,
)
from safeconduct.access.presence import Presence, lasts_at_most, presence_from
from safeconduct.access.totp import new_totp_secret, step_matched
from safeconduct.sealing.chain import START
from safeconduct.sealing.keys import Identity, fingerprint, wrap
from safeconduct.sealing.padding import pad
from safeconduct.sealing.passphrase import Opened, Slot, Slots, new_passphrase, new_slots, open_slots
from safeconduct.sealing.place import place
from safeconduct.sealing.record import KEY_BYTES, derived_key, new_key, new_ref, seal, unseal
from safeconduct.sealing.session_key import new_cookie, row_of, session_key
from safeconduct.sealing.unopened import Unopened

CERTIFIED_FOR = timedelta(days=2 * 365)
SECRET_BYTES = 2 * KEY_BYTES  # the member's own secret, then the fingerprint of the root key they trust


# Founding


@transaction.atomic
def found_organisation(
    *, slug: str, name: str, promise: Promise, compartments: dict[str, str], people: tuple[Person, ...], at: datetime
) -> Founded:
    """An organisation with its people and keys. `compartments` maps names to duties; two people are registrars.

    The root secret and the passphrases are only in the answer: they are kept nowhere.
    """
    root = Identity(new_key())
    organisation = Organisation.objects.create(
        ref=new_ref(),
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
        first_totp=_seal_totp(first_key, ref, totp_secret, last_step=0),
        second_verifier=slots.second.verifier,
        second_secret=slots.second.sealed_secret,
        second_totp=_seal_totp(new_key(), ref, new_totp_secret(), last_step=0),
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
            wrapped=wrap(public_seal, identity.secret, _wrap_place(compartment.ref, epoch, member)),
        )


# Signing in


def sign_in(name: str, passphrase: str, totp_code: str, *, boot_secret: bytes, at: datetime) -> str | None:
    """The cookie of a new session, or None: an unknown name and every wrong answer do the same work."""
    member = Member.objects.filter(name=name.strip().casefold(), ended_on=None).first() or _nobody()
    opened = open_slots(_slots(member), passphrase)
    with transaction.atomic():
        # Read again under the write lock, so that one code cannot be used by two requests at once.
        current = Member.objects.filter(ref=member.ref).first() or member
        step, kept = _totp_step(current, opened, totp_code, at=at)
        if opened is None or step is None:
            return None
        setattr(current, f"{opened.slot}_totp", _seal_totp(opened.slot_key, current.ref, kept, last_step=step))
        current.save(update_fields=[f"{opened.slot}_totp"])
        secrets_held = {"member": opened.secret[:KEY_BYTES].hex(), "root": opened.secret[KEY_BYTES:].hex()}
        cookie = _begin("staff", current.ref, secrets_held, boot_secret=boot_secret, at=at)
        journal(current.organisation, Line("SignedIn", current.ref, current.ref, current.post, at), on=at.date())
        return cookie


def begin_visit(secrets_held: dict[str, str], *, boot_secret: bytes, at: datetime) -> str:
    """The cookie of a visit by the holder of a code. Nothing is written about the visit but its sealed session."""
    with transaction.atomic():
        return _begin("defender", "", secrets_held, boot_secret=boot_secret, at=at)


def come_back(cookie: str, *, boot_secret: bytes, at: datetime) -> Presence | None:
    """Who is here, if the session lives; marks the moment once a minute."""
    row = Session.objects.filter(row=row_of(cookie)).first()
    if row is None:
        return None
    key = session_key(cookie, boot_secret)
    try:
        presence = presence_from(unseal(key, bytes(row.body), _session_place(row.row)))
    except Unopened:
        return None
    if not presence.lives_at(at):
        Session.objects.filter(row=row.row).delete()
        return None
    if presence.needs_marking_at(at):
        _keep(cookie, presence.seen(at), boot_secret=boot_secret)
    return presence


def keyring_of(presence: Presence) -> Keyring | None:
    """The keys of a member who is here; None when the member has left or the organisation's root was swapped."""
    member = Member.objects.filter(ref=presence.who, ended_on=None).first()
    if member is None:
        return None
    organisation = Organisation.objects.get(ref=member.organisation)
    if fingerprint(bytes(organisation.root_sign)).hex() != presence.secrets["root"]:
        return None
    identity = Identity(bytes.fromhex(presence.secrets["member"]))
    return Keyring(
        member=member.ref,
        member_name=member.name,
        organisation=member.organisation,
        post=member.post,
        post_name=lookup.post_name(member.post),
        identity=identity,
        epochs=_held_epochs(member.ref, identity),
    )


def _held_epochs(member: str, identity: Identity) -> tuple[HeldEpoch, ...]:
    """Those whose public key a registrar certified. A wrap that somebody else put into the database is passed over."""
    rows = CompartmentWrap.objects.filter(member=member).order_by("compartment", "epoch")
    held = [(row, _unwrapped(row, identity)) for row in rows]
    return tuple(
        HeldEpoch(row.compartment, row.epoch, secret)
        for row, secret in held
        if secret and secret.public_seal == lookup.certified_epoch(row.compartment, row.epoch)
    )


def _unwrapped(row: CompartmentWrap, identity: Identity) -> Identity | None:
    try:
        return Identity(identity.unwrap(bytes(row.wrapped), _wrap_place(row.compartment, row.epoch, row.member)))
    except Unopened:
        return None


def prove_again(cookie: str, presence: Presence, passphrase: str, *, boot_secret: bytes, at: datetime) -> bool:
    """Whether this is the member's passphrase; if so the proof stands for some minutes."""
    member = Member.objects.filter(ref=presence.who, ended_on=None).first() or _nobody()
    if open_slots(_slots(member), passphrase) is None:
        return False
    _keep(cookie, presence.proved(at), boot_secret=boot_secret)
    return True


def end_proof(cookie: str, presence: Presence, *, boot_secret: bytes) -> None:
    _keep(cookie, presence.unproved(), boot_secret=boot_secret)


def sign_out(cookie: str) -> None:
    Session.objects.filter(row=row_of(cookie)).delete()


def lock_all(presence: Presence) -> None:
    """End every session of whoever is here, on every device."""
    Session.objects.filter(owner=_owner(presence.secrets)).delete()


def _begin(kind: str, who: str, secrets_held: dict[str, str], *, boot_secret: bytes, at: datetime) -> str:
    cookie = new_cookie()
    presence = Presence(kind, who, secrets_held, started_at=at, seen_at=at)
    Session.objects.create(
        row=row_of(cookie),
        # A tag that comes from a code would show that two visits are one person's; nobody needs one there.
        owner=_owner(secrets_held) if kind == "staff" else new_key().hex(),
        body=seal(session_key(cookie, boot_secret), presence.as_bytes(), _session_place(row_of(cookie))),
        gone_by=_next_full_hour(at + lasts_at_most(kind)),
    )
    return cookie


def _keep(cookie: str, presence: Presence, *, boot_secret: bytes) -> None:
    body = seal(session_key(cookie, boot_secret), presence.as_bytes(), _session_place(row_of(cookie)))
    Session.objects.filter(row=row_of(cookie)).update(body=body)


def _owner(secrets_held: dict[str, str]) -> str:
    return derived_key(json.dumps(secrets_held, sort_keys=True).encode(), "session-owner").hex()


def _session_place(row: str) -> bytes:
    return place("session", row)


def _next_full_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


# Passphrase slots and one-time codes


def _nobody() -> Member:
    """A row like any other, for names that nobody has: the same work is done on it."""
    return Member(
        ref=new_ref(),
        salt=secrets.token_bytes(16),
        first_verifier=secrets.token_bytes(32),
        first_secret=secrets.token_bytes(SECRET_BYTES + 28),
        first_totp=secrets.token_bytes(1024 + 28),
        second_verifier=secrets.token_bytes(32),
        second_secret=secrets.token_bytes(SECRET_BYTES + 28),
        second_totp=secrets.token_bytes(1024 + 28),
    )


def _slots(member: Member) -> Slots:
    return Slots(
        member=member.ref,
        salt=bytes(member.salt),
        first=Slot(bytes(member.first_verifier), bytes(member.first_secret)),
        second=Slot(bytes(member.second_verifier), bytes(member.second_secret)),
    )


def _totp_step(member: Member, opened: Opened | None, typed: str, *, at: datetime) -> tuple[int | None, str]:
    """The step whose code was typed and the secret it belongs to. Both slots are tried, whatever was opened."""
    key = opened.slot_key if opened else new_key()
    states = {slot: _totp_state(key, member, slot) for slot in ("first", "second")}
    state = (states[opened.slot] if opened else None) or {"secret": new_totp_secret(), "step": 0}
    return step_matched(state["secret"], typed, after=state["step"], at=at), state["secret"]


def _totp_state(key: bytes, member: Member, slot: str) -> dict[str, object] | None:
    try:
        return json.loads(unseal(key, bytes(getattr(member, f"{slot}_totp")), place("totp", member.ref)))
    except Unopened:
        return None


def _seal_totp(key: bytes, member: str, secret: str, *, last_step: int) -> bytes:
    return seal(key, json.dumps({"v": 1, "secret": secret, "step": last_step}).encode(), place("totp", member))


def _wrap_place(compartment: str, epoch: int, member: str) -> bytes:
    return place("compartment-secret", compartment, epoch, member)


# The journal


def journal(organisation: str, line: Line, *, on: date) -> None:
    """Write one line, in the transaction of what it tells. Raises Uncertified when there is no auditors' key."""
    auditors = lookup.recipient_for(organisation, "auditors")
    last = JournalLine.objects.filter(organisation=organisation).aggregate(last=Max("seq"))["last"] or 0
    before = bytes(JournalLine.objects.get(organisation=organisation, seq=last).hash) if last else START
    seq, day = last + 1, on.isoformat()
    sealed = wrap(auditors.public_seal, pad(line.as_bytes()), where(organisation, seq))
    JournalLine.objects.create(
        organisation=organisation,
        seq=seq,
        day=on,
        before=before,
        hash=hash_of(organisation, seq, day, before, sealed),
        sealed=sealed,
    )
