"""The verb of taking in a spreadsheet: each row becomes a sealed request, once, signed by the member who brought it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.desk import journaling
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.access.office import Office
from safeconduct.cases.desk.opening import author
from safeconduct.cases.request_card import request_card
from safeconduct.cases.sheet.mapping import SheetRow
from safeconduct.dossiers.desk import listing
from safeconduct.intake.desk import asking
from safeconduct.vocabulary.refusal import Refusal, insist

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class TakenRows:
    """How many rows became requests, and how many were taken in before."""

    new: int
    known: int


@transaction.atomic
def take_in_rows(rows: tuple[SheetRow, ...], office: Office, keyring: Keyring, *, at: datetime) -> TakenRows:
    """One batch: all of it or nothing. No code is made: who learns of it later is given one from the request's page.

    A longer sheet is taken in batch by batch, so that calls for help wait for no more than one.
    """
    insist(Refusal(f"These are more than {MOST_AT_ONCE} rows at once.") if len(rows) > MOST_AT_ONCE else None)
    see_only(keyring.organisation)
    by = author(keyring)
    insist(_refusal_to_taking_in(rows, office, keyring))
    # The journal's line comes first: it holds the organisation, so that two members cannot take in the same rows at once.
    note = f"{len(rows)} rows"
    line = Line("SheetTakenIn", keyring.organisation, keyring.member, keyring.post, at, note)
    journaling.journal(keyring.organisation, line, on=at.date())
    known = _marks(keyring, at=at)
    new = {row.mark: row for row in rows if row.mark not in known}
    for row in new.values():
        asking.send(row.telling, (office,), None, by=by, at=at)
    return TakenRows(len(new), len(rows) - len(new))


def _refusal_to_taking_in(rows: tuple[SheetRow, ...], office: Office, keyring: Keyring) -> Refusal | None:
    if directory.recipient_for(office.ref, "requests").compartment not in keyring.compartments:
        return Refusal(
            "Your post does not read requests, so nobody can see whether a row was taken in before. Ask a post that does."
        )
    return (
        None
        if rows
        else Refusal("No row can be taken in. Look at the reasons below, mend the file, and bring it again.")
    )


def _marks(keyring: Keyring, *, at: datetime) -> set[str]:
    cards = (request_card(card) for card in listing.cards(keyring, on=at.date()) if not card.is_shared)
    return {card.row_mark for card in cards if card.row_mark}
