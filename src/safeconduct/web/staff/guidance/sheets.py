"""Action sheets and the pack of the first week: the list by audience, and one of them with what each point rests on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.guidance.action_sheet import DEFENDERS, DIPLOMATS, OUR_PROPOSAL, ActionSheet, SheetPoint, cautions
from safeconduct.guidance.instrument import version_of
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.staff.door import for_members, frame

AUDIENCES = {
    DIPLOMATS: ("For people at a mission", "Those that fit are offered on each case"),
    DEFENDERS: ("For defenders", "To hand on"),
}


@require_safe
@for_members
def sheets(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    context = {
        **frame(keyring, "cases"),
        "title": "Action sheets",
        "sentence": "Short, in our own words, each point with what it rests on.",
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "sections": [
            {
                "title": title,
                "rule": rule,
                "links": [_link_to(one) for one in the_register().sheets if one.audience == audience],
            }
            for audience, (title, rule) in AUDIENCES.items()
        ],
    }
    return render(request, "staff/guidance.html", context)


def _link_to(sheet: ActionSheet) -> dict[str, str]:
    return {"text": sheet.title, "address": reverse("staff:sheet", args=[sheet.id])}


@require_safe
@for_members
def sheet(request: HttpRequest, keyring: Keyring, sheet_id: str) -> HttpResponse:
    one = next((one for one in the_register().sheets if one.id == sheet_id), None)
    if one is None:
        raise NotFound
    context = {
        **frame(keyring, "cases"),
        "title": one.title,
        "sentence": AUDIENCES[one.audience][0] + ".",
        "back": {"text": "Action sheets", "address": reverse("staff:sheets")},
        "sections": [
            {"title": "Points", "remarked": [_point(point) for point in one.points]},
            {
                "title": "Source",
                "words": [one.source.remark],
                "doubts": cautions(one, today=timezone.localdate()),
            },
        ],
    }
    return render(request, "staff/guidance.html", context)


def _point(point: SheetPoint) -> dict[str, Any]:
    rests = "; ".join(dict.fromkeys(rests_on_in_words(one) for one in point.rests_on))
    return {"says": point.says, "remarks": [f"Rests on {rests}." if rests else OUR_PROPOSAL]}


def rests_on_in_words(entry: str) -> str:
    """A commitment by its text and clause, a good practice by its name."""
    register = the_register()
    commitment = next((one for one in register.commitments if one.id == entry), None)
    if commitment is None:
        return next(f"good practice: {one.name}" for one in register.practices if one.id == entry)
    named = version_of(register.instruments, commitment.version)
    title = named[0].title if named else ""
    return f"{title}, {commitment.clause}"
