"""Contact with defenders before and after a handover, and over all handovers, in equal periods, as counts and nothing more."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.contact_around import LONGEST, ContactCount, ContactsCounted
from safeconduct.coordination.desk import comparing_contact
from safeconduct.coordination.desk.comparing_contact import Compared
from safeconduct.reports.figures import FEWEST, is_small
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.door import for_members, frame


@require_safe
@for_members
def page(request: HttpRequest, keyring: Keyring, handover: str) -> HttpResponse:
    context: dict[str, Any] = {
        **frame(keyring, "today"),
        "title": "Contact before and after",
        "sentence": "Days with contact, counted in two equal periods. A count says nothing of why.",
        "back": {"text": "Handover", "address": reverse("staff:handover", args=[handover])},
        "refusal": "",
    }
    try:
        context |= _shown(comparing_contact.compare(handover, keyring, at=timezone.now()))
    except Refused as refused:
        context["refusal"] = str(refused)
    return render(request, "staff/coordination/contact_around.html", context)


def _shown(compared: Compared) -> dict[str, Any]:
    counted = [around for _ref, _name, around in compared.cases]
    return {
        "changed_on": date_format(compared.changed_on, "j F Y"),
        "days": compared.length.days,
        "rows": [_row(ref, codename, around, compared) for ref, codename, around in compared.cases],
        "before": sum(around.before for around in counted),
        "after": sum(around.after for around in counted),
        "dialogues": compared.dialogues,
    }


def _row(ref: str, codename: str, around: ContactCount, compared: Compared) -> dict[str, Any]:
    """A case that began within the first period had fewer days in it."""
    first = compared.changed_on - compared.length
    is_young = around.began is not None and around.began > first
    note = f"Began {date_format(around.began, 'j F Y')}" if is_young else ""
    address = reverse("staff:dossier", args=[ref])
    return {"codename": codename, "address": address, "before": around.before, "after": around.after, "note": note}


@require_safe
@for_members
def over_all(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """Of all handovers whose cases the reader holds."""
    counted = comparing_contact.compare_all(keyring, at=timezone.now())
    context: dict[str, Any] = {
        **frame(keyring, "today"),
        "title": "Contact around all handovers",
        "sentence": "In how many cases there was contact before somebody left, and after. A count says nothing of why.",
        "back": {"text": "Handover", "address": reverse("staff:handovers")},
        "sections": _sections(counted),
    }
    return render(request, "staff/guidance.html", context)


def _sections(counted: ContactsCounted) -> list[dict[str, Any]]:
    cases = {
        "title": "Cases that changed hands",
        "rule": f"In two equal periods, up to the last day and after it: each as long as it is since that day, {LONGEST.days} days at most",
        "words": _sentences(counted),
        "doubts": [
            "Of the last two years, and of the cases that your post can open; one that changed hands twice counts twice. "
            f"A number below {FEWEST} that is not 0, or one that leaves so few of its whole, is not written."
        ],
    }
    links = [_link(handover, day) for handover, day in counted.changes]
    return [cases, {"title": "Each handover", "rule": "Case by case", "links": links}] if links else [cases]


def _link(handover: str, day: date) -> dict[str, str]:
    text = f"Last day {date_format(day, 'j F Y')}"
    return {"text": text, "address": reverse("staff:contact_around", args=[handover])}


def _sentences(counted: ContactsCounted) -> list[str]:
    if not counted.changes:
        return ["No handover is two weeks old yet. There is nothing to compare."]
    if is_small(counted.cases):
        return [f"Fewer than {FEWEST} cases changed hands. So few are not counted together."]
    silent = _of(counted.fell_silent, counted.cases)
    return [
        f"Changed hands: {counted.cases}.",
        f"With contact before: {_of(counted.before, counted.cases)}.",
        f"With contact after: {_of(counted.after, counted.cases)}.",
        f"With contact before and none after: {silent}.",
    ]


def _of(number: int, cases: int) -> str:
    return "not written" if is_small(number) or is_small(cases - number) else str(number)
