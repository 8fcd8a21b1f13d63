"""One hearing of a group: its facts, its history, who sits in, and what came of it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import choices_of
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import hearings as desk
from safeconduct.coordination.desk.hearing_changes import of_group
from safeconduct.coordination.desk.hearings import Outcome
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.hearing import BACKUP, LEAD, REFUSED, Hearing, hearings
from safeconduct.coordination.tlp import marking
from safeconduct.vocabulary.refusal import Refused, the_one
from safeconduct.web.defender.questions import LONGEST, Text
from safeconduct.web.staff.coordination import hearing_wording
from safeconduct.web.staff.door import for_members, frame

ROLES = (("lead", _("Lead")), ("backup", _("Backup")), ("cannot", _("Cannot")))


class WhatCameOfIt(forms.Form):
    what = forms.ChoiceField(
        label=_("What came of it"),
        choices=list(hearing_wording.RESULT_WORDS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    how = forms.ChoiceField(
        label=_("If access was refused: how"),
        choices=[("", _("It was not refused")), *choices_of("hearing_refusals")],
        required=False,
    )
    instead = forms.ChoiceField(
        label=_("If access was refused: what is done instead"),
        choices=[("", _("It was not refused")), *choices_of("hearing_alternatives")],
        required=False,
    )

    def coded(self) -> dict[str, str]:
        """How it was refused and what is done instead go with a refusal alone."""
        typed = self.cleaned_data
        was_refused = typed["what"] == REFUSED
        return {
            "what": typed["what"],
            "how": typed["how"] if was_refused else "",
            "instead": typed["instead"] if was_refused else "",
        }


class ResultForm(WhatCameOfIt):
    words = Text(
        label=_("What was seen"),
        help_text=_("Whoever may read this hearing reads it. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=LONGEST,
        required=False,
    )

    def outcome(self) -> Outcome:
        return Outcome(**self.coded(), words=self.cleaned_data["words"].strip())


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def hearing(request: HttpRequest, keyring: Keyring, group: str, hearing: str) -> HttpResponse:
    """A result is recorded by posting it."""
    now = timezone.now()
    form = ResultForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            desk.report_result(group, hearing, form.outcome(), keyring, at=now)
            return HttpResponseRedirect(reverse("staff:group_hearing", args=[group, hearing]))
        except Refused as refused:
            form.add_error(None, str(refused))
    one = belonging.open_group(group, keyring, at=now)
    found = the_one(hearings(one.written), hearing)
    shape, word = hearing_wording.state(found, at=now)
    marked = marking(found.marking)
    is_ours = found.owner == keyring.organisation
    context: dict[str, Any] = {
        **frame(keyring, "groups"),
        "title": hearing_wording.where(found.sitting),
        "sentence": f"Called out by {found.owner_office}. Nothing here leads to the case.",
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "state": {"shape": shape, "word": word},
        "row": turns(found, one, keyring, at=now),
        "facts": hearing_wording.facts(found, on=timezone.localdate(now)),
        "marking": marked,
        "primary": None if is_ours else _note(group, found, at=now),
        "lead": found.office_that(LEAD),
        "backup": found.office_that(BACKUP),
        "cannot": [office for office, role in found.answers.values() if role == "cannot"],
        "history": hearing_wording.history_rows(found),
        "part": None if is_ours else {"form": form, "button": "Record this", "first": True},
    }
    context["appointment_address"] = reverse("staff:appointment", args=[group, hearing]) if found.sitting.local else ""
    context["briefing_address"] = reverse("staff:hearing_briefing", args=[group, hearing])
    return render(request, "staff/coordination/hearing.html", context)


def turns(hearing: Hearing, one: OpenGroup, keyring: Keyring, *, at: datetime) -> dict[str, Any]:
    """What we may take of a hearing that is ahead, see turns.html."""
    shape, _word = hearing_wording.state(hearing, at=at)
    ours = hearing.answer_of(keyring.organisation)
    return {
        "where": hearing_wording.where(hearing.sitting),
        "when": hearing_wording.when(hearing.sitting),
        "answer_address": reverse("staff:answer_hearing", args=[one.group.ref, hearing.ref]),
        "roles": [{"value": value, "word": words, "is_ours": value == ours} for value, words in ROLES],
        "can_answer": hearing.is_ahead(at) and shape != "bar",
    }


@require_safe
@for_members
def briefing(request: HttpRequest, keyring: Keyring, group: str, hearing: str) -> HttpResponse:
    """One page to print and hand to whoever goes, with court and hour: for those who read the hearing."""
    now = timezone.now()
    one = belonging.open_group(group, keyring, at=now)
    found = of_group(one, hearing)
    context = {
        **frame(keyring, "groups"),
        "title": "Briefing",
        "sentence": "Court and hour can name a person. Hand it over; do not mail it.",
        "back": {
            "text": hearing_wording.where(found.sitting),
            "address": reverse("staff:group_hearing", args=[group, hearing]),
        },
        "facts": hearing_wording.facts(found, on=timezone.localdate(now)),
        "lead": found.office_that(LEAD),
        "backup": found.office_that(BACKUP),
        "marking": marking(found.marking),
    }
    return render(request, "staff/coordination/briefing.html", context)


def _note(group: str, found: Hearing, *, at: datetime) -> dict[str, str] | None:
    """The note from court is the thing to do once its hour has come."""
    if found.is_ahead(at):
        return None
    return {"text": "Write the note", "address": reverse("staff:group_note", args=[group, found.ref])}
