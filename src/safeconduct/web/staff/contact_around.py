"""Contact with defenders before and after a handover, in two equal periods, as counts and nothing more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.contact_around import ContactCount
from safeconduct.coordination.desk import comparing_contact
from safeconduct.coordination.desk.comparing_contact import Compared
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
