"""Count contact with defenders before and after a handover, in its cases and in dialogues of the groups, and over all handovers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import opening as cases
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.cases.handover import offers
from safeconduct.coordination.contact_around import (
    BACK,
    ContactCount,
    ContactsCounted,
    changes_to_count,
    contact_around,
    days_of_contact,
    length_of,
    over_all,
    refusal_to_comparing,
)
from safeconduct.coordination.desk.opening import all_opened
from safeconduct.coordination.dialogue import WITH_DEFENDERS, dialogues
from safeconduct.vocabulary.refusal import NotFound, insist


@dataclass(frozen=True)
class Compared:
    """`cases` by dossier and codename. `dialogues` are those with defenders that our organisation wrote down."""

    changed_on: date
    length: timedelta
    cases: tuple[tuple[str, str, ContactCount], ...]
    dialogues: ContactCount


@in_one_transaction
def compare(handover: str, keyring: Keyring, *, at: datetime) -> Compared:
    """Opens each case of it that the reader holds. Raises NotFound, Refused."""
    on = at.date()
    held = [(card, card.handover) for card in casework.cards(keyring, at=at)[0] if card.handover]
    found = [(card, offer) for card, offer in held if offer.handover == handover]
    if not found:
        raise NotFound
    insist(refusal_to_comparing(found[0][1], on=on))
    changed_on = found[0][1].ends_on
    length = length_of(changed_on, on=on)
    rows = []
    for card, _offer in found:
        days = days_of_contact(cases.opened(card.dossier, keyring).case.written)
        journal("DossierOpened", card.dossier, keyring, at=at)
        rows.append((card.dossier, card.codename, contact_around(days, changed_on, length)))
    spoken = contact_around(_days_of_dialogues(keyring, at=at), changed_on, length)
    journal("ContactCompared", handover, keyring, at=at)
    return Compared(changed_on, length, tuple(sorted(rows, key=lambda row: row[1])), spoken)


@in_one_transaction
def compare_all(keyring: Keyring, *, at: datetime) -> ContactsCounted:
    """Over all handovers of cases that the reader holds; opens each of these cases."""
    on, counts = at.date(), []
    for card in casework.cards(keyring, at=at)[0]:
        # A card tells the newest handover: where that one is too long ago, all others are.
        if card.handover is None or on - card.handover.ends_on > BACK:
            continue
        written = cases.opened(card.dossier, keyring).case.written
        journal("DossierOpened", card.dossier, keyring, at=at)
        days = days_of_contact(written)
        for handover, changed_on in changes_to_count(offers(written), on=on).items():
            counts.append((handover, changed_on, contact_around(days, changed_on, length_of(changed_on, on=on))))
    return over_all(counts)


def _days_of_dialogues(keyring: Keyring, *, at: datetime) -> set[date]:
    days = set()
    for group in all_opened(keyring, at=at):
        journal("GroupOpened", group.group.ref, keyring, at=at)
        known = (one for one in dialogues(group.written) if one.organisation == keyring.organisation)
        days |= {one.on for one in known if one.pair == WITH_DEFENDERS}
    return days
