"""Handing over: offer all that hangs on a post, accept it or not case by case, keep what nobody took, tell the person.

What the post owes to groups goes along: see handing_over_duties.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from safeconduct.access import lookup as directory
from safeconduct.access.desk import standings
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework
from safeconduct.cases.desk.acting import duties_of
from safeconduct.cases.desk.opening import Opened, append, in_one_transaction, journal, opened
from safeconduct.cases.duty import Duty, open_duties
from safeconduct.cases.handover import (
    NO,
    Handover,
    Offer,
    agreed_ways,
    refusal_to_accepting_offer,
    refusal_to_contact_answer,
    refusal_to_declining_offer,
    refusal_to_keeping,
    refusal_to_starting,
    refusal_to_telling_contact,
    standing_offer,
)
from safeconduct.cases.relief import holding
from safeconduct.cases.request_card import RequestCard
from safeconduct.coordination.desk import handing_over_duties
from safeconduct.coordination.duty_offer import Owing
from safeconduct.coordination.handover import IN_CASE, Post, answering, asker_of, ended, taking
from safeconduct.coordination.hearing import hearings
from safeconduct.dossiers import lookup as dossiers
from safeconduct.dossiers.entry import NewEntry
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refusal, insist


@dataclass(frozen=True)
class _Load:
    """What hangs on one post in one case."""

    one: Opened = field(repr=False)
    duties: tuple[Duty, ...]
    hearings: int
    is_held: bool

    @property
    def hangs(self) -> bool:
        return self.is_held or bool(self.duties)


def hangs_on(post: str, cards: Iterable[RequestCard]) -> tuple[RequestCard, ...]:
    """The open cards of which this post holds the file or owes something, as far as cards tell."""
    return tuple(card for card in cards if not card.is_declined and (card.holder == post or post in card.owing))


def not_yet_offered(post: str, cards: Iterable[RequestCard], *, on: date) -> tuple[RequestCard, ...]:
    """Without those that wait for a successor already."""
    return tuple(card for card in hangs_on(post, cards) if not _waits(card.handover, post, on=on))


def _waits(offer: Offer | None, post: str, *, on: date) -> bool:
    return offer is not None and not offer.is_settled and offer.from_post == post and not offer.is_escalated(on)


@in_one_transaction
def start(to: Handover, keyring: Keyring, *, at: datetime) -> str:
    """Offer every case in which the member's post holds anything, and what it owes to groups. Its reference. Nothing
    changes hands yet."""
    insist(refusal_to_signing(keyring))
    loads = _loads(keyring, at=at)
    free = handing_over_duties.free_duties(keyring, at=at)
    if not loads and not free:
        insist(Refusal("Nothing hangs on this post, or all of it is handed over already. There is nothing to start."))
    compartments = {load.one.dossier.compartment for load in loads} | {one.own.compartment for one, _duties in free}
    insist(refusal_to_starting(to, _readers(compartments, keyring), on=at.date()))
    handover, names = new_ref(), directory.post_names(keyring.organisation)
    for load in loads:
        data = {
            "ref": new_ref(),
            "handover": handover,
            "from_post": keyring.post,
            "to_post": to.to_post,
            "to_name": names[to.to_post],
            "head": to.head,
            "ends_on": to.ends_on.isoformat(),
            "duties": len(load.duties),
            "hearings": load.hearings,
        }
        append(load.one, keyring, [NewEntry(IN_CASE, "handover_offered", data)], at=at)
        journal("HandoverOffered", load.one.case.ref, keyring, at=at, note=handover)
    handing_over_duties.offer(to, handover, free, keyring, at=at)
    journal("HandoverStarted", handover, keyring, at=at)
    return handover


def _loads(keyring: Keyring, *, at: datetime) -> tuple[_Load, ...]:
    """Opens the cases whose card names nobody who owes, too: it may have been written before cards told."""
    cards = [card for card in casework.cards(keyring, at=at)[0] if not card.is_declined]
    asked = [card for card in cards if card.holder == keyring.post or may_owe(card, keyring.post)]
    free = [card for card in asked if not _waits(card.handover, keyring.post, on=at.date())]
    loads = (_load(opened(ref, keyring), keyring.post, at=at) for ref in sorted(card.dossier for card in free))
    return tuple(load for load in loads if load.hangs)


def hangs_in(ref: str, post: str, keyring: Keyring, *, at: datetime) -> bool:
    """Whether a post holds this case or owes anything in it. Opens it."""
    load = _load(opened(ref, keyring), post, at=at)
    journal("DossierOpened", ref, keyring, at=at)
    return load.hangs


def may_owe(card: RequestCard, post: str) -> bool:
    return post in card.owing if card.owing else card.is_case


def _load(one: Opened, post: str, *, at: datetime) -> _Load:
    ahead = sum(hearing.is_ahead(at) for hearing in hearings(one.case.written))
    is_held = holding(one.case.written).post == post
    return _Load(one, _duties_of_post(one.case, post, at=at), ahead, is_held)


def _duties_of_post(case: CaseFile, post: str, *, at: datetime) -> tuple[Duty, ...]:
    return tuple(duty for duty in open_duties(duties_of(case, at=at)) if duty.post == post)


def who_can_take(cards: Iterable[RequestCard], owing: Iterable[Owing], keyring: Keyring) -> dict[str, int]:
    """How many members of each open post, the reader left out, could open these cases and what is owed to these groups."""
    with seeing_only(keyring.organisation):
        compartments = dossiers.compartments_of(card.dossier for card in cards)
    return _readers({*compartments, *(one.compartment for one in owing)}, keyring)


def _readers(compartments: Iterable[str], keyring: Keyring) -> dict[str, int]:
    """How many members of each open post hold every one of these compartments, the member who leaves left out."""
    holders = [standings.holders_of(compartment) for compartment in sorted(compartments)]
    able = frozenset.intersection(*holders) - {keyring.member} if holders else frozenset[str]()
    names = directory.member_names(keyring.organisation)
    here = {names[member] for member in able if member in names}
    return {post.ref: sum(name in here for name in post.members) for post in standings.open_posts(keyring.organisation)}


@in_one_transaction
def accept(ref: str, keyring: Keyring, *, at: datetime) -> None:
    """The case and the duties of the post that leaves are the successor's from now on. Raises NotFound, Unopened."""
    one = opened(ref, keyring)
    offer = standing_offer(one.case.written)
    insist(refusal_to_accepting_offer(offer, post=keyring.post, member=keyring.member, on=at.date()))
    if offer:
        _take(one, offer, "handover_accepted", keyring, at=at)
    journal("HandoverAccepted", ref, keyring, at=at)


@in_one_transaction
def decline(ref: str, reason: str, keyring: Keyring, *, at: datetime) -> None:
    """It goes to the head of the organisation; until they act, the post that leaves still holds it."""
    one = opened(ref, keyring)
    offer = standing_offer(one.case.written)
    insist(refusal_to_declining_offer(offer, reason, post=keyring.post, member=keyring.member, on=at.date()))
    if offer:
        data = {"offer": offer.ref, "reason": reason.strip()}
        append(one, keyring, [NewEntry(IN_CASE, "handover_refused", data)], at=at)
    journal("HandoverDeclined", ref, keyring, at=at)


@in_one_transaction
def keep(ref: str, keyring: Keyring, *, at: datetime) -> None:
    """The head takes what nobody accepted, or another post what the person did not want where it was."""
    one = opened(ref, keyring)
    offer = standing_offer(one.case.written)
    insist(refusal_to_keeping(offer, post=keyring.post, on=at.date()))
    if offer:
        _take(one, offer, "handover_kept", keyring, at=at)
    journal("HandoverKept", ref, keyring, at=at)


def _take(one: Opened, offer: Offer, kind: str, keyring: Keyring, *, at: datetime) -> None:
    tell = "" if one.case.story["source"] == "public" else new_ref()
    owed, taker = duties_of(one.case, at=at), Post(keyring.post, keyring.post_name)
    append(one, keyring, taking(one.case.written, owed, offer, kind, taker, tell, on=at.date()), at=at)


@in_one_transaction
def tell_contact(ref: str, way: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    """Only in a way that the person agreed to. On the page they read the words; told another way, these stay inside."""
    one = opened(ref, keyring)
    offer = standing_offer(one.case.written)
    insist(refusal_to_telling_contact(offer, way, text, agreed=ways_to_tell(one.case)))
    if offer:
        scope = "messages" if way == "page" else IN_CASE
        data = {"offer": offer.ref, "channel": way, "text": text.strip()}
        append(
            one, keyring, [NewEntry(scope, "contact_told", data), *ended(duties_of(one.case, at=at), offer.tell)], at=at
        )
    journal("ContactTold", ref, keyring, at=at)


@in_one_transaction
def note_answer(ref: str, answer: str, keyring: Keyring, *, at: datetime) -> None:
    """After a no, the post that leaves asks again; once its last day is over, the head's post does."""
    one = opened(ref, keyring)
    offer = standing_offer(one.case.written)
    insist(refusal_to_contact_answer(offer, answer))
    if offer:
        asks = asker_of(offer, on=at.date())
        asker = Post(asks, directory.post_names(keyring.organisation)[asks])
        again = new_ref() if answer == NO else ""
        entries = answering(duties_of(one.case, at=at), offer, answer, again, asker, on=at.date())
        append(one, keyring, entries, at=at)
    journal("ContactAnswered", ref, keyring, at=at)


def ways_to_tell(case: CaseFile) -> tuple[str, ...]:
    return agreed_ways(
        has_code=case.has_code,
        is_relay=case.is_relay,
        has_contact=bool(case.contact.get("address")),
        rhythm=str(case.contact_wish.get("rhythm", "")),
    )
