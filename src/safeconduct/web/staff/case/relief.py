"""Who holds a case: hand it off, take it over; and the warning before a telling that is hard to read."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.content_warning import WARNINGS, content_warning
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import relief as desk
from safeconduct.cases.handover import standing_offer
from safeconduct.cases.relief import holding, refusal_to_asking_relief, refusal_to_taking
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members


class ContentWarning(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("What makes it hard to read"),
        help_text=_("The telling is then folded until somebody opens it. Without a tick nothing warns."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("One of these is not on the list. Choose from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = choices_of(WARNINGS)


@require_POST
@for_members
def ask_relief(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    desk.ask_relief(ref, keyring, at=timezone.now())
    return HttpResponseRedirect(reverse("staff:dossier", args=[ref]))


@require_POST
@for_members
def take(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    desk.take(ref, keyring, at=timezone.now())
    return HttpResponseRedirect(reverse("staff:dossier", args=[ref]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def warning(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    standing = {"kinds": list(content_warning(case.written))}
    form = ContentWarning(request.POST if request.method == "POST" else None, initial=standing)
    if request.method == "POST" and form.is_valid():
        try:
            desk.warn_of_content(ref, tuple(form.cleaned_data["kinds"]), keyring, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:dossier", args=[ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        **case_frame(case, keyring, "Warn before the telling", "For colleagues who will read it after you."),
        "part": {"form": form, "button": "Keep it", "first": True},
    }
    return render(request, "staff/case/content_warning.html", context)


def held_by(case: CaseFile, keyring: Keyring) -> dict[str, Any]:
    """Beside the case: which post holds it, and the one button that fits."""
    holds, offer = holding(case.written), standing_offer(case.written)
    may_take = refusal_to_taking(holds, post=keyring.post) is None
    may_ask = refusal_to_asking_relief(holds, post=keyring.post) is None
    kept = "Keep it after all" if holds.post == keyring.post else "Take it over" if holds.post else "Take it"
    asked = " It asks to be relieved." if holds.asked else ""
    return {
        "shape": "soon" if holds.asked else "done" if holds.post else "gap",
        "word": "Asks" if holds.asked else "Held" if holds.post else "Nobody",
        "text": f"{holds.post_name}.{asked}" if holds.post else "No post holds it yet.",
        "contact": reverse("staff:new_contact", args=[case.ref]) if offer and offer.is_settled else None,
        "take": {"address": reverse("staff:take", args=[case.ref]), "text": kept} if may_take else None,
        "hand_off": {"address": reverse("staff:ask_relief", args=[case.ref]), "text": "Hand me off"}
        if may_ask
        else None,
    }
