"""What is written into a case when it changes hands: who holds it, who owes its duties, and what the person must hear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safeconduct.cases.duty import TELL_WITHIN, Duty, duty_done, duty_opened, open_duties
from safeconduct.cases.handover import ASK_AGAIN, NO, TELL_CONTACT, Offer, offers
from safeconduct.cases.relief import holding
from safeconduct.dossiers.entry import Entry, NewEntry

IN_CASE = "coordination"
SOMEBODY_ELSE = "Somebody else is the contact now."


@dataclass(frozen=True)
class Post:
    ref: str
    name: str


def taking(
    written: Iterable[Entry], owed: Iterable[Duty], offer: Offer, kind: str, taker: Post, tell: str, *, on: date
) -> list[NewEntry]:
    """The file and every open duty of who had it go to the post `taker`. Duties about an older contact end; `tell` is the
    reference of the new one, "" where there is nobody to tell. `kind`: handover_accepted or handover_kept."""
    written = tuple(written)
    giver = offer.post or offer.from_post
    gone = {duty for one in offers(written) for duty in (one.tell, one.again)}
    changes, still = giver != taker.ref, open_duties(owed)
    entries = [NewEntry(IN_CASE, "taken", {})] if changes and holding(written).post == giver else []
    entries += [duty_done(duty.ref, SOMEBODY_ELSE) for duty in still if duty.ref in gone]
    entries += [passed(duty.ref, taker) for duty in still if changes and duty.post == giver and duty.ref not in gone]
    entries.append(NewEntry(IN_CASE, kind, {"offer": offer.ref, "tell": tell}))
    return [*entries, duty_opened(tell, TELL_CONTACT, on + TELL_WITHIN)] if tell else entries


def answering(owed: Iterable[Duty], offer: Offer, answer: str, again: str, asker: Post, *, on: date) -> list[NewEntry]:
    """What the person says of their new contact. After a no, `asker` must ask them again: the duty `again`."""
    data = {"offer": offer.ref, "answer": answer, "again": again}
    entries = [NewEntry(IN_CASE, "contact_answered", data), *ended(owed, offer.again)]
    return (
        [*entries, duty_opened(again, ASK_AGAIN, on + TELL_WITHIN), passed(again, asker)] if answer == NO else entries
    )


def asker_of(offer: Offer, *, on: date) -> str:
    """The post that asks again after a no: the one that leaves, and the head's once its last day is over."""
    return offer.from_post if on <= offer.ends_on else offer.head


def ended(owed: Iterable[Duty], duty: str) -> list[NewEntry]:
    return [duty_done(duty, "")] if duty in {known.ref for known in open_duties(owed)} else []


def passed(duty: str, to: Post) -> NewEntry:
    return NewEntry("decisions", "duty_passed", {"duty": duty, "post": to.ref, "post_name": to.name})
