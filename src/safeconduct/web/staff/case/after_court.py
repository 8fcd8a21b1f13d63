"""After court, for a hearing of one's own case: the note, what each output takes of it, and the closing of the observation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.cases.desk import casework, naming
from safeconduct.coordination.desk import observing
from safeconduct.coordination.desk.hearing_changes import called_out
from safeconduct.coordination.hearing import Hearing, HearingResult
from safeconduct.coordination.hearing import hearings as hearings_in
from safeconduct.coordination.observation import NO, OWN, PRESENT, YES, ObservationClosing, apart, closings
from safeconduct.reports.cable import cable, is_longer_than_a_page
from safeconduct.vocabulary.refusal import Refused, the_one
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff import doing
from safeconduct.web.staff.case import court_used
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.coordination import hearing_wording
from safeconduct.web.staff.coordination.note_form import ANSWER_WORDS, NoteForm
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import Day, words

NOTE_IS_FOR = (
    "Each part has its own readers. Write a thing once, in the first part that it may stand in. "
    "Court and hour can tell by themselves who it is. Each question names what it rests on; the words are ours, and no "
    "lawyer has reviewed them."
)


class CloseObservation(forms.Form):
    message = forms.ChoiceField(
        label=_("A public message about fairness"),
        choices=[(YES, _("Yes, something is said in public")), (NO, _("No, nothing is said in public"))],
        widget=forms.RadioSelect,
        required=False,
    )
    message_why = words(_("Why, or why not"))
    profile = forms.ChoiceField(
        label=_("Raise the profile of the person and of the case"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    profile_why = words(_("Why, or why not"))
    follow_up = Text(
        label=_("What follows"),
        help_text=_("How what was seen is used: in a statement, in a dialogue, in a letter. It becomes a duty."),
        max_length=1_000,
        required=False,
    )
    due = Day(_("Its last day"))

    def closing(self) -> ObservationClosing:
        return ObservationClosing(**self.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def note(request: HttpRequest, keyring: Keyring, ref: str, hearing: str) -> HttpResponse:
    now = timezone.now()
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.pass_ticked(form, ref, keyring, at=now)
            observing.write_note(ref, hearing, form.court_note(), keyring, at=now)
            return HttpResponseRedirect(reverse("staff:after_court", args=[ref, hearing]))
        except Refused as refused:
            doing.say_why(form, refused)
    case, found = _opened(ref, hearing, keyring, at=now)
    sentence = f"{case.story['codename'].capitalize()}; {hearing_wording.when(found.sitting)}, at the court."
    context = {
        **case_frame(case, keyring, "Note from court", sentence),
        "back": _back(ref, found),
        "note_is_for": NOTE_IS_FOR,
        "part": {"form": form, "button": "Keep the note", "first": True},
    }
    return render(request, "staff/coordination/court_note.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def after_court(request: HttpRequest, keyring: Keyring, ref: str, hearing: str) -> HttpResponse:
    """A post closes the observation, says what became of it, or asks for the cable with who was there."""
    now, go = timezone.now(), request.POST.get("go", "")
    form = CloseObservation(request.POST if go == "close" else None)
    back_here = HttpResponseRedirect(reverse("staff:after_court", args=[ref, hearing]))
    if doing.is_done(form, lambda _typed: observing.close_observation(ref, hearing, form.closing(), keyring, at=now)):
        return back_here
    case, found = _opened(ref, hearing, keyring, at=now)
    made = court_used.forms_of(case, found, request.POST, go)
    if go in made and doing.is_done(made[go], lambda _typed: _say(go, made[go], ref, hearing, keyring, at=now)):
        return back_here
    decided = closings(case.written, found.ref)
    typed = _typed(case, found.results[-1]) if found.results else ""
    held = naming.refusal_to_going_out(ref, typed, keyring, at=now) if typed else None
    context = {
        **case_frame(case, keyring, "After court", _sentence(case, found)),
        "back": _back(ref, found),
        "note_address": reverse("staff:court_note", args=[ref, hearing]),
        "outputs": _outputs(case, found, decided, with_present=go == "present") if found.results else None,
        "held": held.sentence if held else "",
        "decided": [_decided(one) for one in reversed(decided.values())],
        "close": {"form": form, "button": "Close the observation", "go": "close"} if found.to_close else None,
        **court_used.sections(case, found, made),
        "decide_address": reverse("staff:decide", args=[ref]),
        "duties_address": reverse("staff:duties", args=[ref]),
    }
    return render(request, "staff/case/after_court.html", context)


def _say(go: str, form: Any, ref: str, hearing: str, keyring: Keyring, *, at: datetime) -> None:
    if go == "use":
        observing.use_finding(ref, hearing, form.use(), keyring, at=at)
    else:
        observing.say_how_it_went(ref, hearing, form.way(), keyring, at=at)


def _opened(ref: str, hearing: str, keyring: Keyring, *, at: datetime) -> tuple[CaseFile, Hearing]:
    case, _card = casework.open_case(ref, keyring, at=at)
    found = the_one(hearings_in(case.written), hearing)
    return case, found


def _back(ref: str, found: Hearing) -> dict[str, str]:
    return {"text": hearing_wording.where(found.sitting), "address": reverse("staff:hearing", args=[ref, found.ref])}


def _sentence(case: CaseFile, found: Hearing) -> str:
    codename = case.story["codename"].capitalize()
    if not found.results:
        return f"{codename}. Nothing is written down yet."
    return f"{codename}. {'Both decisions are still open.' if found.to_close else 'Nothing is open.'}"


def _outputs(
    case: CaseFile, found: Hearing, decided: Mapping[str, Mapping[str, str]], *, with_present: bool
) -> dict[str, Any]:
    """Of the newest result: each takes only its parts."""
    result = found.results[-1]
    kept = apart(case.written, result.note) if result.note else {}
    text = cable(found, result, kept, decided=decided.get(result.sitting), with_present=with_present)
    groups = [item.group_name for item in called_out(case.written, found.ref)]
    return {
        "cable": text,
        "words": len(text.split()),
        "is_long": is_longer_than_a_page(text),
        "with_present": with_present,
        "present": kept.get(PRESENT, ""),
        "groups": ", ".join(groups),
        "group_texts": [text for text in (result.public, result.words) if text],
        "coded": _coded(result),
    }


def _typed(case: CaseFile, result: HearingResult) -> str:
    """The words of a cable that somebody typed, but for who was there."""
    own = apart(case.written, result.note).get(OWN, "") if result.note else ""
    return "\n".join(text for text in (result.public, result.words, own) if text)


def _coded(result: HearingResult) -> list[dict[str, Any]]:
    """What figures are counted from."""
    rows = [{"label": "What came of it", "text": hearing_wording.RESULT_WORDS[result.what]}]
    for row in coded_list("fair_trial"):
        if answer := result.answers.get(row.value):
            rows.append({"label": f"{row.label} ({row.source})", "text": ANSWER_WORDS[answer]})
    if result.incidents:
        labels = "; ".join(label_of("hearing_incidents", one) for one in result.incidents)
        rows.append({"label": "Incidents", "text": labels})
    return rows


def _decided(one: Mapping[str, str]) -> dict[str, str]:
    when = datetime.fromisoformat(one["sitting"]) if one["sitting"] else None
    said = {YES: "Yes", NO: "No"}
    return {
        "day": f"{when.day} {when:%B %Y}" if when else "No day",
        "message": f"{said[one['message']]}. {one['message_why']}",
        "profile": f"{said[one['profile']]}. {one['profile_why']}",
    }
