"""Handing a post's work to another post: offered case by case, accepted or not, and the person told of the new contact.

An offer moves nothing. Who held a case and its duties holds them until another post has said yes in so many words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from safeconduct.cases.duty import Duty, open_duties
from safeconduct.cases.feedback import NEVER
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

OFFERED, ACCEPTED, REFUSED, KEPT = "offered", "accepted", "refused", "kept"
UNTOLD, TOLD, YES, NO = "", "told", "yes", "no"
TELL_CONTACT = "Tell the person who their contact is now"
ASK_AGAIN = "Ask the person again whom they accept as their contact"
WAYS = ("page", "relay", "call")


@dataclass(frozen=True)
class Offer:
    """One case of a handover. `from_post`, `to_post` and `head` are posts; `by` is the member who leaves, `ends_on` their
    last day in the post. `post` took it in the end, "" while nobody did. `contact` is how far the person is: not told,
    told, yes or no; `tell` and `again` are the duties that belong to that. `duties` and `hearings` were open that day."""

    ref: str
    handover: str
    from_post: str
    to_post: str
    head: str
    by: str
    at: datetime
    ends_on: date
    duties: int = 0
    hearings: int = 0
    state: str = OFFERED
    why: str = field(default="", repr=False)
    post: str = ""
    contact: str = UNTOLD
    tell: str = ""
    again: str = ""

    @property
    def is_settled(self) -> bool:
        return self.state in (ACCEPTED, KEPT)

    def is_escalated(self, on: date) -> bool:
        """The head of the organisation must see to it: the successor said no, or the day has passed without a yes."""
        return self.state == REFUSED or (self.state == OFFERED and on > self.ends_on)

    def waits_for(self, on: date) -> str:
        """The post whose turn it is; "" when somebody has taken it."""
        if self.is_settled:
            return ""
        return self.head if self.is_escalated(on) else self.to_post

    def as_fact(self) -> dict[str, Any]:
        """For the card: references, codes and numbers; why somebody said no stays in the dossier."""
        named = {name: value for name, value in vars(self).items() if name not in ("why", "at", "ends_on")}
        return {**named, "at": self.at.isoformat(timespec="minutes"), "ends_on": self.ends_on.isoformat()}


def offer_from(fact: Mapping[str, Any]) -> Offer | None:
    if not fact:
        return None
    moments = {"at": datetime.fromisoformat(fact["at"]), "ends_on": date.fromisoformat(fact["ends_on"])}
    return Offer(**{**fact, **moments})


def offers(written: Iterable[Entry]) -> tuple[Offer, ...]:
    """Oldest first. What follows an offer that was erased is left out, and changes no other."""
    known: dict[str, Offer] = {}
    for entry in written:
        data = entry.data
        if entry.kind == "handover_offered":
            known[data["ref"]] = _offer(entry)
        elif entry.kind in _STEPS and data["offer"] in known:
            known[data["offer"]] = _stepped(known[data["offer"]], entry)
    return tuple(known.values())


def standing_offer(written: Iterable[Entry]) -> Offer | None:
    """The newest; an older one has lost its turn."""
    return next(reversed(offers(written)), None)


def _offer(entry: Entry) -> Offer:
    data = entry.data
    named = {name: data[name] for name in ("ref", "handover", "from_post", "to_post", "head", "duties", "hearings")}
    return Offer(**named, by=entry.by.ref, at=entry.at, ends_on=date.fromisoformat(data["ends_on"]))


_STEPS = ("handover_accepted", "handover_refused", "handover_kept", "contact_told", "contact_answered")


def _stepped(offer: Offer, entry: Entry) -> Offer:
    data = entry.data
    if entry.kind == "handover_refused":
        return replace(offer, state=REFUSED, why=data["reason"])
    if entry.kind == "contact_told":
        return replace(offer, contact=TOLD)
    if entry.kind == "contact_answered":
        return replace(offer, contact=data["answer"], again=data["again"])
    state = ACCEPTED if entry.kind == "handover_accepted" else KEPT
    return replace(offer, state=state, post=entry.by.post, contact=UNTOLD, tell=data["tell"], again="")


def handover_facts(written: tuple[Entry, ...], owed: Iterable[Duty]) -> dict[str, Any]:
    """For the card: the newest offer, and how many open duties each post has."""
    offer = standing_offer(written)
    owing: dict[str, int] = {}
    for duty in open_duties(owed):
        owing[duty.post] = owing.get(duty.post, 0) + 1
    return {"handover": offer.as_fact() if offer else {}, "owing": dict(sorted(owing.items()))}


def agreed_ways(*, has_code: bool, is_relay: bool, has_contact: bool, rhythm: str) -> tuple[str, ...]:
    """How the person agreed to be told: only these may be used. Who said "write nothing, I will come" is not called."""
    may_call = has_contact and rhythm != NEVER
    ways = {"page": has_code and not is_relay, "relay": is_relay, "call": may_call and not is_relay}
    return tuple(way for way in WAYS if ways[way])


# What may be done


@dataclass(frozen=True)
class Handover:
    """To whom everything is offered, by reference of the post; `ends_on` is the last day of who leaves."""

    to_post: str
    head: str
    ends_on: date


def refusal_to_starting(chosen: Handover, readers: Mapping[str, int], *, on: date) -> Refusal | None:
    """`readers`: how many members of each post could open what is handed over, the one who leaves left out."""
    if chosen.ends_on < on:
        return Refusal("The last day is in the past. Choose a day from today on.")
    for post, who in ((chosen.to_post, "successor"), (chosen.head, "head of the organisation")):
        if post not in readers:
            return Refusal(f"The {who} is missing. Choose a post of the list.")
        if not readers[post]:
            return Refusal(
                f"Nobody in the post of the {who} holds the key of every case and group that is handed over. "
                "Let one of them into the compartment first, or choose another post."
            )
    if chosen.head == chosen.to_post:
        return Refusal(
            "Successor and head are the same post. Choose another one for what the successor does not accept."
        )
    return None


def refusal_to_accepting_offer(offer: Offer | None, *, post: str, member: str, on: date) -> Refusal | None:
    if offer is None:
        return Refusal("Nothing of this case was handed over. Look at the page of handovers again.")
    if offer.is_settled:
        return Refusal("Somebody has taken this already. Nothing was changed.")
    if offer.is_escalated(on):
        return Refusal("This went to the head of the organisation. Ask them, or let them keep it and hand it on.")
    if offer.to_post != post or offer.by == member:
        return Refusal("This was handed to somebody else. Only they can say whether they accept it.")
    return None


def refusal_to_declining_offer(offer: Offer | None, reason: str, *, post: str, member: str, on: date) -> Refusal | None:
    if refusal := refusal_to_accepting_offer(offer, post=post, member=member, on=on):
        return refusal
    if not reason.strip():
        return Refusal("There is no reason yet. Say in a sentence why your post cannot take it.")
    return None


def refusal_to_keeping(offer: Offer | None, *, post: str, on: date) -> Refusal | None:
    """What nobody accepted goes to the head's post; what the person refused, to any post but the one they refused."""
    if offer is None:
        return Refusal("Nothing of this case was handed over. Look at the page of handovers again.")
    if offer.is_settled:
        if offer.contact != NO:
            return Refusal("Somebody has taken this already. Nothing was changed.")
        if offer.post == post:
            return Refusal("The person does not want your post as their contact. Let another post keep it.")
        return None
    if not offer.is_escalated(on):
        return Refusal("The successor still has time to accept this. Wait for their answer or for the last day.")
    if offer.head != post:
        return Refusal("This waits for the head of the organisation. Only that post can keep it.")
    return None


def refusal_to_telling_contact(offer: Offer | None, way: str, text: str, *, agreed: tuple[str, ...]) -> Refusal | None:
    if offer is None or not offer.is_settled:
        return Refusal("Nobody has accepted this case yet. Tell the person when it is known who their contact is.")
    if offer.contact != UNTOLD:
        return Refusal("The person was told already. Write down what they said.")
    if way not in agreed:
        return Refusal("The person did not agree to be told in this way. Choose one that they agreed to.")
    if not text.strip():
        return Refusal("Nothing is written yet. Write a sentence that the person can read safely.")
    return None


def refusal_to_contact_answer(offer: Offer | None, answer: str) -> Refusal | None:
    if offer is None or offer.contact not in (TOLD, NO):
        return Refusal("The person has not been told yet, or has said yes. There is no answer to write down.")
    if answer not in (YES, NO):
        return Refusal("It is not said what the person answered. Choose yes or no.")
    if offer.contact == answer:
        return Refusal("This answer stands already. Nothing was changed.")
    return None
