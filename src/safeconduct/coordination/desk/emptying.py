"""Sign that a post without people holds no work, so that a registrar, who can read none of it, can close it."""

from collections.abc import Iterable
from datetime import date, datetime

from safeconduct.access.desk import arranging
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.cases.desk.opening import in_one_transaction
from safeconduct.cases.request_card import RequestCard
from safeconduct.coordination.desk import handing_over_duties
from safeconduct.coordination.desk.handing_over import hangs_in, may_owe


@in_one_transaction
def say_empty(post: str, keyring: Keyring, *, at: datetime) -> None:
    """For each compartment that the member holds. Opens the groups, and the cases whose card does not say who owes. Raises Refused."""
    cards = casework.cards(keyring, at=at)[0]
    waits = waiting_for(post, cards, on=at.date())
    rest = [card for card in cards if card not in waits and not card.is_declined]
    asked = [card for card in rest if card.holder == post or may_owe(card, post)]
    hangs = sum(hangs_in(card.dossier, post, keyring, at=at) for card in asked)
    groups = sum(one.hangs_on(post, on=at.date()) for one in handing_over_duties.owed_to_groups(keyring, at=at))
    arranging.say_empty(post, hangs + len(waits), groups, keyring, at=at)


def waiting_for(post: str, cards: Iterable[RequestCard], *, on: date) -> tuple[RequestCard, ...]:
    """What another post handed over and this one must still answer, or must see to if nobody accepts it."""
    return tuple(
        card
        for card in cards
        if (offer := card.handover) and not offer.is_settled and post in (offer.waits_for(on), offer.head)
    )
