"""Sign in, come back, prove, lock: who is here, and which keys they hold."""

import hmac
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from safeconduct.access import lookup
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.seeing import see_only, seeing_only
from safeconduct.access.factors import Factors, opened_factors, seal_factors
from safeconduct.access.journal import Line
from safeconduct.access.keyring import HeldEpoch, Keyring
from safeconduct.access.models import (
    CompartmentWrap,
    Member,
    Session,
)
from safeconduct.access.noise import noise_like
from safeconduct.access.passkey import Answer, Passkeys, after_answer, opened_passkeys, seal_passkeys
from safeconduct.access.prepared import Prepared
from safeconduct.access.presence import Presence, lasts_at_most, presence_from
from safeconduct.access.totp import new_totp_secret, step_matched
from safeconduct.sealing.keys import Identity, fingerprint
from safeconduct.sealing.passphrase import Opened, Slot, Slots, open_slots
from safeconduct.sealing.place import place
from safeconduct.sealing.record import KEY_BYTES, derived_key, new_key, new_ref, seal, unseal
from safeconduct.sealing.session_key import new_cookie, row_of, session_key
from safeconduct.sealing.unopened import Unopened

PASSKEYS = ("first_passkeys", "second_passkeys")
SECRET_BYTES = 2 * KEY_BYTES  # the member's own secret, then the fingerprint of the root key they trust


def sign_in(
    name: str, passphrase: str, totp_code: str, *, answer: Answer | None = None, boot_secret: bytes, at: datetime
) -> str | None:
    """The cookie of a new session, or None: an unknown name and every wrong answer do the same work. With the answer
    of a passkey the digits are not looked at."""
    member = Member.objects.filter(name=name.strip().casefold(), ended_on=None).first() or nobody()
    opened = open_slots(slots_of(member), passphrase)
    with transaction.atomic():
        see_only(member.organisation)
        # Read again under the lock, so that one code cannot be used by two requests at once.
        current = Member.objects.select_for_update().filter(ref=member.ref).first() or member
        step, kept = totp_step(current, opened, totp_code, at=at)
        passkeys = _passkeys(current, opened)
        answered = after_answer(passkeys, answer, at=at) if answer else None
        if opened is None or (answered if answer else step) is None:
            return None
        if lookup.register(current.organisation, (current.ref,)).has_left(current.ref, at.date().isoformat()):
            return None  # the day that was signed ahead is over, and nobody has come since to end the account
        # What opened is sealed anew either way: the rows do not tell which of the two was used.
        use_digits(current, opened, kept, None if answer else step, at=at)
        _keep_passkeys(current, opened, answered or passkeys.lately(at))
        secrets_held = as_secrets(opened.secret)
        cookie = _begin("staff", current.ref, secrets_held, boot_secret=boot_secret, at=at)
        event = "SignedInWithPasskey" if answer else "SignedIn"
        journal(current.organisation, Line(event, current.ref, current.ref, current.post, at), on=at.date())
        return cookie


def begin_visit(secrets_held: dict[str, str], *, boot_secret: bytes, at: datetime) -> str:
    """The cookie of a visit by the holder of a code. Nothing is written about the visit but its sealed session."""
    with transaction.atomic():
        return _begin("defender", "", secrets_held, boot_secret=boot_secret, at=at)


@Prepared
def _sessions_of(row: str) -> QuerySet[Session]:
    return Session.objects.filter(row=row)


def come_back(cookie: str, *, boot_secret: bytes, at: datetime) -> Presence | None:
    """Who is here, if the session lives; marks the moment once a minute."""
    row = _sessions_of.first(row_of(cookie))
    if row is None:
        return None
    presence = _presence_in(row, cookie, boot_secret)
    if presence is None:
        return None
    # On a full disk neither can be written: the session is over all the same, or is not made longer.
    with suppress(OperationalError):
        if not presence.lives_at(at):
            Session.objects.filter(row=row.row).delete()
        elif presence.needs_marking_at(at):
            presence = presence.seen(at)
            _change(cookie, lambda held: held.seen(at), boot_secret=boot_secret)
    return presence if presence.lives_at(at) else None


@Prepared
def _members_here(ref: str) -> QuerySet[Member]:
    return Member.objects.filter(ref=ref, ended_on=None)


def keyring_of(presence: Presence) -> Keyring | None:
    """The keys of a member who is here; None when the member has left or the organisation's root was swapped.

    What they may do is asked for the day on which they were last seen: that is this request, to the minute."""
    member = _members_here.first(presence.who)
    if member is None:
        return None
    with lookup.reading_once(), seeing_only(member.organisation):
        return _keyring(member, presence)


def _keyring(member: Member, presence: Presence) -> Keyring | None:
    office, root_sign = lookup.office_and_root(member.organisation)
    if fingerprint(root_sign).hex() != presence.secrets["root"]:
        return None
    register = lookup.register(member.organisation, (member.ref,))
    today = presence.seen_at.date().isoformat()
    if register.has_left(member.ref, today):
        return None
    identity = Identity(bytes.fromhex(presence.secrets["member"]))
    statement = register.on(member.ref, today)
    # Somebody else's keys may be certified under this name: then nothing is certified of these.
    own = statement if statement and statement.public_sign == identity.public_sign else None
    epochs = _held_epochs(member.organisation, member.ref, identity)
    held = lookup.compartments_in(member.organisation, {one.compartment for one in epochs})
    return Keyring(
        member=member.ref,
        member_name=member.name,
        organisation=member.organisation,
        post=member.post,
        post_name=lookup.post_name(member.post),
        identity=identity,
        epochs=epochs,
        role=own.role if own else "",
        until_day=own.until_day if own else "",
        office=office,
        compartment_names={row.ref: row.name for row in held},
        duties={row.ref: row.duty for row in held},
    )


@Prepared
def _wraps_to(member: str) -> QuerySet[CompartmentWrap]:
    return CompartmentWrap.objects.filter(member=member).order_by("compartment", "epoch")


def _held_epochs(organisation: str, member: str, identity: Identity) -> tuple[HeldEpoch, ...]:
    """Those whose public key a registrar certified. A wrap that somebody else put into the database is passed over;
    so is a compartment whose newest epoch is not held: its member waits to be let in."""
    rows = _wraps_to(member)
    certified = lookup.certified_epochs(organisation, {row.compartment for row in rows})
    held = [(row, _unwrapped(row, identity)) for row in rows]
    epochs = [
        HeldEpoch(row.compartment, row.epoch, secret)
        for row, secret in held
        if secret and secret.public_seal == certified.get((row.compartment, row.epoch))
    ]
    newest = dict(sorted(certified))
    current = {one.compartment for one in epochs if newest[one.compartment] == one.epoch}
    return tuple(one for one in epochs if one.compartment in current)


def _unwrapped(row: CompartmentWrap, identity: Identity) -> Identity | None:
    try:
        return Identity(identity.unwrap(bytes(row.wrapped), wrap_place(row.compartment, row.epoch, row.member)))
    except Unopened:
        return None


def prove_again(cookie: str, presence: Presence, passphrase: str, *, boot_secret: bytes, at: datetime) -> bool:
    """Whether this is the member's passphrase; if so the proof stands for some minutes."""
    member = Member.objects.filter(ref=presence.who, ended_on=None).first()
    opened = open_slots(slots_of(member or nobody()), passphrase)
    has_proved = opened is not None and _is_of(presence, opened)
    if member is None:
        return False
    with transaction.atomic():
        see_only(member.organisation)
        if has_proved:
            _change(cookie, lambda held: held.proved(at), boot_secret=boot_secret)
        event = "ProvedAgain" if has_proved else "ProofFailed"
        journal(member.organisation, Line(event, member.ref, member.ref, member.post, at), on=at.date())
    return has_proved


def _is_of(presence: Presence, opened: Opened) -> bool:
    """Slots with other words in them may have been put into the row; they open another secret."""
    return hmac.compare_digest(_owner(as_secrets(opened.secret)), _owner(presence.secrets))


def end_proof(cookie: str, *, boot_secret: bytes) -> None:
    _change(cookie, Presence.unproved, boot_secret=boot_secret)


def sign_out(cookie: str) -> None:
    Session.objects.filter(row=row_of(cookie)).delete()


def lock_all(presence: Presence) -> None:
    """End every session of whoever is here, on every device."""
    end_sessions(presence.secrets)


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


def _presence_in(row: Session, cookie: str, boot_secret: bytes) -> Presence | None:
    try:
        presence = presence_from(unseal(session_key(cookie, boot_secret), bytes(row.body), _session_place(row.row)))
    except Unopened:
        return None
    # Under another tag it would not end with the others.
    return presence if presence.kind != "staff" or row.owner == _owner(presence.secrets) else None


@transaction.atomic
def _change(cookie: str, changed: Callable[[Presence], Presence], *, boot_secret: bytes) -> None:
    """Of what the session holds now, not of what this request read first: a proof that was ended must stay ended."""
    row = Session.objects.select_for_update().filter(row=row_of(cookie)).first()
    if row is None:
        return
    presence = _presence_in(row, cookie, boot_secret)
    if presence:
        row.body = seal(session_key(cookie, boot_secret), changed(presence).as_bytes(), _session_place(row.row))
        row.save(update_fields=["body"])


def as_secrets(held: bytes) -> dict[str, str]:
    """What a session holds of a member: their own secret and the fingerprint of the root key they trust."""
    return {"member": held[:KEY_BYTES].hex(), "root": held[KEY_BYTES:].hex()}


def end_sessions(secrets_held: dict[str, str], *, but: str = "") -> None:
    """Every session of one person, on every device; `but` the one with this cookie."""
    Session.objects.filter(owner=_owner(secrets_held)).exclude(row=row_of(but)).delete()


def _owner(secrets_held: dict[str, str]) -> str:
    return derived_key(json.dumps(secrets_held, sort_keys=True).encode(), "session-owner").hex()


def _session_place(row: str) -> bytes:
    return place("session", row)


def _next_full_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def nobody() -> Member:
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


def close_ways_in(member: Member) -> None:
    """Whatever opened this member's secret is noise from now on, of the same length: the row says that they left."""
    columns = ("first_secret", "first_totp", "second_secret", "second_totp", "paper_secret", "factors", *PASSKEYS)
    for column in columns:
        setattr(member, column, noise_like(bytes(getattr(member, column))))
    member.save(update_fields=[*columns, "ended_on"])


def slots_of(member: Member) -> Slots:
    return Slots(
        member=member.ref,
        salt=bytes(member.salt),
        first=Slot(bytes(member.first_verifier), bytes(member.first_secret)),
        second=Slot(bytes(member.second_verifier), bytes(member.second_secret)),
    )


def totp_step(member: Member, opened: Opened | None, typed: str, *, at: datetime) -> tuple[int | None, str]:
    """The step whose code was typed and the secret it belongs to. Both slots are tried, whatever was opened; digits
    that somebody who was here already used up stand in the factors alone."""
    key = opened.slot_key if opened else new_key()
    states = {slot: _totp_state(key, member, slot) for slot in ("first", "second")}
    state = (states[opened.slot] if opened else None) or {"secret": new_totp_secret(), "step": 0}
    own_secret = opened.secret[:KEY_BYTES] if opened else new_key()
    factors = opened_factors(own_secret, member.ref, bytes(member.factors))
    used = max(state["step"], factors.totp_step if factors else 0)
    return step_matched(state["secret"], typed, after=used, at=at), state["secret"]


def use_digits(member: Member, opened: Opened, totp_secret: str, step: int | None, *, at: datetime) -> None:
    """Write down that these digits were used (None: as it was): in the slot, and in what opens for every other way in."""
    state = _totp_state(opened.slot_key, member, opened.slot)
    step = step if step is not None else state["step"] if state else 0
    setattr(member, f"{opened.slot}_totp", seal_totp(opened.slot_key, member.ref, totp_secret, last_step=step))
    member.save(update_fields=[f"{opened.slot}_totp"])
    # The factors belong to the first slot's secret; another secret must not overwrite them.
    if opened.slot == "first":
        own_secret = opened.secret[:KEY_BYTES]
        factors = opened_factors(own_secret, member.ref, bytes(member.factors)) or Factors(totp_secret)
        tell_tries(member, factors, at=at)
        member.factors = seal_factors(own_secret, member.ref, factors.all_told().used(step))
        member.save(update_fields=["factors"])


def tell_tries(member: Member, factors: Factors, *, at: datetime) -> None:
    """A line for each try of wrong digits with the paper code, when somebody first can write it; its moment is the note."""
    for moment in factors.untold():
        line = Line("PaperCodeTried", member.ref, member.ref, member.post, at, note=moment)
        journal(member.organisation, line, on=at.date())


def _passkeys(member: Member, opened: Opened | None) -> Passkeys:
    """Those of the slot that opened; none for nobody. Both slots are tried, whatever was opened."""
    secret = opened.secret[:KEY_BYTES] if opened else new_key()
    known = {
        slot: opened_passkeys(secret, member.ref, bytes(getattr(member, f"{slot}_passkeys")))
        for slot in ("first", "second")
    }
    return (known[opened.slot] if opened else None) or Passkeys()


def _keep_passkeys(member: Member, opened: Opened, passkeys: Passkeys) -> None:
    sealed = seal_passkeys(opened.secret[:KEY_BYTES], member.ref, passkeys)
    setattr(member, f"{opened.slot}_passkeys", sealed)
    member.save(update_fields=[f"{opened.slot}_passkeys"])


def _totp_state(key: bytes, member: Member, slot: str) -> dict[str, Any] | None:
    try:
        state: dict[str, Any] = json.loads(
            unseal(key, bytes(getattr(member, f"{slot}_totp")), place("totp", member.ref))
        )
    except Unopened:
        return None
    return state


def seal_totp(key: bytes, member: str, secret: str, *, last_step: int) -> bytes:
    return seal(key, json.dumps({"v": 1, "secret": secret, "step": last_step}).encode(), place("totp", member))


def wrap_place(compartment: str, epoch: int, member: str) -> bytes:
    return place("compartment-secret", compartment, epoch, member)
