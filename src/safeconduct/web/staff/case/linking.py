"""A link by which a source answers one question: made and shown once, or withdrawn."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework, linking
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import doing
from safeconduct.web.staff.case import verifying
from safeconduct.web.staff.case.link_address import link_address
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.case.verifying_forms import LinkForm
from safeconduct.web.staff.door import for_members


@require_POST
@for_members
def make(request: HttpRequest, keyring: Keyring, ref: str, question: str) -> HttpResponse:
    form = LinkForm(request.POST)
    now = timezone.now()
    if form.is_valid():
        typed = form.cleaned_data
        try:
            doing.pass_ticked(form, ref, keyring, at=now)
            token = linking.make_link(ref, question, typed["until"], keyring, at=now)
            address = link_address(request, f"/{typed['language']}/l/{token}/")
            return _shown_once(request, keyring, ref, address, typed["until"])
        except Refused as refused:
            doing.say_why(form, refused, "until")
    case, _ = casework.open_case(ref, keyring, at=now)
    return verifying.shown(request, keyring, case, {f"link-{question}": form})


@require_POST
@for_members
def withdraw(request: HttpRequest, keyring: Keyring, ref: str, link: str) -> HttpResponse:
    linking.withdraw_link(ref, link, keyring, at=timezone.now())
    return HttpResponseRedirect(reverse("staff:verification", args=[ref]) + "#questions")


def _shown_once(request: HttpRequest, keyring: Keyring, ref: str, address: str, until: date) -> HttpResponse:
    case, _ = casework.open_case(ref, keyring, at=timezone.now())
    sentence = f"It is shown once and good for one answer, until {date_format(until, 'j F Y')}."
    context = {
        **case_frame(case, keyring, "Give this link to the source", sentence),
        "address": address,
        "next_address": reverse("staff:verification", args=[ref]) + "#questions",
    }
    return render(request, "staff/case/link_once.html", context)
