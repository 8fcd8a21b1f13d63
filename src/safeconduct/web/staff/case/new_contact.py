"""Telling the person who their contact is now, in a way that they agreed to; what they answer, and who keeps it after a no."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework
from safeconduct.cases.handover import NO, TOLD, UNTOLD, YES, Offer, refusal_to_keeping, standing_offer
from safeconduct.coordination.desk import handing_over
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.acting_forms import CHANNEL_WORDS
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import words


class TellContact(forms.Form):
    way = forms.ChoiceField(
        label=_("How they are told"),
        help_text=_("Only what the person agreed to is offered."),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("The person did not agree to this way. Choose one of the list.")},
    )
    text = words(_("The words"), help_text=_("In their language. Name nobody whom it could harm to be named."))

    def __init__(self, *args: Any, ways: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way, CHANNEL_WORDS[way]) for way in ways]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def new_contact(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    ways, go = handing_over.ways_to_tell(case), request.POST.get("go", "")
    form = TellContact(request.POST if go == "tell" else None, ways=ways, initial={"way": ways[0] if ways else ""})
    problem = ""
    if request.method == "POST" and (go != "tell" or form.is_valid()):
        try:
            _do(go, form, ref, request, keyring)
            return HttpResponseRedirect(reverse("staff:new_contact", args=[ref]))
        except Refused as refused:
            problem = str(refused)
            if go == "tell":
                form.add_error(None, problem)
                problem = ""
    return _page(request, case, keyring, form, problem=problem)


def _do(go: str, form: TellContact, ref: str, request: HttpRequest, keyring: Keyring) -> None:
    now = timezone.now()
    if go == "tell":
        handing_over.tell_contact(ref, form.cleaned_data["way"], form.cleaned_data["text"], keyring, at=now)
    elif go == "keep":
        handing_over.keep(ref, keyring, at=now)
    else:
        handing_over.note_answer(ref, request.POST.get("answer", ""), keyring, at=now)


def _page(request: HttpRequest, case: CaseFile, keyring: Keyring, form: TellContact, *, problem: str) -> HttpResponse:
    offer = standing_offer(case.written)
    names = lookup.post_names(keyring.organisation)
    settled = offer if offer and offer.is_settled else None
    context = {
        **case_frame(case, keyring, "New contact", _sentence(offer, names)),
        "problem": problem,
        "unsafe": case.contact.get("unsafe", ""),
        "safe_hours": case.contact_wish.get("safe_hours", ""),
        "ways": bool(form.fields["way"].choices),
        "part": {"form": form, "button": "Tell them", "go": "tell", "first": True}
        if settled and settled.contact == UNTOLD
        else None,
        "asks": settled is not None and settled.contact in (TOLD, NO),
        "said_no": settled is not None and settled.contact == NO,
        "may_keep": refusal_to_keeping(offer, post=keyring.post, on=timezone.localdate()) is None,
    }
    return render(request, "staff/case/new_contact.html", context)


def _sentence(offer: Offer | None, names: dict[str, str]) -> str:
    if offer is None:
        return "This case was not handed over."
    if not offer.is_settled:
        return f"Offered to {names.get(offer.to_post, '')}; nobody has accepted it yet."
    holder = f"{names.get(offer.post, '')} holds it now."
    said = {
        UNTOLD: "The person does not know it yet.",
        TOLD: "The person was told; what they say is not written down yet.",
        YES: "The person accepts it.",
        NO: "The person does not accept it: they are asked again, or another post keeps it.",
    }
    return f"{holder} {said[offer.contact]}"
