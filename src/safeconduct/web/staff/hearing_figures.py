"""How hearings were attended, in figures: each with its rule, its days and its whole, and none by mission."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.attendance import NOT_HELD, OBSERVED, REFUSED
from safeconduct.cases.coded_list import coded_list
from safeconduct.coordination.desk import observing
from safeconduct.reports.figures import FEWEST, SHARE_FROM, Count, Figure, Period
from safeconduct.reports.hearing_figures import UNKNOWN, hearing_figures
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.figures import A_YEAR, Days, written

# What each figure is called, what it counts, and of what.
WORDS = {
    "led": (
        "A lead in time",
        "Of the sittings that a group reads: those for which an organisation had taken the lead 72 hours before the court’s "
        "hour, and kept it. A sitting that moves is asked for anew.",
        "sittings that a group reads",
    ),
    "results": (
        "What came of it",
        "Each sitting once. Where several tell of one, it was observed if anybody could sit in, and else refused if "
        "anybody was refused.",
        "sittings",
    ),
    "followed": (
        "Followed up",
        "Of the sittings that were observed or from which observers were kept: those whose observation was closed, with a "
        "decision on a public message, one on raising the profile, and a day for what follows.",
        "sittings observed or refused",
    ),
    "findings": (
        "Not as the law asks",
        "Of the sittings where an observer could see it: those where the answer was no. In the order of the list.",
        "sittings where it was seen",
    ),
}
VALUES = {
    "led": "Led in time",
    "closed": "Closed with both decisions",
    OBSERVED: "Observed",
    REFUSED: "Access refused",
    NOT_HELD: "Did not take place",
    UNKNOWN: "Nobody said what came of it",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """A post chooses the days."""
    now, today = timezone.now(), timezone.localdate()
    first = {"first": today - A_YEAR, "last": today}
    days = Days(request.POST) if request.method == "POST" else Days(initial=first)
    typed = days.cleaned_data if days.is_bound and days.is_valid() else first
    period = Period(typed["first"], typed["last"])
    known = hearing_figures(observing.attendances_known(keyring, at=now), period, at=now)
    context = {
        **frame(keyring, "groups"),
        "title": "Hearings in figures",
        "sentence": f"{_day(period.first)} to {_day(period.last)}, both included, as known on {_day(today)}.",
        "back": {"text": "Groups", "address": reverse("staff:groups")},
        "days": days,
        "figures": [_figure(one) for one in known],
        "fewest": FEWEST,
        "share_from": SHARE_FROM,
    }
    return render(request, "staff/hearing_figures.html", context)


def _day(day: Any) -> str:
    return date_format(day, "j F Y")


def _figure(figure: Figure) -> dict[str, Any]:
    title, definition, whole = WORDS[figure.name]
    rows = [{"words": _words(one), "number": written(one, whole)} for one in figure.counts if one.of]
    return {"title": title, "definition": definition, "rows": rows}


def _words(count: Count) -> str:
    (value,) = count.value
    if value in VALUES:
        return VALUES[value]
    return next(f"{row.label} ({row.source})" for row in coded_list("fair_trial") if row.value == value)
