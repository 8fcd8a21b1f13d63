"""What the parts of cases put on the day's page: clocks that run out soon or have run out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from safeconduct.cases.request_card import RequestCard
from safeconduct.web.staff.case import incident_wording

SOON = timedelta(days=3)


def what_runs(cards: Iterable[RequestCard], *, at: datetime) -> list[dict[str, Any]]:
    """A section of the day's page with the clocks that are late or have less than SOON left; none when there is none."""
    running = sorted(
        ((clock, card) for card in cards for clock in card.clocks if clock.due - at <= SOON),
        key=lambda pair: pair[0].due,
    )
    if not running:
        return []
    rows = [
        {
            **_state(incident_wording.until(clock.due, at=at)),
            "codename": card.codename,
            "address": reverse("staff:dossier", args=[card.dossier]),
            "sentence": incident_wording.clock_sentence(clock),
            "reason": incident_wording.clock_reason(clock),
            "verb": "Look",
            "verb_address": reverse("staff:incidents", args=[card.dossier]),
        }
        for clock, card in running
    ]
    return [{"title": "Clocks that run", "rule": "Threats, hearings, reprisals, marks", "rows": rows, "empty": ""}]


def _state(state: tuple[str, str]) -> dict[str, str]:
    return {"state_shape": state[0], "state_word": state[1]}
