"""Telling the defender what was done, in the wording that is safe, and noting whether it reached them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import Action, actions
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework, telling
from safeconduct.cases.duty import TELL, duties
from safeconduct.cases.feedback import Feedback, feedbacks
from safeconduct.guidance.register import action_kinds
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.defender.effects import LOWEST_WORDING
from safeconduct.web.staff.case.acting_forms import CHANNEL_WORDS, LEVEL_WORDS, Telling, named
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def tell(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    steps, untold = _steps(case), _untold(case)
    if request.method != "POST":
        channel = "relay" if case.is_relay or not case.has_code else "page"
        initial = {"steps": untold, "level": "lowest", "channel": channel, "text": suggestion(case)}
        return _page(request, case, keyring, Telling(steps, initial=initial))
    if request.POST.get("go") in ("reached", "missed"):
        reached = request.POST["go"] == "reached"
        telling.note_reached(ref, request.POST.get("feedback", ""), reached, keyring, at=now)
        return HttpResponseRedirect(reverse("staff:tell", args=[ref]))
    form = Telling(steps, request.POST)
    if form.is_valid() and _says_less_than_chosen(form.cleaned_data, suggestion(case)):
        form.add_error("text", "This is the lowest wording. Write what may be said, or choose the lowest.")
    if form.is_valid():
        typed = form.cleaned_data
        try:
            telling.tell(
                ref,
                tuple(typed["steps"]),
                typed["level"],
                typed["channel"],
                typed["text"],
                keyring,
                may_raise=typed["may_raise"],
                at=now,
            )
            return HttpResponseRedirect(reverse("staff:tell", args=[ref]) + "#told")
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, case, keyring, form)


def _says_less_than_chosen(typed: dict[str, Any], lowest: str) -> bool:
    return typed["level"] != "lowest" and typed["text"].strip() == lowest


def suggestion(case: CaseFile) -> str:
    """The lowest wording in the language of the request; longer ones are the officer's own."""
    with translation.override(case.story.get("language") or "en"):
        return str(LOWEST_WORDING)


def _steps(case: CaseFile) -> list[tuple[str, str]]:
    kinds = action_kinds()

    def said(action: Action) -> str:
        day = f", {date_format(action.on, 'j F')}" if action.on else ""
        return f"{named(action, kinds[action.step.kind])}{day}"

    return [(one.ref, said(one)) for one in actions(case.written) if one.is_taken]


def _untold(case: CaseFile) -> list[str]:
    found = duties(case.written, action_kinds())
    return [duty.action for duty in found if duty.says == TELL and duty.state == "open"]


def _page(request: HttpRequest, case: CaseFile, keyring: Keyring, form: Telling) -> HttpResponse:
    wish = {
        "never": "The person said: write nothing, I will come and look.",
        "week": "The person wants to hear at least every week.",
        "fortnight": "The person wants to hear at least every two weeks.",
        "month": "The person wants to hear at least every month.",
        "news": "The person wants to hear when there is news.",
    }.get(case.contact_wish.get("rhythm", ""), "")
    hours = case.contact_wish.get("safe_hours", "")
    context = {
        **case_frame(case, keyring, "Tell the person", wish),
        "safe_hours": hours,
        "form": {"form": form, "button": "Tell", "go": "tell", "first": True},
        "has_steps": bool(_steps(case)),
        "given": [_given(one) for one in reversed(feedbacks(case.written))],
        "address": reverse("staff:tell", args=[case.ref]),
    }
    return render(request, "staff/case/tell.html", context)


def _given(one: Feedback) -> dict[str, Any]:
    shape, word = {"yes": ("done", "Reached"), "no": ("gap", "Did not reach")}.get(
        one.reached, ("ring", "Not known yet")
    )
    how = f"{CHANNEL_WORDS[one.channel]}. {LEVEL_WORDS[one.level]}"
    return {
        "ref": one.ref,
        "shape": shape,
        "word": word,
        "text": one.text,
        "how": f"{date_format(timezone.localtime(one.at), 'j F, H:i')}, {one.post_name}. {how}.",
        "is_open": not one.reached,
    }
