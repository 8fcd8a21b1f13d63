"""Before which groups a case stands: put it there as a card, and take out what stands there."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework
from safeconduct.coordination.desk import belonging, putting_in
from safeconduct.intake.consent import before_groups
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.addressing import AddressedForm
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.coordination import hearing_wording
from safeconduct.web.staff.door import for_members


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """Puts a card in or takes something out, as the pressed button says."""
    now, go = timezone.now(), request.POST.get("go", "")
    groups, _letters = belonging.groups(keyring, at=now)
    form = AddressedForm(groups, keyring.organisation, request.POST if go == "put" else None)
    if go == "take_out":
        putting_in.take_out(ref, request.POST.get("item", ""), keyring, at=now)
        return HttpResponseRedirect(reverse("staff:case_groups", args=[ref]))
    if go == "put" and form.is_valid():
        try:
            if to := form.addressed():
                putting_in.put_card(ref, to, keyring, at=now)
                return HttpResponseRedirect(reverse("staff:case_groups", args=[ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    case, _card = casework.open_case(ref, keyring, at=now)
    context = {
        **case_frame(
            case, keyring, "Before groups", "A group sees the codename and coded facts, never a name or a text."
        ),
        "rows": _rows(case),
        "part": {"form": form, "button": "Put it before the group", "go": "put", "first": True} if groups else None,
        "groups_address": reverse("staff:groups"),
    }
    return render(request, "staff/case/groups.html", context)


def _rows(case: CaseFile) -> list[dict[str, Any]]:
    known = hearing_wording.by_ref(case.written)
    return [
        {
            "item": item.ref,
            "kind": "Hearing" if item.hearing else "Lesson" if item.is_lesson else "Card",
            "group": item.group_name,
            "what": hearing_wording.where(known[item.hearing].sitting) if item.hearing in known else "",
            "readers": ", ".join(item.offices),
        }
        for item in before_groups(case.written)
        if not item.outside
    ]
