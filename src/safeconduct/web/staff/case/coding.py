"""The coded facts of a case: what was confirmed, and the page on which suggestions from its telling are confirmed."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_fact import CodedFact, coded_facts
from safeconduct.cases.desk import casework, coding
from safeconduct.cases.fact_suggestion import FactSuggestion, fact_suggestions, text_of
from safeconduct.cases.story_part import story_parts
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fact_forms import PARTS, ConfirmFacts, part_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def facts(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, _ = casework.open_case(ref, keyring, at=timezone.now())
    standing = coded_facts(case.written)
    form = ConfirmFacts(request.POST or None, suggestions=_with_standing(case, standing), standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            coding.confirm_facts(ref, form.confirmed, keyring, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:dossier", args=[ref]) + "#facts")
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        **case_frame(
            case,
            keyring,
            "What it says",
            "Read from word lists on this server; nothing was sent anywhere. Only what is ticked holds from then on.",
        ),
        "form": form,
        "carried": [],
        "button": "Confirm what is ticked",
        "is_new": False,
    }
    return render(request, "staff/case/facts.html", context)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """For facts_section.html."""
    rows: dict[int, list[CodedFact]] = {}
    for fact in coded_facts(case.written):
        rows.setdefault(part_of(fact), []).append(fact)
    address = reverse("staff:facts", args=[case.ref])
    if not rows:
        return not_begun("facts", _("Coded facts"), (_("See what the telling suggests"), address))
    return {
        "template": "staff/case/facts_section.html",
        "rows": [{"label": PARTS[part][0], "facts": rows[part]} for part in sorted(rows)],
        "address": address,
    }


def _with_standing(case: CaseFile, standing: tuple[CodedFact, ...]) -> tuple[FactSuggestion, ...]:
    """What the telling suggests today, and what holds already though no list finds it."""
    told_on = min(entry.at for entry in case.written).date()
    text = "\n".join([text_of(case.story), *(part.text for part in story_parts(case.written))])
    suggested = fact_suggestions(text, case.story["language"], said_on=told_on)
    found = {(one.fact.field, one.fact.code) for one in suggested}
    return (*suggested, *(FactSuggestion(fact, ()) for fact in standing if (fact.field, fact.code) not in found))
