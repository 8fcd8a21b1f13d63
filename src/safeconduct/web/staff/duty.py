"""Who is on duty in the next fourteen days, and how much each post holds."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.desk import rostering
from safeconduct.access.keyring import Keyring
from safeconduct.access.roster import LARGEST_LIMIT, days_from, is_over
from safeconduct.cases.desk import casework
from safeconduct.cases.relief import load
from safeconduct.cases.request_card import RequestCard
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.door import for_members, frame


class DutyDays(forms.Form):
    days = forms.MultipleChoiceField(
        label=_("Days on which your post is on duty"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("One of these days is not among the next fourteen. Choose from the list.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = choices


class Limit(forms.Form):
    at_most = forms.IntegerField(
        label=_("Warn your post when it holds more than"),
        help_text=_("Open requests and cases. Leave it empty to be warned of nothing."),
        required=False,
        min_value=1,
        max_value=LARGEST_LIMIT,
        error_messages={
            "invalid": _("This is not a number. Type one like 12, or leave it empty."),
            "min_value": _("A limit is at least 1. Leave it empty to be warned of nothing."),
            "max_value": _("A limit is at most 999. Type a smaller one."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def duty(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    today, go = timezone.localdate(), request.POST.get("go", "")
    on = rostering.roster(keyring.organisation, today=today)
    names = lookup.post_names(keyring.organisation)
    mine = [day.isoformat() for day, posts in on.items() if keyring.post in posts]
    days = DutyDays(
        request.POST if go == "days" else None,
        prefix="duty",
        choices=[_day(day, on.get(day, frozenset()), names) for day in days_from(today)],
        initial={"days": mine},
    )
    limits = rostering.limits(keyring.organisation)
    limit = Limit(
        request.POST if go == "limit" else None, prefix="limit", initial={"at_most": limits.get(keyring.post)}
    )
    try:
        if go == "days" and days.is_valid():
            chosen = frozenset(date.fromisoformat(day) for day in days.cleaned_data["days"])
            rostering.set_days(chosen, keyring, today=today, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:duty"))
        if go == "limit" and limit.is_valid():
            rostering.set_limit(limit.cleaned_data["at_most"], keyring, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:duty"))
    except Refused as refused:
        (days if go == "days" else limit).add_error(None, str(refused))
    context = {
        **frame(keyring, "today"),
        "title": "Duty and load",
        "sentence": on_duty_in_words(on.get(today, frozenset()), names),
        "back": {"text": "Today", "address": reverse("staff:today")},
        "days": {"form": days, "button": "Keep these days", "go": "days", "first": True},
        "limit": {"form": limit, "button": "Keep this limit", "go": "limit"},
        "loads": _loads(keyring, names, limits),
    }
    return render(request, "staff/duty.html", context)


def on_duty_in_words(posts: frozenset[str], names: dict[str, str]) -> str:
    known = sorted(names[post] for post in posts if post in names)
    return f"On duty today: {', '.join(known)}." if known else "Nobody is on duty today."


def for_today(keyring: Keyring, cards: tuple[RequestCard, ...]) -> dict[str, str]:
    """For the page of today: who is on duty, and a warning where the reader's own post holds more than it set."""
    today, limits = timezone.localdate(), rostering.limits(keyring.organisation)
    posts = rostering.roster(keyring.organisation, today=today).get(today, frozenset())
    held = load(cards)
    over = is_over(keyring.post, held=held, limits=limits)
    return {
        "text": on_duty_in_words(posts, lookup.post_names(keyring.organisation) if posts else {}),
        "warning": f"Your post holds {held[keyring.post]} open files, more than the {limits[keyring.post]} that it set."
        if over
        else "",
    }


def _day(day: date, posts: frozenset[str], names: dict[str, str]) -> tuple[str, str]:
    known = ", ".join(sorted(names[post] for post in posts if post in names))
    return day.isoformat(), f"{date_format(day, 'l j F')}\n{known or 'Nobody yet'}"


def _loads(keyring: Keyring, names: dict[str, str], limits: dict[str, int]) -> list[dict[str, str]]:
    """Only what the reader's own cards show: of other compartments nothing is counted."""
    held = load(casework.cards(keyring, at=timezone.now())[0])
    rows = []
    for post in sorted({*held, *limits, keyring.post} & names.keys(), key=lambda one: names[one].casefold()):
        over = is_over(post, held=held, limits=limits)
        limit = f"; it set {limits[post]}" if post in limits else ""
        rows.append(
            {
                "shape": "soon" if over else "done" if post in limits else "ring",
                "word": "More than set" if over else "Within" if post in limits else "No limit",
                "text": f"{names[post]} holds {held[post] or 'nothing'}{limit}.",
            }
        )
    return rows
