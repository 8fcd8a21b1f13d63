"""Ask an organisation that does not sign in about a hearing: by a link, or by writing down what it said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.keyring import Keyring
from safeconduct.cases.consent_matrix import matrix
from safeconduct.cases.desk import opening as casework
from safeconduct.cases.desk.naming import names_known_to
from safeconduct.cases.desk.opening import Opened, journal
from safeconduct.cases.mission_link import MissionLink, noting_mission
from safeconduct.coordination.desk.hearing_changes import append_to, called_out, of_group
from safeconduct.coordination.desk.opening import OpenGroup, append, opened
from safeconduct.coordination.desk.putting_in import noted
from safeconduct.coordination.group import BY_LINK, Seat
from safeconduct.coordination.group_item import HEARING, Reader, readers
from safeconduct.coordination.hearing import BACKUP, CANNOT, LEAD, Hearing
from safeconduct.coordination.hearing_link import (
    Basics,
    HearingLink,
    Outsider,
    hearing_link_from,
    hearing_link_place,
    identity_of,
    in_words,
    key_of,
    needs_of,
    refusal_to_basics,
    refusal_to_link,
    refusal_to_telling,
    refusal_to_word,
)
from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import sharing, writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.scope import SHARE, ScopeKey
from safeconduct.intake.consent import before_groups, taking_out
from safeconduct.intake.desk import linking
from safeconduct.intake.link import gone_by, row_of
from safeconduct.sealing.record import new_ref, seal, unseal
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist


@dataclass(frozen=True)
class LinkTerms:
    """What goes out by a link: to whom, the region and the language, and until when the link is good."""

    to: Outsider
    region: str
    language: str
    until: date


@dataclass(frozen=True)
class Word:
    """What somebody said: for which organisation, what it takes, who said it (a function), how, and on which day."""

    of: Outsider
    role: str
    said_by: str
    how: str
    said_on: date | None


@dataclass(frozen=True)
class _Place:
    """A hearing of a case as it stands in one group."""

    one: Opened
    group: OpenGroup
    hearing: Hearing


@transaction.atomic
def make_link(ref: str, hearing: str, group: str, told: LinkTerms, keyring: Keyring, *, at: datetime) -> str:
    """Its token, for showing once: it is kept nowhere. Raises NotFound."""
    here = _placed(ref, hearing, group, keyring, at=at)
    shown = _allowed(here, told.to, keyring, at=at)
    insist(refusal_to_basics(told.region, told.language, here.hearing.sitting, names_known_to(here.one)))
    insist(refusal_to_link(here.hearing, told.to, told.until, on=at.date()))
    token, link, change = new_ref(), new_ref(), new_ref()
    channel = _channel(here, at=at)
    data = {
        "hearing": hearing,
        "change": change,
        "after": here.hearing.last,
        "link": link,
        "answering": told.to.ref,
        "answering_office": told.to.office.strip(),
        "row": row_of(token),
        "sign": identity_of(token).public_sign.hex(),
        "until": told.until.isoformat(),
    }
    append(here.group, keyring, NewEntry(SHARE, "hearing_link_made", data), channel, at=at)
    text, office = in_words(told.region, told.language), told.to.office.strip()
    made = MissionLink(link, row_of(token), hearing, group, office, told.until, text)
    casework.append(here.one, keyring, [_noted(link, here, channel.ref, shown), noting_mission(made)], at=at)
    day = here.hearing.sitting.day or at.date()
    basics = Basics(day, told.region.strip(), told.language.strip(), needs_of(here.hearing))
    opens = HearingLink(
        group, hearing, here.hearing.scope_ref, link, change, channel, basics, asked_on=at.date(), until=told.until
    )
    body = seal(key_of(token), opens.as_bytes(), hearing_link_place(row_of(token)))
    linking.keep(row_of(token), body, opens.until)
    journal("HearingLinkMade", ref, keyring, at=at, note=group)
    return token


@transaction.atomic
def record_word(ref: str, hearing: str, group: str, word: Word, keyring: Keyring, *, at: datetime) -> None:
    """An answer that came by telephone, by mail or face to face. A link of that organisation opens nothing from then on."""
    here = _placed(ref, hearing, group, keyring, at=at)
    shown = _allowed(here, word.of, keyring, at=at)
    if word.role not in (LEAD, BACKUP, CANNOT):
        insist(Refusal("It is not said what they take. Choose the lead, the backup, or that they cannot."))
    insist(refusal_to_word(word.how, word.said_by, word.said_on, on=at.date()))
    link = new_ref()
    data = {
        "link": link,
        "answering": word.of.ref,
        "answering_office": word.of.office.strip(),
        "role": word.role,
        "said_by": word.said_by.strip(),
        "how": word.how,
        "said_on": (word.said_on or at.date()).isoformat(),
    }
    for asked in here.hearing.asked:
        if asked.organisation == word.of.ref:
            linking.take_away(asked.row)
    append_to(here.group, hearing, "hearing_answered_by_word", data, keyring, at=at)
    casework.append(here.one, keyring, [_noted(link, here, here.hearing.scope_ref, shown)], at=at)
    journal("HearingWordRecorded", ref, keyring, at=at, note=group)


@transaction.atomic
def withdraw(ref: str, hearing: str, group: str, link: str, keyring: Keyring, *, at: datetime) -> None:
    """A link opens nothing any more. Raises NotFound."""
    here = _placed(ref, hearing, group, keyring, at=at)
    asked = next((one for one in here.hearing.asked if one.ref == link and one.waits), None)
    item = next((one for one in before_groups(here.one.case.written) if one.ref == link and one.outside), None)
    if asked is None or item is None:
        raise NotFound
    linking.take_away(asked.row)
    casework.append(here.one, keyring, [taking_out(item)], at=at)
    sharing.end_scopes(group, [item.scope_ref], at=at)
    journal("TakenFromGroup", ref, keyring, at=at, note=group)


def _placed(ref: str, hearing: str, group: str, keyring: Keyring, *, at: datetime) -> _Place:
    one = casework.opened(ref, keyring)
    if not any(item.group == group for item in called_out(one.case.written, hearing)):
        raise NotFound
    there = opened(group, keyring, at=at)
    return _Place(one, there, of_group(there, hearing))


def _allowed(here: _Place, outsider: Outsider, keyring: Keyring, *, at: datetime) -> tuple[Reader, ...]:
    seat = Seat(outsider.ref, outsider.office.strip(), "", outsider.kind, at)
    found = readers(HEARING, [seat], matrix(here.one.case.written, on=at.date()), on=at.date())
    insist(refusal_to_telling(here.hearing, here.group.group, outsider, found, own=keyring.organisation, at=at))
    return found


def _channel(here: _Place, *, at: datetime) -> ScopeKey:
    """A fresh key, for whoever reads the hearing: whoever has the link writes under it and reads nothing with it."""
    channel, group = sharing.new_channel(), here.group.group.ref
    for compartment, until in lookup.readers_of(group, here.hearing.scope_ref, on=at.date()).items():
        sharing.grant(group, channel, directory.recipient(compartment), until)
    return channel


def _noted(link: str, here: _Place, scope_ref: str, shown: Iterable[Reader]) -> NewEntry:
    """In the messages: the person's own page names who was told, and their withdrawal closes it."""
    return noted(link, here.group, scope_ref, HEARING, shown, hearing=here.hearing.ref, outside=True)


# Without an account


def open_link(token: str, *, at: datetime) -> HearingLink | None:
    """None for a wrong, used, withdrawn or expired link alike, and when the person took back what it rests on."""
    row = row_of(token)
    body = linking.kept(row)
    if body is None:
        return None
    try:
        found = hearing_link_from(unseal(key_of(token), body, hearing_link_place(row)))
    except Unopened:
        return None
    scopes, today = (found.hearing_scope, found.channel.ref), at.date()
    is_over = at >= gone_by(found.until) or lookup.is_hidden(found.group)
    stands = all(lookup.readers_of(found.group, scope, on=today) for scope in scopes)
    return found if stands and not is_over else None


@transaction.atomic
def answer_link(token: str, role: str, *, at: datetime) -> HearingLink | None:
    """What was answered, where the answer was taken. Afterwards the link opens nothing."""
    linking.kept(row_of(token), hold=True)
    found = open_link(token, at=at)
    if found is None or role not in (LEAD, BACKUP, CANNOT):
        return None
    linking.take_away(row_of(token))
    said = {"hearing": found.hearing, "change": new_ref(), "after": found.after, "link": found.link, "role": role}
    by = Author(BY_LINK, ref=found.link, identity=identity_of(token))
    entry = NewEntry(SHARE, "hearing_answered_by_link", said)
    writing.append(found.group, [entry], {}, held=(), channel=found.channel, by=by, at=at)
    return found
