"""What another organisation shares with this one: read it, save its files, write back."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import receiving
from safeconduct.cases.received import Received
from safeconduct.intake.consent import Terms
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import wrong
from safeconduct.web.staff import proving, sign_in_gate, wording
from safeconduct.web.staff.case import verifying_wording
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.entry_wording import entry_in_words
from safeconduct.web.staff.forms import Reveal, ShareWords
from safeconduct.web.staff.saving import to_be_saved


@require_safe
@for_members
def read(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    return _page(request, keyring, ref)


@require_POST
@for_members
def write(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = ShareWords(request.POST, prefix="letter")
    form.is_valid()
    try:
        receiving.write_back(ref, form.cleaned_data.get("text", ""), keyring, at=timezone.now())
    except Refused as refused:
        form.add_error("text", str(refused))
        return _page(request, keyring, ref, letter=form)
    return HttpResponseRedirect(reverse("staff:received", args=[ref]))


@require_safe
@for_members
def file(request: HttpRequest, keyring: Keyring, ref: str, seq: int) -> HttpResponse:
    sealed, chunks = receiving.open_file(ref, seq, keyring, at=timezone.now())
    return to_be_saved(sealed, chunks, f"original-{seq}")


@require_POST
@for_members
def name(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = Reveal(request.POST, prefix="reveal")
    form.is_valid()
    typed = form.cleaned_data
    try:
        proved = proving.has_proved(request, typed.get("passphrase", ""))
        revealed = receiving.reveal_name(ref, typed.get("reason", ""), keyring, has_proved=proved, at=timezone.now())
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, keyring, ref, reveal=form)
    return _page(request, keyring, ref, revealed=revealed)


def _page(
    request: HttpRequest,
    keyring: Keyring,
    ref: str,
    *,
    letter: forms.Form | None = None,
    reveal: forms.Form | None = None,
    revealed: str = "",
) -> HttpResponse:
    one = receiving.open_received(ref, keyring, at=timezone.now())
    context = {
        **frame(keyring, "cases"),
        "title": one.codename,
        "sentence": f"Shared by {one.from_office}, {_purposes(one)}.",
        "back": {"text": "All cases", "address": reverse("staff:cases")},
        "marking": one.marking,
        "facts": _facts(one),
        "told": [*wording.told_by_part(one.story), *wording.parts_of_story(one.parts)],
        "files": [
            {
                "name": sealed.name,
                "size": f"{max(1, round(sealed.size / 1024))} KB",
                "address": reverse("staff:received_file", args=[ref, seq]),
            }
            for seq, sealed in one.files
        ],
        "letters": [entry_in_words(entry, unsigned=one.unsigned) for entry in one.letters],
        "letter": {
            "form": letter or ShareWords(prefix="letter"),
            "address": reverse("staff:write_back", args=[ref]),
            "button": f"Send to {one.from_office}",
        },
        "has_name": one.has_name,
        "revealed": revealed,
        "reveal": {"form": reveal or Reveal(prefix="reveal"), "address": reverse("staff:received_name", args=[ref])},
        "reused": [verifying_wording.reused_result(result, on=timezone.localdate()) for result in one.reused],
        "notice": "Some entries are not signed by whom they name; they are left out. Tell the office that shared this."
        if one.unsigned
        else "",
    }
    return render(request, "staff/received.html", context)


def _purposes(one: Received) -> str:
    return ", ".join(dict.fromkeys(wording.PURPOSES[terms.purpose] for terms in one.terms))


def _facts(one: Received) -> list[dict[str, str]]:
    facts = {
        "You may read": "; ".join(_what_until(terms) for terms in one.terms),
        "You may pass on": wording.MARKINGS[one.marking],
        **wording.story_facts(one.story),
        "Reach": wording.reach(one.contact),
        "Not safe": one.contact.get("unsafe", ""),
    }
    return [{"label": label, "text": text} for label, text in facts.items() if text]


def _what_until(terms: Terms) -> str:
    until = date_format(date.fromisoformat(terms.until), "j F Y")
    return f"{wording.parts_in_words(terms.parts)}, until {until}"
