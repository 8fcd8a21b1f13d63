"""Take everything out that one may open: the most dangerous file of the house, made only while it is sent."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.dossiers import lookup
from safeconduct.reports import desk
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import wrong
from safeconduct.web.staff import proving, sign_in_gate
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.forms import Export


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def export(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = Export(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, keyring, form)
    typed, now = form.cleaned_data, timezone.now()
    try:
        has_proved = proving.has_proved(request, typed["passphrase"])
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    try:
        pieces = desk.export_everything(
            keyring, typed["reason"], with_identity=typed["with_identity"], has_proved=has_proved, at=now
        )
    except Refused as refused:
        form.add_error("reason" if has_proved else "passphrase", str(refused))
        return _page(request, keyring, form)
    return _to_be_saved(pieces, f"export-{timezone.localdate(now).isoformat()}.zip")


def _to_be_saved(pieces: Iterator[bytes], name: str) -> HttpResponse:
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: HttpRequest, keyring: Keyring, form: Export) -> HttpResponse:
    context = {
        **frame(keyring, "cases"),
        "back": {"text": "Cases", "address": reverse("staff:cases")},
        "form": form,
        "number": len(lookup.granted_to(keyring.compartments)),
    }
    return render(request, "staff/export.html", context)
