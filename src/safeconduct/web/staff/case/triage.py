"""Deciding on one request: ask back, decline with somewhere else to go, reopen, and say what the person does."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import triage as desk
from safeconduct.cases.eligibility import Assessment
from safeconduct.cases.eligibility import eligibility as newest
from safeconduct.cases.elsewhere import bodies_that_fit
from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.standard_words import standard_words
from safeconduct.cases.triage import DECLINED, REASONS, RECEIVED, NewDecline, refusal_to_deciding, standing_decline
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import wording
from safeconduct.web.staff.case import duplicates
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.case.triage_forms import AskBack, Decline, Eligibility
from safeconduct.web.staff.door import for_members

Bound = dict[str, forms.Form]


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the case's page: what was decided, and what the person does for others."""
    decline, known = standing_decline(case.written), newest(case.written)
    lines = [_stage_line(case)]
    if decline:
        lines.append({"shape": "ended", "word": "Why", "text": f"{label_of(REASONS, decline.reason)}."})
    lines.append(
        {
            "shape": "done" if known else "ring",
            "word": "Eligibility",
            "text": wording.eligibility_in_words(known.status, known.acts, known.said_by)
            if known
            else "Nobody has said yet what the person does for the rights of others.",
            "verb": "Say it anew" if known else "Say it",
            "address": reverse("staff:eligibility", args=[case.ref]),
        }
    )
    lines.append(duplicates.line(case))
    return {"template": "staff/case/triage_section.html", "lines": lines}


def _stage_line(case: CaseFile) -> dict[str, str]:
    address = reverse("staff:triage_request", args=[case.ref])
    if case.stage == RECEIVED:
        text = "Neither accepted nor declined."
        return {"shape": "soon", "word": "To decide", "text": text, "verb": "Decide", "address": address}
    if case.stage == DECLINED:
        text = "Closed with an answer. It can be reopened."
        return {"shape": "ended", "word": "Declined", "text": text, "verb": "Look at it", "address": address}
    return {"shape": "done", "word": "Accepted", "text": "It is a case.", "verb": "", "address": ""}


@require_safe
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    return _page(request, keyring, ref, {})


@require_POST
@for_members
def ask_back(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, card = casework.open_case(ref, keyring, at=timezone.now())
    form = AskBack(request.POST, prefix="ask", language=card.language)
    if form.is_valid():
        typed = form.cleaned_data
        text = typed["text"].strip() or standard_words("ask", typed["standard"], card.language)
        try:
            desk.ask_back(ref, text, keyring, at=timezone.now())
            return _back(ref)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _shown(request, keyring, case, card, {"ask": form})


@require_POST
@for_members
def decline(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, card = casework.open_case(ref, keyring, at=timezone.now())
    form = _decline_form(card, request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        words = typed["words"].strip() or standard_words("decline", typed["reason"], card.language)
        declining = NewDecline(typed["reason"], words, tuple(typed["elsewhere"]), typed["nobody_else"])
        try:
            desk.decline(ref, declining, keyring, at=timezone.now())
            return _back(ref)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _shown(request, keyring, case, card, {"decline": form})


@require_POST
@for_members
def reopen(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    desk.reopen(ref, keyring, at=timezone.now())
    return _back(ref)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def eligibility(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    known = newest(case.written)
    standing = {"status": known.status, "acts": list(known.acts), "said_by": known.said_by} if known else {}
    form = Eligibility(request.POST if request.method == "POST" else None, initial=standing)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        said = Assessment(typed["status"], tuple(typed["acts"]), typed["said_by"], typed["words"].strip())
        try:
            desk.assess(ref, said, keyring, at=timezone.now())
            return _back(ref)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        **case_frame(case, keyring, "What the person does", "Acts for the rights of others count, not status or fame."),
        "part": {"form": form, "button": "Keep it", "first": True},
        "told": case.story.get("work", ""),
    }
    return render(request, "staff/case/eligibility.html", context)


def _back(ref: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:dossier", args=[ref]) + "#triage")


def _page(request: HttpRequest, keyring: Keyring, ref: str, bound: Bound) -> HttpResponse:
    case, card = casework.open_case(ref, keyring, at=timezone.now())
    return _shown(request, keyring, case, card, bound)


def _shown(request: HttpRequest, keyring: Keyring, case: CaseFile, card: RequestCard, bound: Bound) -> HttpResponse:
    refusal = refusal_to_deciding(case.stage)
    language = wording.LANGUAGE_NAMES.get(card.language, "English")
    shape, word = wording.state_of(card, at=timezone.now())
    decline = standing_decline(case.written)
    context = {
        **case_frame(case, keyring, "Decide", wording.sentence_of(card).lstrip(" ,;").capitalize() + "."),
        "state": {"shape": shape, "word": word},
        "language": f"Standard words are sent in the language of the request: {language}.",
        "refusal": refusal.sentence if refusal else "",
        "accept_address": reverse("staff:accept", args=[case.ref]),
        "decline": _part(bound.get("decline") or _decline_form(card), case, "decline", "Decline kindly"),
        "ask": _part(bound.get("ask") or AskBack(prefix="ask", language=card.language), case, "ask_back", "Ask back"),
        "declined": decline and {"text": decline.text, "day": wording.moment(decline.at), "by": decline.by},
        "reopen_address": reverse("staff:reopen", args=[case.ref]),
    }
    return render(request, "staff/case/triage.html", context)


def _part(form: forms.Form, case: CaseFile, address: str, button: str) -> dict[str, Any]:
    return {"form": form, "address": reverse(f"staff:{address}", args=[case.ref]), "button": button}


def _decline_form(card: RequestCard, posted: Any = None) -> Decline:
    today = timezone.localdate()
    fits = bodies_that_fit(card, the_register().mechanisms, today=today)
    return Decline(posted, prefix="decline", language=card.language, fits=fits, today=today)
