"""Say in a group that one acts on a card, and tell the owners of cases where two act apart, or nobody."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import opening as cases
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.coordination.acting_apart import Alert, alerts, refusal_to_noting_act
from safeconduct.coordination.desk.opening import OpenGroup, append, key_under, opened
from safeconduct.coordination.group_item import group_cards
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.vocabulary.refusal import insist, the_one


@transaction.atomic
def note_act(group: str, card: str, what: str, on: date | None, keyring: Keyring, *, today: date, at: datetime) -> None:
    """Under the card's own key: whoever reads the card reads who acts on it. Raises NotFound."""
    one = opened(group, keyring, at=at)
    stands = the_one(group_cards(one.written), card)
    insist(refusal_to_noting_act(what, [value for value, _label in choices_of("group_acts")], on, today=today))
    data = {"item": card, "what": what, "on": on.isoformat() if on else ""}
    append(one, keyring, NewEntry(SHARE, "card_acted", data), key_under(one, stands.scope_ref), at=at)
    journal("CardActed", group, keyring, at=at)


def our_alerts(one: OpenGroup, keyring: Keyring, *, today: date, at: datetime) -> tuple[Alert, ...]:
    """Of the cases that our organisation put before this group and that this member's keys open.

    The group must have been let go before a case is opened: whoever puts a card in holds the case first and then the group.
    """
    with transaction.atomic():
        journal("AlertsRead", one.group.ref, keyring, at=at)
    if not any(card.owner == keyring.organisation for card in group_cards(one.written)):
        return ()
    held = {card.codename: card for card in casework.cards(keyring, at=at)[0]}

    def seals_of(codename: str) -> tuple[bytes, ...]:
        return _own_seals(held[codename].dossier, keyring)

    def acted_ourselves(codename: str) -> date | None:
        return max((act.on for act in held[codename].tally.acts), default=None)

    return alerts(
        one.written,
        one.group,
        own=keyring.organisation,
        held=held,
        seals_of=seals_of,
        acted_ourselves=acted_ourselves,
        on=today,
    )


@in_one_transaction
def _own_seals(case: str, keyring: Keyring) -> tuple[bytes, ...]:
    return cases.opened(case, keyring).signatures.own_seals
