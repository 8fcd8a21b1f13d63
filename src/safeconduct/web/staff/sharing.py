"""Sharing parts of a dossier with another organisation: what stands, asking for a yes, making and ending a share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework, sharing
from safeconduct.intake.consent import Consent, Share, Terms
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import wrong
from safeconduct.web.staff import proving, sign_in_gate, wording
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.entry_wording import entry_in_words
from safeconduct.web.staff.forms import SharePassphrase, ShareTerms, ShareWords

Act = Callable[[], None]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """Asks for a yes, records one, or shares, as the pressed button says."""
    form = _terms_form(request, keyring)
    if request.method != "POST" or not form.is_valid():
        return _page(request, keyring, ref, form)
    typed, now = form.cleaned_data, timezone.now()
    terms = _terms(typed)
    verbs: dict[str, Act] = {
        "ask": lambda: sharing.ask_consent(ref, terms, keyring, at=now),
        "witness": lambda: sharing.witness_consent(ref, terms, typed["way"], typed["words"], keyring, at=now),
        "share": lambda: sharing.share(
            ref, terms, keyring, has_proved=proving.has_proved(request, typed["passphrase"]), at=now
        ),
    }
    try:
        verbs.get(request.POST.get("go", ""), verbs["ask"])()
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, keyring, ref, form)
    return _back(ref)


@require_POST
@for_members
def make(request: HttpRequest, keyring: Keyring, ref: str, consent: str) -> HttpResponse:
    """A share exactly as it was said yes to."""
    form, now = SharePassphrase(request.POST, prefix=consent), timezone.now()
    form.is_valid()
    try:
        proved = proving.has_proved(request, form.cleaned_data.get("passphrase", ""))
        sharing.share_as_agreed(ref, consent, keyring, has_proved=proved, at=now)
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    except Refused as refused:
        form.add_error("passphrase", str(refused))
        return _page(request, keyring, ref, _terms_form(request, keyring, bound=False), {consent: form})
    return _back(ref)


@require_POST
@for_members
def confirm(request: HttpRequest, keyring: Keyring, ref: str, consent: str) -> HttpResponse:
    sharing.confirm_consent(ref, consent, keyring, at=timezone.now())
    return _back(ref)


@require_POST
@for_members
def end(request: HttpRequest, keyring: Keyring, ref: str, share: str) -> HttpResponse:
    sharing.end_share(ref, share, keyring, at=timezone.now())
    return _back(ref)


@require_POST
@for_members
def write(request: HttpRequest, keyring: Keyring, ref: str, share: str) -> HttpResponse:
    form = ShareWords(request.POST, prefix=share)
    form.is_valid()
    try:
        sharing.write_to_partner(ref, share, form.cleaned_data.get("text", ""), keyring, at=timezone.now())
    except Refused as refused:
        form.add_error("text", str(refused))
        return _page(request, keyring, ref, _terms_form(request, keyring, bound=False), {share: form})
    return _back(ref)


def _back(ref: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:sharing", args=[ref]))


def _terms_form(request: HttpRequest, keyring: Keyring, *, bound: bool = True) -> ShareTerms:
    posted = request.POST if bound and request.method == "POST" else None
    others = [(office.ref, office.name) for office in lookup.offices() if office.ref != keyring.organisation]
    return ShareTerms(posted, organisations=others, needs_passphrase=proving.is_needed(request))


def _terms(typed: dict[str, Any]) -> Terms:
    return Terms(
        organisation=typed["organisation"],
        office=lookup.office_name(typed["organisation"]),
        parts=tuple(typed["parts"]),
        purpose=typed["purpose"],
        marking=typed["marking"],
        until=typed["until"].isoformat(),
    )


# The page


def _page(
    request: HttpRequest, keyring: Keyring, ref: str, form: ShareTerms, bound: dict[str, Any] | None = None
) -> HttpResponse:
    case, card = casework.open_case(ref, keyring, at=timezone.now())
    stands = case.sharing
    bound = bound or {}
    needs_passphrase = proving.is_needed(request)
    context = {
        **frame(keyring, "cases"),
        "title": card.codename,
        "sentence": "What others may read of this file, for how long, and on whose word.",
        "back": {"text": "Back to the file", "address": reverse("staff:dossier", args=[ref])},
        "form": form,
        "waiting": [
            {**_consent(one, ref, keyring), "form": bound.get(one.ref, SharePassphrase(prefix=one.ref))}
            for one in stands.to_be_made
        ],
        "needs_passphrase": needs_passphrase,
        "asked": [_consent(one, ref, keyring) for one in stands.consents if one.state in ("asked", "witnessed")],
        "over": [_consent(one, ref, keyring) for one in stands.consents if one.state in ("no", "withdrawn")],
        "shares": [_share(one, ref, case, bound) for one in reversed(stands.shares)],
        "nobody": ""
        if stands.about != "unaware"
        else "The person does not know of this yet: it is shared with nobody.",
    }
    return render(request, "staff/sharing.html", context)


def _what(terms: Terms) -> str:
    until = date_format(date.fromisoformat(terms.until), "j F Y")
    return f"{wording.parts_in_words(terms.parts)}; {wording.PURPOSES[terms.purpose]}; {terms.marking}; until {until}"


def _consent(consent: Consent, ref: str, keyring: Keyring) -> dict[str, Any]:
    shapes = {
        "asked": ("soon", "Asked"),
        "witnessed": ("soon", "One signature"),
        "yes": ("done", "Yes"),
        "no": ("ring", "No"),
        "withdrawn": ("ring", "Taken back"),
    }
    shape, word = shapes[consent.state]
    way = "on the page" if consent.way == "own" else wording.WAYS[consent.way]
    can_confirm = consent.state == "witnessed" and consent.witness != keyring.member
    return {
        "ref": consent.ref,
        "shape": shape,
        "word": word,
        "office": consent.terms.office,
        "what": _what(consent.terms),
        "note": f"{wording.moment(consent.at)}, {way}",
        "confirm_address": reverse("staff:confirm_consent", args=[ref, consent.ref]) if can_confirm else "",
        "make_address": reverse("staff:make_share", args=[ref, consent.ref]),
    }


def _share(share: Share, ref: str, case: CaseFile, bound: dict[str, Any]) -> dict[str, Any]:
    reads = share.reads_on(timezone.now().date())
    ended = f"ended {wording.moment(share.ended)}" if share.ended else "" if reads else "its last day has passed"
    letters = [entry for entry in case.entries if getattr(entry, "data", {}).get("share") == share.ref]
    received = next((entry for entry in letters if entry.kind == "share_received"), None)
    receipt = f"received {wording.moment(received.at)}, by {received.by.post_name}" if received else "not opened yet"
    return {
        "shape": "done" if reads else "ring",
        "word": "Reads" if reads else "Ended",
        "office": share.terms.office,
        "what": _what(share.terms),
        "note": "; ".join(part for part in (f"since {wording.moment(share.since)}", ended, receipt) if part),
        "letters": [entry_in_words(entry, unsigned=case.unsigned) for entry in letters if entry.kind == "share_note"],
        "end_address": reverse("staff:end_share", args=[ref, share.ref]) if reads else "",
        "write": {
            "form": bound.get(share.ref, ShareWords(prefix=share.ref)),
            "address": reverse("staff:write_to_partner", args=[ref, share.ref]),
            "button": f"Send to {share.terms.office}",
        }
        if reads
        else None,
    }
