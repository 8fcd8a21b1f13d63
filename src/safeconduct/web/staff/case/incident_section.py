"""Incidents as the case's own page shows them: marks and clocks first, then the newest acts."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from safeconduct.cases.case_clock import case_clocks
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.incident import incidents
from safeconduct.web.staff.case import incident_wording

SHOWN = 4


def incident_section(case: CaseFile, at: datetime) -> dict[str, Any] | None:
    known = incidents(case.written)
    newest = list(reversed(known))[:SHOWN]
    return {
        "template": "staff/case/incidents_section.html",
        "count": "" if len(known) <= SHOWN else f"{SHOWN} of {len(known)}, newest first",
        "rows": [{"acts": incident_wording.acts(one.acts), "when": incident_wording.period(one)} for one in newest],
        "marks": [_clock(clock, at) for clock in case_clocks(case.written)],
        "address": reverse("staff:incidents", args=[case.ref]),
        "add_address": reverse("staff:add_incident", args=[case.ref]),
    }


def _clock(clock: Any, at: datetime) -> dict[str, str]:
    shape, word = incident_wording.until(clock.due, at=at)
    return {
        "shape": shape,
        "word": word,
        "label": incident_wording.clock_sentence(clock).removeprefix(": ").capitalize(),
    }
