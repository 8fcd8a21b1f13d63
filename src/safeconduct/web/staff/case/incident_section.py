"""Incidents as the case's own page shows them: marks and clocks first, then the newest acts."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.case_clock import case_clocks
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.incident import incidents
from safeconduct.web.staff.case import incident_wording
from safeconduct.web.staff.case.not_begun import not_begun

SHOWN = 4


def incident_section(case: CaseFile, at: datetime) -> dict[str, Any]:
    known = incidents(case.written)
    newest = list(reversed(known))[:SHOWN]
    clocks = case_clocks(case.written)
    address, add_address = (reverse(f"staff:{page}", args=[case.ref]) for page in ("incidents", "add_incident"))
    if not (known or clocks):
        verbs = ((_("Time line, marks, attacks nearby"), address), (_("Add an incident"), add_address))
        return not_begun("incidents", _("Incidents"), *verbs)
    return {
        "template": "staff/case/incidents_section.html",
        "count": "" if len(known) <= SHOWN else f"{SHOWN} of {len(known)}, newest first",
        "rows": [{"acts": incident_wording.acts(one.acts), "when": incident_wording.period(one)} for one in newest],
        "marks": [_clock(clock, at) for clock in clocks],
        "address": address,
        "add_address": add_address,
    }


def _clock(clock: Any, at: datetime) -> dict[str, str]:
    shape, word = incident_wording.until(clock.due, at=at)
    return {
        "shape": shape,
        "word": word,
        "label": incident_wording.clock_sentence(clock).removeprefix(": ").capitalize(),
    }
