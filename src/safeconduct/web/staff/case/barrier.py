"""What keeps the person from help that others get: noted, and handled."""

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
from safeconduct.cases.barrier import HANDLED, LIST, THERE, Barriers, barriers
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import choices_of, label_of
from safeconduct.cases.desk import barrier as desk
from safeconduct.cases.desk import casework
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import words

STATE_WORDS = {"": _("Not met"), THERE: _("It is there"), HANDLED: _("Something was done about it")}


class NoteBarriers(forms.Form):
    words = words(_("What was done, or could be done"), help_text=_("Names nobody."))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for value, label in choices_of(LIST):
            self.fields[value] = forms.ChoiceField(label=label, choices=list(STATE_WORDS.items()), required=False)
        self.order_fields([*(value for value, _label in choices_of(LIST)), "words"])

    def barriers(self) -> Barriers:
        typed = self.cleaned_data
        return Barriers({value: typed[value] for value, _label in choices_of(LIST) if typed[value]}, typed["words"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = NoteBarriers(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            desk.note_barriers(ref, form.barriers(), keyring, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:dossier", args=[ref]) + "#barriers")
        except Refused as refused:
            form.add_error(None, str(refused))
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    stands = barriers(case.written)
    context = {
        **case_frame(
            case,
            keyring,
            "What keeps them from help",
            "Ask; somebody who is kept from help seldom says so. What was handled once can be handled again.",
        ),
        "part": {
            "form": form or NoteBarriers(initial={**stands.states, "words": stands.words}),
            "button": "Keep this",
            "first": True,
        },
    }
    return render(request, "staff/case/barriers.html", context)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    stands, address = barriers(case.written), reverse("staff:barriers", args=[case.ref])
    if not stands.states:
        return not_begun("barriers", _("What keeps them from help"), (_("Ask and note"), address))
    return {
        "template": "staff/case/barriers_section.html",
        "address": address,
        "rows": [
            {
                "shape": "done" if state == HANDLED else "gap",
                "word": "Handled" if state == HANDLED else "There",
                "text": label_of(LIST, value),
            }
            for value, state in stands.states.items()
        ],
        "words": stands.words,
    }
