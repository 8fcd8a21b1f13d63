"""Like cases of one case, with the reason why it was treated differently; and all that differ without a reason."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework, comparing
from safeconduct.cases.unlike_case import differing_without_reason
from safeconduct.guidance.register import action_kinds
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import wording
from safeconduct.web.staff.case import like_wording
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import words

SHOWN = 25
DECISIONS = 200
"""How many decided cases one page of the list looks at."""


class WhyUnlike(forms.Form):
    reason = words(
        _("Why this case is treated differently"),
        help_text=_("A fact of this case, without a name of anybody else."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    now = timezone.now()
    form = WhyUnlike(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            comparing.explain_difference(ref, form.cleaned_data["reason"], keyring, at=now)
            return HttpResponseRedirect(reverse("staff:like_cases", args=[ref]))
        except Refused as refused:
            form.add_error("reason", str(refused))
    case, _card = casework.open_case(ref, keyring, at=now)
    compared = comparing.compared(case, comparing.decided_cases(keyring, at=now), at=now)
    before = comparing.refusal_before_decision(case)
    needs_reason = bool(compared.difference.codes) and not before
    context = {
        **case_frame(case, keyring, "Like cases", "Another treatment is allowed and needs a written reason."),
        "like": like_wording.shown(compared, at_most=SHOWN) | ({"differs": []} if before else {}),
        "before": before.sentence if before else "",
        "reasons": _reasons(case),
        "lessons_address": reverse("staff:case_lessons", args=[ref]),
        "part": {"form": form or WhyUnlike(), "button": "Keep the reason", "first": True}
        if needs_reason or (form and form.errors)
        else None,
        "rules": like_wording.rules(),
    }
    return render(request, "staff/case/like_cases.html", context)


def _reasons(case: CaseFile) -> list[dict[str, Any]]:
    """Each that was written, with a decision or afterwards, newest first."""
    found = []
    for entry in reversed(case.written):
        if entry.kind == "decided":
            found += [(entry, reason) for reason in dict.fromkeys(entry.data["unlike"].values())]
        elif entry.kind == "difference_explained":
            found.append((entry, entry.data["reason"]))
    return [{"when": f"{wording.moment(entry.at)}, {entry.by.post_name}", "text": text} for entry, text in found]


@require_safe
@for_members
def differences(request: HttpRequest, keyring: Keyring, number: int = 1) -> HttpResponse:
    """Over the cases that the member may open, DECISIONS of them on each page; made from the cards alone."""
    among = comparing.decided_cases(keyring, at=timezone.now())
    number = max(number, 1)
    start, stop = (number - 1) * DECISIONS, number * DECISIONS
    found = differing_without_reason(among, action_kinds(), start=start, stop=stop)
    context = {
        **frame(keyring, "cases"),
        "title": "Differences without a reason",
        "sentence": "Decided cases that were treated otherwise than comparable ones, where nobody has written why.",
        "back": {"text": "Cases", "address": reverse("staff:cases")},
        "rows": [like_wording.gap_row(one) for one in found],
        "empty": like_wording.no_gaps(len(among), start),
        "earlier": reverse("staff:differences_before", args=[number + 1]) if len(among) > stop else "",
        "rules": like_wording.rules(),
    }
    return render(request, "staff/case/differences.html", context)
