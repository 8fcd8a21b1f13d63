"""A member changes what they sign in with, and comes back when one of the three is lost.

Passphrase, authenticator, paper code: two of them together replace the third, and one alone never opens anything.
No data is sealed again: only the copies of the member's own secret are.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.desk.holding import hold_member, member_here
from safeconduct.access.desk.journaling import journal
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.desk.signing_in import (
    SECRET_BYTES,
    as_secrets,
    end_sessions,
    nobody,
    seal_totp,
    slots_of,
    tell_tries,
    totp_step,
    use_digits,
)
from safeconduct.access.factors import Factors, opened_factors, seal_factors
from safeconduct.access.journal import Line
from safeconduct.access.models import Member
from safeconduct.access.noise import no_paper, no_passkeys
from safeconduct.access.passkey import Passkeys, seal_passkeys
from safeconduct.access.presence import Presence, refusal_without_proof
from safeconduct.access.totp import new_totp_secret, step_matched
from safeconduct.sealing.code import Code
from safeconduct.sealing.paper import open_with_paper, seal_for_paper
from safeconduct.sealing.passphrase import Opened, Slots, new_slots, open_slots
from safeconduct.sealing.record import KEY_BYTES, new_key, new_ref
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import Refusal, Refused, insist

NOT_OLD = Refusal("The passphrase until now and the digits do not fit. Check both; digits count once.")
NOT_DIGITS = Refusal("The digits do not fit. Read new ones from your authenticator; they count once.")
NOT_NEW_DIGITS = Refusal("The digits of the new authenticator do not fit. Check that it read the key shown before.")


WAYS_IN = (
    *("salt", "first_verifier", "first_secret", "first_totp"),
    *("second_verifier", "second_secret", "second_totp", "second_passkeys"),
)
SIGN_IN_ONCE_MORE = Refusal("What you sign in with is not complete yet. Lock, sign in once more, then come back here.")


def paper_day(presence: Presence) -> str:
    """The ISO day on which the paper code was made; empty when there is none."""
    member = member_here(presence.who)
    factors = opened_factors(bytes.fromhex(presence.secrets["member"]), member.ref, bytes(member.factors))
    return factors.paper_on if factors else ""


def change_passphrase(cookie: str, presence: Presence, old: str, digits: str, new: str, *, at: datetime) -> None:
    """A new salt, both slots anew, all other sessions ended. Raises Refused."""
    with wrong_ones_journalled(presence, at=at):
        opened = _opened_first(presence, old)
        slots, slot_key = new_slots(presence.who, new, opened.secret)
        with transaction.atomic():
            member = hold_member(presence.who)
            totp_secret, step = _checked(member, opened, digits, at=at)
            _write_slots(member, slots, slot_key, totp_secret, step)
            end_sessions(presence.secrets, but=cookie)
            _journal(member, "PassphraseChanged", at=at)


def change_authenticator(
    cookie: str, presence: Presence, passphrase: str, digits: str, new_secret: str, new_digits: str, *, at: datetime
) -> None:
    """The old one's digits and the new one's are both needed; all other sessions end. Raises Refused."""
    new_step = step_matched(new_secret, new_digits, after=0, at=at)
    if new_step is None:
        raise Refused(NOT_NEW_DIGITS)
    with wrong_ones_journalled(presence, at=at):
        opened = _opened_first(presence, passphrase)
        with transaction.atomic():
            member = hold_member(presence.who)
            _checked(member, opened, digits, at=at)
            _write_totp(member, opened.slot_key, new_secret, new_step)
            known = _factors(member, opened.secret)
            _write_factors(member, opened.secret, replace(known, totp_secret=new_secret, totp_step=new_step))
            end_sessions(presence.secrets, but=cookie)
            _journal(member, "AuthenticatorChanged", at=at)


def make_paper_code(presence: Presence, code: Code, digits: str, *, has_proved: bool, at: datetime) -> None:
    """From now on this code opens the member's secret, and no code before it. Raises Refused."""
    insist(refusal_without_proof(has_proved=has_proved))
    with wrong_ones_journalled(presence, at=at), transaction.atomic():
        member, held = hold_member(presence.who), _held(presence)
        factors = use_up_digits(member, presence, digits, at=at)
        tell_tries(member, factors, at=at)
        sealed_copy = seal_for_paper(code, member.ref, held)
        member.paper_secret = sealed_copy
        member.save(update_fields=["paper_secret"])
        _write_factors(member, held, factors.with_paper(sealed_copy, on=at.date().isoformat()))
        _journal(member, "PaperCodeMade", at=at)


@transaction.atomic
def revoke_paper_code(presence: Presence, *, has_proved: bool, at: datetime) -> None:
    insist(refusal_without_proof(has_proved=has_proved))
    member, held = hold_member(presence.who), _held(presence)
    known = _factors(member, held)
    tell_tries(member, known, at=at)
    _forget_paper(member)
    _write_factors(member, held, known.without_paper())
    _journal(member, "PaperCodeRevoked", at=at)


def use_up_digits(member: Member, presence: Presence, digits: str, *, at: datetime) -> Factors:
    """The factors of whoever is here, in which these digits are used up. Raises Refused."""
    held = _held(presence)
    known = _factors(member, held)
    step = step_matched(known.totp_secret, digits, after=known.totp_step, at=at)
    if step is None:
        raise Refused(NOT_DIGITS)
    _write_factors(member, held, known.used(step))
    return known.used(step)


@contextmanager
def wrong_ones_journalled(presence: Presence, *, at: datetime) -> Iterator[None]:
    """A wrong passphrase and wrong digits leave a line, of a transaction of its own: the one they end writes nothing."""
    try:
        yield
    except Refused as refused:
        if refused.refusal in (NOT_OLD, NOT_DIGITS):
            with transaction.atomic():
                _journal(hold_member(presence.who), "ProofFailed", at=at)
        raise


@transaction.atomic
def end_other_sessions(cookie: str, presence: Presence, *, at: datetime) -> None:
    member = hold_member(presence.who)
    end_sessions(presence.secrets, but=cookie)
    _journal(member, "SessionsEnded", at=at)


# The ways back. An unknown name, a member without a paper code and every wrong answer do the same work.


def recover_passphrase(name: str, paper: Code, digits: str, new: str, *, at: datetime) -> bool:
    """Paper code and digits together set a new passphrase; whether they did. The paper code is then used up, as it is
    by the last of a few wrong digits."""
    member = _named(name)
    first_held = _with_paper(paper, member)
    slots, slot_key = new_slots(member.ref, new, first_held or bytes(SECRET_BYTES))
    with transaction.atomic():
        see_only(member.organisation)
        current = Member.objects.select_for_update().filter(ref=member.ref).first() or member
        # Read again under the lock: one paper code and one set of digits are good once.
        held = _with_paper(paper, current)
        own_secret = held[:KEY_BYTES] if held else new_key()
        factors = opened_factors(own_secret, current.ref, bytes(current.factors))
        asked = factors or Factors(new_totp_secret())
        step = step_matched(asked.totp_secret, digits, after=asked.totp_step, at=at)
        # The slots were made of what was read first: a code that came to be since then is not in them.
        has_paper = held == first_held and asked.counts(bytes(current.paper_secret))
        if held is None or factors is None or step is None or not has_paper:
            is_true = held is not None and has_paper
            _count_try(current, own_secret, asked, is_true=is_true, at=at)
            return False
        _write_slots(current, slots, slot_key, factors.totp_secret, step)
        _use_up_paper(current, held, factors.used(step), at=at)
        _journal(current, "PassphraseRecovered", at=at)
        return True


def recover_authenticator(
    name: str, passphrase: str, paper: Code, new_secret: str, new_digits: str, *, at: datetime
) -> bool:
    """Passphrase and paper code together set a new authenticator; whether they did. The paper code is then used up, and
    no passkey counts any more: they may be on the device that was lost."""
    member = _named(name)
    opened = open_slots(slots_of(member), passphrase)
    new_step = step_matched(new_secret, new_digits, after=0, at=at)
    with transaction.atomic():
        see_only(member.organisation)
        current = Member.objects.select_for_update().filter(ref=member.ref).first() or member
        held = _with_paper(paper, current)
        is_same = opened is not None and opened.slot == "first" and hmac.compare_digest(opened.secret, held or b"")
        own_secret = held[:KEY_BYTES] if held else new_key()
        factors = opened_factors(own_secret, current.ref, bytes(current.factors))
        has_paper = (factors or Factors("")).counts(bytes(current.paper_secret))
        # What the new authenticator is sealed under must open with the passphrase that stands now.
        is_same = is_same and slots_of(current) == slots_of(member)
        if held is None or factors is None or opened is None or new_step is None or not is_same or not has_paper:
            return False
        _write_totp(current, opened.slot_key, new_secret, new_step)
        _use_up_paper(current, held, replace(factors, totp_secret=new_secret, totp_step=new_step), at=at)
        _forget_passkeys(current, held)
        _journal(current, "AuthenticatorRecovered", at=at)
        return True


def _named(name: str) -> Member:
    return Member.objects.filter(name=name.strip().casefold(), ended_on=None).first() or nobody()


def _held(presence: Presence) -> bytes:
    return bytes.fromhex(presence.secrets["member"]) + bytes.fromhex(presence.secrets["root"])


def _opened_first(presence: Presence, passphrase: str) -> Opened:
    """The slot that belongs to this session. Another slot's secret must never be written over it."""
    opened = open_slots(slots_of(member_here(presence.who)), passphrase)
    if opened is None or opened.slot != "first" or not hmac.compare_digest(opened.secret, _held(presence)):
        raise Refused(NOT_OLD)
    return opened


def _checked(member: Member, opened: Opened, digits: str, *, at: datetime) -> tuple[str, int]:
    """The authenticator's secret and the step of the digits, which are used up. Raises Refused."""
    step, totp_secret = totp_step(member, opened, digits, at=at)
    if step is None:
        raise Refused(NOT_OLD)
    use_digits(member, opened, totp_secret, step, at=at)
    return totp_secret, step


def _with_paper(paper: Code, member: Member) -> bytes | None:
    try:
        return open_with_paper(paper, member.ref, bytes(member.paper_secret))
    except Unopened:
        return None


def _count_try(member: Member, own_secret: bytes, factors: Factors, *, is_true: bool, at: datetime) -> None:
    """Wrong digits with the true paper code. For everybody else the same statement finds no row. There is no line in
    the journal yet, which would cost what the others do not: whoever opens the factors next writes it."""
    tried = factors.tried(at)
    left = bytes(member.paper_secret) if tried.paper_on else no_paper()
    Member.objects.filter(ref=member.ref if is_true else new_ref()).update(
        paper_secret=left, factors=seal_factors(own_secret, member.ref, tried)
    )


def _use_up_paper(member: Member, held: bytes, factors: Factors, *, at: datetime) -> None:
    tell_tries(member, factors, at=at)
    _forget_paper(member)
    _write_factors(member, held, factors.without_paper())
    end_sessions(as_secrets(held))


def _forget_paper(member: Member) -> None:
    member.paper_secret = no_paper()
    member.save(update_fields=["paper_secret"])


def _forget_passkeys(member: Member, held: bytes) -> None:
    member.first_passkeys = seal_passkeys(held[:KEY_BYTES], member.ref, Passkeys())
    member.save(update_fields=["first_passkeys"])


def _factors(member: Member, held: bytes) -> Factors:
    factors = opened_factors(held[:KEY_BYTES], member.ref, bytes(member.factors))
    if factors is None:
        raise Refused(SIGN_IN_ONCE_MORE)
    return factors


def _write_factors(member: Member, held: bytes, factors: Factors) -> None:
    member.factors = seal_factors(held[:KEY_BYTES], member.ref, factors)
    member.save(update_fields=["factors"])


def _write_slots(member: Member, slots: Slots, slot_key: bytes, totp_secret: str, step: int) -> None:
    member.salt = slots.salt
    member.first_verifier, member.first_secret = slots.first.verifier, slots.first.sealed_secret
    member.second_verifier, member.second_secret = slots.second.verifier, slots.second.sealed_secret
    member.first_totp = seal_totp(slot_key, member.ref, totp_secret, last_step=step)
    member.second_totp = seal_totp(new_key(), member.ref, new_totp_secret(), last_step=0)
    member.second_passkeys = no_passkeys()
    member.save(update_fields=WAYS_IN)


def _write_totp(member: Member, slot_key: bytes, totp_secret: str, step: int) -> None:
    member.first_totp = seal_totp(slot_key, member.ref, totp_secret, last_step=step)
    member.save(update_fields=["first_totp"])


def _journal(member: Member, event: str, *, at: datetime) -> None:
    journal(member.organisation, Line(event, member.ref, member.ref, member.post, at), on=at.date())
