"""What statements promise: passages of public texts of this case, or of one that is pasted, each made a duty or set aside."""

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
from safeconduct.cases.desk import acting, casework
from safeconduct.cases.duty import refusal_to_opening
from safeconduct.cases.promised import PASSAGE_AT_MOST, Promised, PromisedDuty, answered, promises_in, still_promised
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.acting_forms import steps_of
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import Day, words

AT_MOST = 20
DUTY, ASIDE = "duty", "aside"
BECOMES = [("", _("Leave it for later")), (DUTY, _("A duty")), (ASIDE, _("No duty, for a reason"))]


class Pasted(forms.Form):
    text = words(_("The statement as it was published"), rows=6)
    step = forms.ChoiceField(label=_("Follows"), required=False)

    def __init__(self, steps: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="pasted", **named)
        self.fields["step"].choices = [("", _("The case as a whole")), *steps]  # type: ignore[attr-defined]


class PromiseForm(forms.Form):
    """What becomes of one passage. The passage travels with the form: what was pasted is kept nowhere."""

    passage = forms.CharField(widget=forms.HiddenInput, max_length=PASSAGE_AT_MOST)
    becomes = forms.ChoiceField(label=_("It becomes"), choices=BECOMES, required=False)
    says = words(_("What must be done"), rows=1)
    due = Day(_("By which day"))
    waits_for = forms.CharField(label=_("Or after which event"), max_length=200, required=False)
    aside = forms.CharField(label=_("Why it is no duty"), max_length=500, required=False)
    step = forms.ChoiceField(label=_("Follows"), required=False)

    def __init__(self, steps: list[tuple[str, str]], number: int, *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix=f"promise{number}", **named)
        self.fields["step"].choices = [("", _("The case as a whole")), *steps]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("becomes") == DUTY and "due" in typed:
            today = timezone.localdate()
            refusal = refusal_to_opening(typed.get("says", ""), typed["due"], typed.get("waits_for", ""), on=today)
            if refusal:
                self.add_error(None, refusal.sentence)
        if typed.get("becomes") == ASIDE and not typed.get("aside", "").strip():
            self.add_error("aside", _("There is no reason yet. Say in a sentence why this is no duty."))
        return typed

    def answer(self) -> PromisedDuty | None:
        typed = self.cleaned_data
        promised = Promised(typed["passage"], typed["step"])
        if typed["becomes"] == DUTY:
            return PromisedDuty(promised, typed["says"], typed["due"], typed["waits_for"])
        return PromisedDuty(promised, aside=typed["aside"]) if typed["becomes"] == ASIDE else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def promised(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    steps = steps_of(case)
    go = request.POST.get("go", "")
    pasted = Pasted(steps, request.POST if go == "read" else None)
    if go == "keep":
        rows = [PromiseForm(steps, number, request.POST) for number in range(_sent(request))]
        are_whole = [row.is_valid() for row in rows]
        problem = _kept(case, rows, keyring) if all(are_whole) else ""
        if problem is None:
            return HttpResponseRedirect(reverse("staff:duties", args=[ref]))
        return _page(request, case, keyring, pasted, rows, problem)
    found = still_promised(case.written)
    if pasted.is_valid():
        typed = pasted.cleaned_data
        known = answered(case.written) | {one.passage for one in found}
        found += tuple(Promised(one, typed["step"]) for one in promises_in(typed["text"]) if one not in known)
    rows = [
        PromiseForm(steps, number, initial={"passage": one.passage, "says": one.passage, "step": one.step})
        for number, one in enumerate(found[:AT_MOST])
    ]
    return _page(request, case, keyring, pasted, rows, "")


def _sent(request: HttpRequest) -> int:
    """How many rows a page of ours sent."""
    return sum(f"promise{number}-passage" in request.POST for number in range(AT_MOST))


def _kept(case: CaseFile, rows: list[PromiseForm], keyring: Keyring) -> str | None:
    """None when all was kept; else what stands in the way."""
    answers = [answer for row in rows if (answer := row.answer())]
    if not answers:
        return "Nothing is chosen yet. Say of at least one promise what it becomes."
    try:
        acting.open_promised(case.ref, answers, keyring, at=timezone.now())
    except Refused as refused:
        return str(refused)
    return None


def _page(
    request: HttpRequest, case: CaseFile, keyring: Keyring, pasted: Pasted, rows: list[PromiseForm], problem: str
) -> HttpResponse:
    sentence = "Each becomes a duty with its day or event, or is set aside for a reason."
    context = {
        **case_frame(case, keyring, "Promised in public", sentence),
        "rows": [{"form": row, "passage": row["passage"].value()} for row in rows],
        "problem": problem,
        "nothing": pasted.is_bound and not rows,
        "read_part": {"form": pasted, "button": "Read it for promises", "go": "read"},
        "back_to_duties": reverse("staff:duties", args=[case.ref]),
    }
    return render(request, "staff/case/promised.html", context)
