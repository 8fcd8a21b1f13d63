"""One card as a row of a list; see rows.html."""

from datetime import datetime

from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.shared_card import SharedCard
from safeconduct.web.staff import wording
from safeconduct.web.staff.address import address_of


def row(card: RequestCard, *, at: datetime) -> dict[str, str]:
    shape, word = wording.state_of(card, at=at)
    address = address_of("dossier", card.dossier)
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
    address = address_of("received", card.dossier)
    return {**wording.shared_row(card), "before": "", "address": address, "verb": "Read", "verb_address": address}
