"""Our figures: each with what it counts, of how many and for which days; each leads to the cases that it counts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.acquaintance import LONGER, NOT_KNOWN
from safeconduct.cases.barrier import HANDLED
from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.cases.desk import casework
from safeconduct.cases.request_card import RESTS_AFTER
from safeconduct.guidance.register import action_kinds
from safeconduct.reports.figures import FEWEST, NONE, PLANNED, SHARE_FROM, Count, Figure, Period, figures
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import Day

A_YEAR = timedelta(days=365)
SAID_IN_DAYS = 3
"""A shorter time is said in hours."""

SHOWN = 200
"""Cases behind a number; who wants more chooses fewer days."""


class Days(forms.Form):
    first = Day(_("From"), required=True)
    last = Day(_("To"), required=True)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("first") and typed.get("last") and typed["first"] > typed["last"]:
            raise forms.ValidationError(_("The first day lies after the last. Turn the two round."))
        return typed


def _of_list(name: str) -> Callable[[str], str]:
    return lambda value: label_of(name, value)


def _group(value: str) -> str:
    if not value:
        return "No group or theme is on the card"
    known = any(row.value == value for row in coded_list("themes"))
    return label_of("themes" if known else "defender_type", value)


REACTION_WORDS = {
    "moved": "the state gave way or promised something",
    "stayed": "the state denied, asked or did not react",
    "harder": "the state became harder",
    "unknown": "it was not known how the state reacted",
}


def _reaction(value: str) -> str:
    return REACTION_WORDS.get(value) or action_kinds()[value].name


# What each figure is called, what it counts, of what, and how its values are read.
WORDS: dict[str, tuple[str, str, str, Callable[[str], str]]] = {
    "answered": (
        "Requests, by answer",
        "Requests that came in these days, by whether the first answer came before the promise of this office was over. "
        "Public appeals are left out.",
        "requests",
        {"in_time": "Answered in time", "late": "Answered late", "open": "Not answered yet"}.__getitem__,
    ),
    "declined": (
        "Declined, by group and theme",
        "Of the requests that came in these days and were accepted or declined, those declined; once for each group or "
        "theme on the card. A request stands in several rows when several join.",
        "decided requests of that row",
        _group,
    ),
    "pairs": (
        "Groups and themes that join",
        "Requests and cases that came in these days on which both were chosen.",
        "requests and cases",
        _of_list("themes"),
    ),
    "barriers": (
        "What keeps women from help",
        "Of the requests and cases that came in these days and carry the theme of women: in how many it was noted, and of "
        "those in how many something was done about it.",
        "requests and cases",
        lambda value: "handled" if value == HANDLED else label_of("barriers", value),
    ),
    "known": (
        "How long people were known",
        "Requests and cases that came in these days, by how long the person was known to this office on the day of that "
        "alarm; of those who were known, with how many contact was planned before anybody needed it.",
        "requests and cases",
        {
            NOT_KNOWN: "Not known before",
            "months": "Known for less than three months",
            "year": "Known for three months to a year",
            LONGER: "Known for a year or longer",
            PLANNED: "By planned contact",
            NONE: "Nobody noted it",
        }.__getitem__,
    ),
    "reached": (
        "Far from help, or known to few",
        "Requests and cases that came in these days: of those on which something was noted of the person, how many live far from "
        "help and how many are known to few; and on how many nothing was noted. Who never came is in no number: the "
        "coverage of a group shows where nobody liaises.",
        "requests and cases",
        lambda value: label_of("person_traits", value) if value else "Nothing was noted of the person",
    ),
    "modes": (
        "Steps taken, by what for",
        "Steps that were taken in these days: in answer to something, or to prevent it, as the plan said.",
        "steps",
        {"reactive": "In answer to something", "preventive": "To prevent something"}.__getitem__,
    ),
    "trust": (
        "Invitations and visits",
        "Steps that were taken in these days and are a visit to a defender, an invitation, or a meeting with a leader.",
        "steps",
        lambda value: action_kinds()[value].name,
    ),
    "reactions": (
        "How the state reacted, by kind of step",
        "Steps that were taken in these days and after which an office wrote down how the state reacted; of each step its "
        "newest word. What came after a step did not have to come from it.",
        "steps of this kind",
        _reaction,
    ),
    "considered": (
        "Considerations from outside",
        "Decisions of these days in which such a consideration was written down; a decision may hold several.",
        "decisions",
        _of_list("considerations"),
    ),
    "conflicts": (
        "Conflicts of interest",
        "Decisions of these days in which one was declared. Each decision asks.",
        "decisions",
        {"declared": "Declared"}.__getitem__,
    ),
    "resting": (
        f"No act for {RESTS_AFTER.days} days",
        f"Cases, as they are today, whose last act or acceptance is {RESTS_AFTER.days} days ago or longer.",
        "cases",
        {"resting": "Nothing was done since"}.__getitem__,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def figures_page(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """A post chooses the days, or with `open` a number whose cases are shown."""
    today = timezone.localdate()
    first = {"first": today - A_YEAR, "last": today}
    days = Days(request.POST) if request.method == "POST" else Days(initial=first)
    typed = days.cleaned_data if days.is_bound and days.is_valid() else first
    period = Period(typed["first"], typed["last"])
    cards = casework.cards(keyring, at=timezone.now())[0]
    known = figures(cards, period, on=today)
    context = {
        **frame(keyring, "cases"),
        "title": "Our figures",
        "sentence": f"{_day(period.first)} to {_day(period.last)}, both included.",
        "back": {"text": "Cases", "address": reverse("staff:cases")},
        "days": days,
        "period": period,
        "figures": [_figure(one) for one in known],
        "opened": _opened(known, request.POST.get("open", "")),
        "fewest": FEWEST,
        "share_from": SHARE_FROM,
    }
    return render(request, "staff/figures.html", context)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _figure(figure: Figure) -> dict[str, Any]:
    title, definition, whole, words = WORDS[figure.name]
    # By name, never by size.
    counts = sorted(figure.counts, key=lambda count: (not any(count.value), _words(count, words)))
    if figure.name in ("answered", "known", "reached", "modes", "trust"):
        counts = list(figure.counts)
    return {
        "title": title,
        "definition": definition,
        "rows": [
            {
                "words": _words(count, words),
                "number": written(count, whole),
                "key": f"{figure.name}:{'+'.join(count.value)}",
                "has_cases": bool(count.cases) or count.is_kept_back,
            }
            for count in counts
            if count.of
        ],
        "median": _median(figure.days),
    }


def _words(count: Count, words: Callable[[str], str]) -> str:
    return " and ".join(words(value) for value in count.value)


def written(count: Count, whole: str) -> str:
    if count.is_kept_back:
        return "not written"
    share = f", {count.share}\u00a0%" if count.share is not None else ""
    return f"{count.number} of {count.of} {whole}{share}"


def _median(days: float | None) -> str:
    if days is None:
        return ""
    within = f"{days:.0f} days" if days >= SAID_IN_DAYS else f"{24 * days:.0f} hours"
    return f"Half of those answered had their first answer within {within}."


def _opened(known: tuple[Figure, ...], key: str) -> dict[str, Any] | None:
    """The cases behind one number."""
    name, _colon, value = key.partition(":")
    found = [
        count for figure in known if figure.name == name for count in figure.counts if "+".join(count.value) == value
    ]
    if not found or not key:
        return None
    count, (title, _definition, _whole, words) = found[0], WORDS[name]
    rows = [
        {
            "state_shape": "ring",
            "state_word": {"case": "Case", "declined": "Declined"}.get(card.stage, "Request"),
            "codename": card.codename,
            "address": reverse("staff:dossier", args=[card.dossier]),
            "sentence": f", came {_day(timezone.localtime(card.received).date())}",
        }
        for card in sorted(count.cases, key=lambda card: card.codename)[:SHOWN]
    ]
    more = len(count.cases) - len(rows)
    return {
        "title": title,
        "rule": _words(count, words),
        "rows": rows,
        "more": f"{more} more; choose fewer days to see them" if more > 0 else "",
    }
