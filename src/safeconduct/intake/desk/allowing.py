"""What the holder of a code allows, and takes back: it counts for every office behind the code, in the same request."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from safeconduct.dossiers.desk import ending, reading, sharing
from safeconduct.dossiers.entry import Author, NewEntry, foreseen
from safeconduct.intake.consent import (
    ASKED,
    YES,
    GroupItem,
    acts_together,
    before_groups,
    before_groups_without_consent,
    consents,
    ending_before_group,
    ending_of,
    following,
    ticks,
    to_be_made,
    without_consent,
)
from safeconduct.intake.desk import linking
from safeconduct.intake.desk.returning import (
    append,
    facts_of_word,
    messages_of,
    offices_to_end_shares_of,
    open_offices,
    reopened,
)
from safeconduct.intake.noted_link import CONSENT, holding_back, links_without_consent
from safeconduct.intake.visit import Office, Visit

# Consents


@transaction.atomic
def change_consents(visit: Visit, given: Iterable[str], *, language: str, at: datetime) -> None:
    """A tick taken away also ends, in this request, what was shared because of it."""
    given = frozenset(given)
    entry = NewEntry("messages", "consent", {"given": sorted(given), "language": language})
    for office in offices_to_end_shares_of(visit):
        taken_away = [_no_to(purpose) for purpose in sorted(ticks(messages_of(office)) - given)]
        ended = [one for one in following(taken_away, messages_of(office)) if one.kind == "consent_withdrawn"]
        append(visit, office, [entry, *ended], _after_answers(office, [entry, *ended], at=at), at=at)
        _end_what_lost_its_consent(visit, office, at=at)


def _no_to(purpose: str) -> Mapping[str, Any]:
    return {"purpose": purpose, "recipient": "", "channel": "", "person": "", "word": "no"}


@transaction.atomic
def answer_purposes(visit: Visit, answers: Iterable[Mapping[str, Any]], *, at: datetime) -> None:
    """The defender's own words on purposes. What is no longer allowed is closed in this request.

    An answer is the data of an `answered` entry, see cases/consent_matrix.py.
    """
    answered = [NewEntry("messages", "answered", answer) for answer in answers]
    for office in offices_to_end_shares_of(visit):
        changed = following([one.data for one in answered], messages_of(office))
        written = [*changed, *answered]
        append(visit, office, written, _after_answers(office, written, at=at), at=at)
        _end_what_lost_its_consent(visit, office, at=at)


def _after_answers(office: Office, written: Iterable[NewEntry], *, at: datetime) -> dict[str, Any]:
    withdrawn = {one.data["consent"] for one in written if one.kind == "consent_withdrawn"}
    waiting = any(one.ref not in withdrawn for one in to_be_made(messages_of(office)))
    by = Author("defender")
    new = [foreseen(one, seq=0, by=by, at=at) for one in written]
    together = acts_together((*messages_of(office), *new))
    return facts_of_word(at, consent_changed=True, yes_waiting=waiting, acts_together=together)


@transaction.atomic
def answer_consent(visit: Visit, consent: str, *, yes: bool, at: datetime) -> None:
    """A yes opens a duty: an officer makes the share. A no counts at once."""
    for office in open_offices(visit):
        if any(one.ref == consent and one.state == ASKED for one in consents(messages_of(office))):
            answered = NewEntry("messages", "consent_answered", {"consent": consent, "yes": yes})
            waiting = yes or bool(to_be_made(messages_of(office)))
            append(visit, office, [answered], facts_of_word(at, yes_waiting=waiting), at=at)
            _take_out(visit, office, before_groups_without_consent(reopened(office.ref, visit.own())), at=at)


@transaction.atomic
def withdraw_consent(visit: Visit, consent: str, *, at: datetime) -> None:
    """What was shared because of it is closed from this moment. `consent` is a consent's reference or a tick."""
    for office in offices_to_end_shares_of(visit):
        messages = messages_of(office)
        if consent in ticks(messages):
            left = [NewEntry("messages", "consent", {"given": sorted(ticks(messages) - {consent}), "language": ""})]
            append(visit, office, left, _after_answers(office, left, at=at), at=at)
        elif any(one.ref == consent and one.state == YES for one in consents(messages)):
            waiting = any(one.ref != consent for one in to_be_made(messages))
            news = facts_of_word(at, consent_changed=True, yes_waiting=waiting)
            append(visit, office, [NewEntry("messages", "consent_withdrawn", {"consent": consent})], news, at=at)
        _end_what_lost_its_consent(visit, office, at=at)


def _end_what_lost_its_consent(visit: Visit, office: Office, *, at: datetime) -> None:
    dossier = reading.open_with_code(office.ref, visit.own())
    for share in without_consent(dossier.written()) if dossier else ():
        append(visit, office, list(ending_of(share)), {}, at=at)
        sharing.end_share(office.ref, share.compartment, share.scope_refs, at=at)
    _take_out(visit, office, before_groups_without_consent(reopened(office.ref, visit.own())), at=at)
    for link in links_without_consent(reopened(office.ref, visit.own())):
        if linking.kept(link.row):
            linking.take_away(link.row)
            append(visit, office, [holding_back(link.ref, CONSENT)], {}, at=at)


def _take_out(visit: Visit, office: Office, items: Iterable[GroupItem], *, at: datetime) -> None:
    """What stands before groups goes in this request: nobody opens it any more, whoever could."""
    for item in items:
        append(visit, office, list(ending_before_group(item)), {}, at=at)
        sharing.end_scopes(item.group, [item.scope_ref], at=at)


# Ending and erasing


@transaction.atomic
def end_reading(visit: Visit, ref: str, *, at: datetime) -> None:
    """One office can read nothing any more, from this moment; what it copied cannot be called back."""
    for office in open_offices(visit):
        if office.ref == ref:
            _take_out(visit, office, before_groups(messages_of(office)), at=at)
            append(visit, office, [NewEntry("messages", "reading_ended", {})], {}, at=at)
            ending.end_reading(ref, at=at)


@transaction.atomic
def ask_for_erasure(visit: Visit, *, at: datetime) -> None:
    """Hidden from every office at once, its keys destroyed after 72 hours."""
    for office in open_offices(visit):
        _take_out(visit, office, before_groups(messages_of(office)), at=at)
        append(visit, office, [NewEntry("messages", "erasure_asked", {})], {}, at=at)
        ending.hide_and_erase_later(office.ref, at=at)


@transaction.atomic
def undo_erasure(visit: Visit, *, at: datetime) -> None:
    for office in open_offices(visit):
        if office.erase_after:
            ending.undo_erasing(office.ref)
            append(visit, office, [NewEntry("messages", "erasure_undone", {})], facts_of_word(at), at=at)
