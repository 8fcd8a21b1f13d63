"""Contact before need: what a group plans with defenders of its regions, what was made of it, and what is late."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging, keeping_contact
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.planned_contact import PLANNED, ContactPlan, planned_contacts
from safeconduct.coordination.region import regions
from safeconduct.web.staff import doing
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.coordination.region_wording import contact_row, titles
from safeconduct.web.staff.coordination.trip_forms import ContactForm, GiveUpForm, MadeForm
from safeconduct.web.staff.door import for_members, frame

ENDS = {"made": MadeForm, "given_up": GiveUpForm}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Plan a contact, or say of one that it was made or is given up."""
    now, go, contact = timezone.now(), request.POST.get("go", ""), request.POST.get("contact", "")
    one = belonging.open_group(group, keyring, at=now)
    form = ContactForm(request.POST if go == "plan" else None, prefix="plan", regions=titles(regions(one.written)))
    end = ENDS[go](request.POST, prefix=f"{go}-{contact}") if go in ENDS else None
    if _is_planned(group, form, keyring, now) or (end and _is_ended(group, contact, end, keyring, now)):
        return HttpResponseRedirect(reverse("staff:contacts", args=[group]))
    return _page(request, keyring, one, form, end, at=now)


def _is_planned(group: str, form: ContactForm, keyring: Keyring, at: datetime) -> bool:
    def plan(typed: dict[str, Any]) -> None:
        told = (typed["region"], typed["whom"], typed["way"], typed["by"])
        keeping_contact.plan_contact(group, *told, keyring, at=at)

    return doing.is_done(form, plan)


def _is_ended(group: str, contact: str, form: MadeForm | GiveUpForm, keyring: Keyring, at: datetime) -> bool:
    def end(typed: dict[str, Any]) -> None:
        if isinstance(form, MadeForm):
            keeping_contact.made_contact(group, contact, typed["on"], keyring, at=at)
        else:
            keeping_contact.give_up_contact(group, contact, typed["why"], keyring, at=at)

    return doing.is_done(form, end)


def _page(
    request: HttpRequest,
    keyring: Keyring,
    one: OpenGroup,
    form: ContactForm,
    end: MadeForm | GiveUpForm | None,
    *,
    at: datetime,
) -> HttpResponse:
    today, group, known = timezone.localdate(at), one.group.ref, planned_contacts(one.written)
    named = titles(regions(one.written))
    still = [each for each in known if each.state == PLANNED]
    over = [each for each in reversed(known) if each.state != PLANNED]
    context = {
        **frame(keyring, "groups"),
        "title": "Contact before need",
        "sentence": _sentence(still, on=today),
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "parts": parts_of_group(group, "contacts"),
        # What was ended already has no form any more that could say so.
        "problem": " ".join(end.non_field_errors()) if end and not _has_row(end, still) else "",
        "rows": [_row(each, named, end, keyring, on=today) for each in still],
        "over": [contact_row(each, named, on=today) for each in over],
        "part": {"form": form, "button": "Plan it", "go": "plan", "first": True} if named else None,
        "name_address": reverse("staff:coverage", args=[group]) + "#name",
    }
    return render(request, "staff/coordination/contacts.html", context)


def _has_row(end: MadeForm | GiveUpForm, still: list[ContactPlan]) -> bool:
    return end.prefix in {f"{go}-{one.ref}" for go in ENDS for one in still}


def _sentence(still: list[ContactPlan], *, on: date) -> str:
    if not still:
        return "No contact is planned. Whoever is known before an alarm can be helped sooner."
    late = sum(each.is_late(on) for each in still)
    told = "One contact is planned." if len(still) == 1 else f"{len(still)} contacts are planned."
    return told if not late else f"{told} {'One is' if late == 1 else f'{late} are'} late."


def _row(
    one: ContactPlan, named: dict[str, str], end: MadeForm | GiveUpForm | None, keyring: Keyring, *, on: date
) -> dict[str, Any]:
    row = {**contact_row(one, named, on=on), "contact": one.ref, "is_ours": one.organisation == keyring.organisation}
    for go, kind in ENDS.items():
        prefix = f"{go}-{one.ref}"
        row[go] = end if end is not None and end.prefix == prefix else kind(prefix=prefix)
    return row
