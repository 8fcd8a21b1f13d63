"""A crisis handover: to whom, what their wishes say, and the whole office's work in one sitting."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.coordination import crisis as ways
from safeconduct.coordination.desk import crisis
from safeconduct.coordination.desk.crisis import CrisisCase
from safeconduct.intake.consent import Terms
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import wrong
from safeconduct.web.staff import proving, sign_in_gate
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import Day
from safeconduct.web.staff.forms import MARKING_CHOICES, PART_CHOICES, Passphrase

WORDS = {
    ways.WISH: ("soon", "Read the wish", "What they wrote for the day on which this office closes comes first."),
    ways.COVERED: ("ring", "May be shared", "A consent stands for exactly this."),
    ways.ASK: ("ring", "To be asked", "Nothing is said yet: the question will wait on their page."),
    ways.VOICE: (
        "gap",
        "Ask them",
        "They have no page of their own. Ask in the agreed way; on the page of sharing two members sign.",
    ),
    ways.SECOND: ("half", "One signature", "A second member must confirm the yes; then share it there."),
    ways.ASKED: ("half", "Asked", "The question waits on their page. Nothing is shared before they say yes."),
    ways.REFUSED: ("bar", "Said no", "It stays with this office."),
    ways.UNAWARE: ("bar", "Does not know", "The person does not know of the request. It stays with this office."),
    ways.READS: ("done", "Reads it", "Shared, with a letter on what is open."),
}
WISH_CHOICES = [
    ("", _("I have not decided")),
    (ways.ALLOWS, _("It allows this")),
    (ways.OTHERWISE, _("It says otherwise")),
]


class CrisisTerms(forms.Form):
    organisation = forms.ChoiceField(
        label=_("Who takes the work"),
        error_messages={
            "required": _("Nobody is chosen yet. Choose an organisation."),
            "invalid_choice": _("This organisation is not on the list. Choose from the list."),
        },
    )
    parts = forms.MultipleChoiceField(
        label=_("What they need to read"), choices=PART_CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    marking = forms.ChoiceField(label=_("What they may pass on"), choices=MARKING_CHOICES)
    until = Day(_("Last day of reading"), required=True)


class Reading(forms.Form):
    """Whether a wish that was read allows the handover."""

    said = forms.ChoiceField(label=_("What the wish says of this"), choices=WISH_CHOICES, required=False)


class Proof(forms.Form):
    passphrase = Passphrase()


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    others = [(one.ref, one.name) for one in lookup.offices() if one.ref != keyring.organisation]
    form = CrisisTerms(posted, prefix="to", initial={"parts": ["story"]})
    form.fields["organisation"].choices = [("", _("Choose an organisation")), *others]
    if posted is None or not form.is_valid():
        return _page(request, keyring, form)
    terms, notice = _terms(form.cleaned_data), ""
    proof = Proof(posted if posted.get("go") == "hand_over" else None, prefix="proof")
    try:
        if proof.is_bound and proof.is_valid():
            proved = proving.has_proved(request, proof.cleaned_data["passphrase"])
            read = {name.removesuffix("-said"): said for name, said in posted.items() if name.endswith("-said")}
            notice = _done(crisis.hand_over(terms, read, keyring, has_proved=proved, at=timezone.now()))
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    except Refused as refused:
        proof.add_error(None, str(refused))
    found: tuple[CrisisCase, ...] = ()
    try:
        found = crisis.look(terms, keyring, at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
    return _page(request, keyring, form, found=found, proof=proof, notice=notice)


def _terms(typed: dict[str, Any]) -> Terms:
    return Terms(
        organisation=typed["organisation"],
        office=lookup.office_name(typed["organisation"]),
        parts=tuple(typed["parts"]),
        purpose="support",
        marking=typed["marking"],
        until=typed["until"].isoformat(),
    )


def _done(done: dict[str, int]) -> str:
    said = {
        ways.COVERED: "shared",
        ways.ASK: "asked on their page",
        ways.ALLOWS: "signed by their wish, for a second member to confirm",
        ways.OTHERWISE: "kept here, as their wish says",
    }
    told = ", ".join(f"{done[what]} {words}" for what, words in said.items() if done[what])
    return f"Cases: {told}." if told else "Nothing was left to do. Each case stands below."


def _page(
    request: HttpRequest,
    keyring: Keyring,
    form: forms.Form,
    *,
    found: tuple[CrisisCase, ...] = (),
    proof: forms.Form | None = None,
    notice: str = "",
) -> HttpResponse:
    needs_passphrase = proving.is_needed(request)
    if proof is not None and not needs_passphrase:
        proof.fields["passphrase"].widget = forms.HiddenInput()
    context = {
        **frame(keyring, "today"),
        "title": "Crisis handover",
        "sentence": "When this office cannot go on: another organisation reads what each person allows, and nobody else is taken along.",
        "back": {"text": "Handover", "address": reverse("staff:handovers")},
        "form": form,
        "rows": [_row(one, request) for one in found],
        "proof": proof,
        "notice": notice,
        "needs_passphrase": needs_passphrase,
        "may_press": any(one.way in (ways.WISH, ways.COVERED, ways.ASK) for one in found),
        "refused": proof is not None and bool(proof.errors),
    }
    return render(request, "staff/coordination/crisis.html", context)


def _row(one: CrisisCase, request: HttpRequest) -> dict[str, Any]:
    shape, word, reason = WORDS[one.way]
    bound = request.POST if request.POST.get("go") == "hand_over" else None
    return {
        "shape": shape,
        "word": word,
        "reason": reason,
        "codename": one.codename,
        "address": reverse("staff:sharing", args=[one.ref]),
        "wish": one.wish,
        "form": Reading(bound, prefix=one.ref) if one.wish else None,
    }
