"""Where the organisation is told by mail that something may be waiting."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.desk import noticing
from safeconduct.access.keyring import Keyring
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.forms import Notices


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def notices(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = Notices(request.POST if request.method == "POST" else None, initial={"address": _kept(keyring)})
    if request.method == "POST" and form.is_valid():
        try:
            noticing.set_notice_address(form.cleaned_data["address"], keyring, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:notices"))
        except Refused as refused:
            form.add_error("address", str(refused))
    refusal = noticing.refusal_to_setting_address(keyring)
    context = {
        **frame(keyring, "cases"),
        "part": {"form": form, "button": "Keep this address", "first": True, "refusal": refusal and refusal.sentence},
        "kept": _kept(keyring),
        "is_served": settings.SAFECONDUCT_MAIL["server"] is not None,
    }
    return render(request, "staff/notices.html", context)


def _kept(keyring: Keyring) -> str:
    return noticing.notice_address(keyring.organisation)
