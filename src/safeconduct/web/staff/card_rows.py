"""One card as a row of a list; see rows.html."""

from datetime import datetime
from functools import cache

from django.urls import reverse

from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.shared_card import SharedCard
from safeconduct.web.staff import wording

NO_REFERENCE = 32 * "0"


def _address_of(page: str, ref: str) -> str:
    before, after = _around_the_reference(page)
    return f"{before}{ref}{after}"


@cache
def _around_the_reference(page: str) -> tuple[str, str]:
    """What stands before and after a reference in the addresses of these pages: kept by the program, for every reference."""
    before, _, after = reverse(f"staff:{page}", args=[NO_REFERENCE]).partition(NO_REFERENCE)
    return before, after


def row(card: RequestCard, *, at: datetime) -> dict[str, str]:
    shape, word = wording.state_of(card, at=at)
    address = _address_of("dossier", card.dossier)
    return {
        "state_shape": shape,
        "state_word": word,
        "before": "",
        "codename": card.codename,
        "address": address,
        "sentence": wording.sentence_of(card),
        "reason": wording.reason_of(card),
        "verb": "Open" if card.read else "Read",
        "verb_address": address,
    }


def shared_row(card: SharedCard) -> dict[str, str]:
    """A dossier that another organisation shares."""
    address = _address_of("received", card.dossier)
    return {**wording.shared_row(card), "before": "", "address": address, "verb": "Read", "verb_address": address}
