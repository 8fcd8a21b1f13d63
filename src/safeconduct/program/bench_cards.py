"""Invented cards and cases for `safeconduct bench cases`: each is different, and the same seed draws the same ones.

Cards are put into the list as folding puts them there; the long cases are written by the verbs of casework.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from safeconduct.access.keyring import Keyring

RARE, PAIR, COMMON = "kestrel", ("quince", "saffron"), "lawyer"
"""Words on three cards, both on 1 %, and on 58 %. A tenth of the cards has one word of the pair alone."""

ENTRIES = 60
_CARDS_WITH_RARE = 3
FIRST = ("amber", "brisk", "calm", "dusky", "early", "fair", "grey", "hazel", "ivory", "lone", "mild", "quiet")
SECOND = ("anchor", "barge", "cove", "dune", "ferry", "gull", "harbour", "isle", "jetty", "lagoon", "mole", "reef")
_COUNTRIES = ("FR", "ES", "PE", "GH", "NP", "FJ", "LV", "UY")
_NEEDS = ("visit", "safe_place", "medical", "money")
_KINDS = ("threats", "arbitrary_detention", "surveillance", "travel_ban")
_LANGUAGES = ("en", "fr", "es", "ar", "ru")


def invented_facts(number: int, of: int, *, seed: int, at: datetime) -> dict[str, Any]:
    """What stands on the card with this number of so many: told, read, answered and accepted like a real one."""
    drawn = sha256(f"{seed}-{number}".encode()).digest()
    received = at - timedelta(minutes=11 * (of - number))
    answered = _minute(received + timedelta(hours=1 + drawn[0] % 39))
    promised = _minute(received + timedelta(hours=24))
    return {
        "codename": f"{FIRST[drawn[1] % len(FIRST)]} {SECOND[drawn[2] % len(SECOND)]} {number}",
        "stage": ("case", "case", "received", "declined")[drawn[3] % 4],
        "received": _minute(received),
        "read_by": promised,
        "urgency": ("now", "days", "later")[drawn[4] % 3],
        "country": _COUNTRIES[drawn[5] % len(_COUNTRIES)],
        "told_kinds": [_KINDS[drawn[6] % 4], _KINDS[(drawn[6] + 1) % 4]],
        "told_groups": [],
        "needs": [_NEEDS[drawn[7] % len(_NEEDS)], *([COMMON] if drawn[8] < 0.58 * 256 else [])],
        "source": "form",
        "language": _LANGUAGES[drawn[9] % len(_LANGUAGES)],
        "about": "me",
        "files": drawn[10] < 0.3 * 256,
        "read": answered,
        "answered": answered,
        "first_answered": answered,
        "answer_by": promised,
        "accepted": answered,
        "told": answered,
        "themes": _themes(number, of, drawn[11]),
    }


def _themes(number: int, of: int, drawn: int) -> list[str]:
    step = max(1, of // _CARDS_WITH_RARE)
    rare = [RARE] if number % step == step // 2 and number // step < _CARDS_WITH_RARE else []
    one = PAIR[:1] if drawn < 0.05 * 256 else PAIR[1:] if drawn < 0.1 * 256 else ()
    return [*rare, *(PAIR if number % 100 == 1 else one)]


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def put_cards(count: int, keyring: "Keyring", *, seed: int, at: datetime) -> None:
    """So many cards more in the list of the keyring's compartment, with the row of a dossier behind each."""
    from django.db import transaction

    from safeconduct.dossiers import lookup
    from safeconduct.dossiers.card import CARDS_IN_A_SEGMENT, Card, Segment
    from safeconduct.dossiers.desk import listing
    from safeconduct.dossiers.finding import Whole
    from safeconduct.dossiers.models import CardSegment, Dossier
    from safeconduct.sealing.record import new_ref

    compartment = keyring.newest[0].compartment
    there = sum(
        not card.is_shared for segment in listing.fold(compartment, keyring, at.date()) for card in segment.cards
    )
    erased = lookup.count_erased(compartment)
    last = CardSegment.objects.filter(compartment=compartment).order_by("-number").values_list("number", flat=True)
    number = last.first() or 0
    for start in range(0, count, CARDS_IN_A_SEGMENT):
        numbers = range(start, min(start + CARDS_IN_A_SEGMENT, count))
        cards = tuple(Card(new_ref(), 0, invented_facts(one, count, seed=seed, at=at)) for one in numbers)
        number += 1
        with transaction.atomic():
            Dossier.objects.bulk_create(
                Dossier(
                    ref=card.dossier, organisation=keyring.organisation, compartment=compartment, opened_on=at.date()
                )
                for card in cards
            )
            listing.write_segment(compartment, Segment(number, cards), keyring, Whole(there + numbers.stop, erased))


def put_case(keyring: "Keyring", *, at: datetime) -> str:
    """A case of 60 entries: taken down, accepted, and then notes and answers in turn. Its reference."""
    from safeconduct.access import lookup
    from safeconduct.cases.desk import casework
    from safeconduct.dossiers.models import Entry
    from safeconduct.intake.telling import Telling

    office = lookup.office_by_ref(keyring.organisation)
    telling = Telling("en", happened="Invented for a measurement.", urgency="days", country="FR", needs=(COMMON,))
    ref, _code = casework.take_down(telling, office, keyring, own_word="lantern", at=at)
    casework.accept(ref, keyring, at=at)
    while (there := Entry.objects.filter(dossier=ref).count()) < ENTRIES:
        write = casework.answer if there % 4 == 0 else casework.note
        write(ref, f"Invented entry {there + 1}, as long as a sentence or two are.", keyring, at=at)
    return ref
