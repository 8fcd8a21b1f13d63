"""Good practices: the register, one of them with what did not work beside it, adopting it, and the queue of the point."""

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
from safeconduct.access.adoption import Adoption, queue, times_adopted
from safeconduct.access.desk import adopting
from safeconduct.access.keyring import Keyring
from safeconduct.guidance.practice import Practice, cautions
from safeconduct.guidance.register import action_kinds, the_register
from safeconduct.vocabulary.place_name import country_name
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import Country, Day

NOBODY_SAID = (
    "Nobody has written down what did not work. That is a gap, and no praise: tell whoever keeps the register."
)


class Adopt(forms.Form):
    country = Country(_("Country for which it is planned"))
    due_on = Day(_("To be done by"), required=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def practices(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """A post ends an item of the queue, or makes the reader's post the point for good practices."""
    problem = ""
    if request.method == "POST":
        problem = _done(request, keyring)
        if not problem:
            return HttpResponseRedirect(reverse("staff:practices"))
    known = {one.id: one for one in the_register().practices}
    planned = adopting.adoptions(keyring.organisation)
    point = lookup.post_names(keyring.organisation).get(adopting.point(keyring.organisation), "")
    times = times_adopted(planned)
    today = timezone.localdate()
    context = {
        **frame(keyring, "cases"),
        "title": "Good practices",
        "sentence": f"{point} looks after them." if point else "No post looks after them yet.",
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "problem": problem,
        "queue": [_item(one, known, today) for one in queue(planned)],
        "is_point": adopting.point(keyring.organisation) == keyring.post,
        "rows": [
            {
                "state_shape": "done" if times[one.id] else "ring",
                "state_word": f"Adopted {times[one.id]} times"
                if times[one.id] > 1
                else "Adopted once"
                if times[one.id]
                else "Not adopted",
                "sentence": one.name,
                "reason": one.context,
                "verb": "Read",
                "verb_about": one.name,
                "verb_address": reverse("staff:practice", args=[one.id]),
            }
            for one in sorted(known.values(), key=lambda one: one.name.casefold())
        ],
    }
    return render(request, "staff/practices.html", context)


def _done(request: HttpRequest, keyring: Keyring) -> str:
    """What was asked, or the sentence of its refusal."""
    today, now, asked = timezone.localdate(), timezone.now(), request.POST
    try:
        if asked.get("go") == "point":
            adopting.take_point(keyring, at=now)
        else:
            outcome, _colon, ref = asked.get("end", "").partition(":")
            adopting.end_adoption(ref, outcome, keyring, today=today, at=now)
    except Refused as refused:
        return str(refused)
    return ""


def _item(one: Adoption, known: dict[str, Practice], today: date) -> dict[str, Any]:
    name = known[one.practice].name if one.practice in known else one.practice
    is_late = one.due_on < today
    return {
        "ref": one.ref,
        "shape": "late" if is_late else "ring",
        "word": "Late" if is_late else "Planned",
        "text": f"{name}: {country_name(one.country)}, by {date_format(one.due_on, 'j F Y')}",
        "about": f"{name}, {country_name(one.country)}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def practice(request: HttpRequest, keyring: Keyring, practice_id: str) -> HttpResponse:
    """A post adopts it: a plan item for a country."""
    known = {one.id: one for one in the_register().practices}
    if practice_id not in known:
        raise NotFound
    form = Adopt(request.POST if request.method == "POST" else None)
    today = timezone.localdate()
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            adopting.adopt(
                practice_id, typed["country"], typed["due_on"], keyring, known=known, today=today, at=timezone.now()
            )
            return HttpResponseRedirect(reverse("staff:practices"))
        except Refused as refused:
            form.add_error(None, str(refused))
    one = known[practice_id]
    context = {
        **frame(keyring, "cases"),
        "title": one.name,
        "sentence": one.context,
        "back": {"text": "Good practices", "address": reverse("staff:practices")},
        "sections": [
            *_sections(one, today),
            {
                "title": "Adopt it",
                "rule": "It goes into the queue of the post that looks after good practices",
                "part": {"form": form, "button": "Adopt", "first": True},
            },
        ],
    }
    return render(request, "staff/guidance.html", context)


def _sections(one: Practice, today: date) -> list[dict[str, Any]]:
    actions = action_kinds()
    return [
        {"title": "How", "rule": "Our proposal", "numbered": one.steps},
        {"title": "What did not work", "points": one.did_not_work, "words": () if one.did_not_work else (NOBODY_SAID,)},
        {"title": "What falls short", "points": one.shortcomings},
        {"title": "To adapt it", "words": [one.adaptation]},
        {"title": "Steps of the catalogue", "points": [actions[kind].name for kind in one.actions]},
        {
            "title": "Source",
            "links": [{"text": one.source.remark, "address": one.source.address, "is_outside": True}],
            "doubts": cautions(one, today=today),
        },
    ]
