"""The draft of a public statement: read line by line beside the strongest earlier one, then kept as checked."""

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
from safeconduct.cases.desk import casework, drafting
from safeconduct.cases.draft import (
    CLOSED_BECAUSE,
    LANGUAGES,
    PROMISE,
    Draft,
    DraftLine,
    drafts,
    like_names,
    line_kinds,
    lines_of,
    strongest,
)
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.defender.questions import LONGEST, Text
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.wording import LANGUAGE_NAMES

CLOSED_WORDS = {
    "less": _("Left out: the person asked for less"),
    "not_so": _("Left out: it does not apply here"),
    "level": _("Left out: it cannot be said at this level"),
}


class DraftForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=[(one, LANGUAGE_NAMES[one]) for one in LANGUAGES])
    text = Text(
        label=_("The statement"),
        help_text=_("No names: write [name] for the person, and the label in brackets for everybody else."),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="draft", **named)
        for kind in line_kinds():
            if kind.is_good and kind.value != PROMISE:
                self.fields[f"closed_{kind.value}"] = forms.ChoiceField(
                    label=kind.label,
                    choices=[("", _("Written")), *((one, CLOSED_WORDS[one]) for one in CLOSED_BECAUSE)],
                    required=False,
                )

    def draft(self) -> Draft:
        typed = self.cleaned_data
        closed = {name[7:]: value for name, value in typed.items() if name.startswith("closed_") and value}
        return Draft(new_ref(), typed["text"], typed["language"], closed)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def draft(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    newest = next(reversed(drafts(case.written)), None)
    first = {"language": newest.language, "text": newest.text} if newest else {"language": case.story.get("language")}
    form = DraftForm(request.POST or None, initial=first)
    if not form.is_valid():
        return _page(request, case, keyring, form, None)
    written = form.draft()
    if request.POST.get("go") == "keep" and not drafting.what_is_open(case, written, at=now):
        try:
            drafting.keep_draft(ref, written, keyring, at=now)
            return HttpResponseRedirect(reverse("staff:dossier", args=[ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, case, keyring, form, written)


def _page(
    request: HttpRequest, case: CaseFile, keyring: Keyring, form: DraftForm, written: Draft | None
) -> HttpResponse:
    now = timezone.now()
    best = strongest(drafts(case.written))
    earlier = {line.kind.value: line.is_there for line in lines_of(best.text, best.language)} if best else {}
    lines = lines_of(written.text, written.language) if written else ()
    context = {
        **case_frame(
            case, keyring, "Draft of a statement", "Read line by line. What is found is information, no target."
        ),
        "form": form,
        "open_points": [one.sentence for one in drafting.what_is_open(case, written, at=now)] if written else [],
        "lines": [_line(line, written, earlier) for line in lines] if written else [],
        "promises": [passage for line in lines if line.kind.value == PROMISE for passage in line.passages],
        "names": like_names(written.text) if written else (),
        "labels": list(drafting.labels_of(case.written)),
        "best": best.text if best else "",
        "duties_address": reverse("staff:duties", args=[case.ref]),
    }
    return render(request, "staff/case/draft.html", context)


def _line(line: DraftLine, written: Draft, earlier: dict[str, bool]) -> dict[str, str]:
    if line.is_there:
        shape, word = ("done", "Written") if line.kind.is_good else ("soon", "Better left out")
    elif line.kind.value in written.closed:
        shape, word = "ended", "Left out"
    else:
        shape, word = ("ring", "Not there") if line.kind.is_good else ("done", "Not there")
    has_it = earlier.get(line.kind.value)
    before = "" if has_it is None else "The earlier text has it." if has_it else "The earlier text has it not."
    why = str(CLOSED_WORDS.get(written.closed.get(line.kind.value, ""), ""))
    found = "; ".join(f"“{passage}”" for passage in line.passages[:3])
    return {
        "shape": shape,
        "word": word,
        "label": line.kind.label,
        "found": found or why or line.kind.help,
        "before": before,
    }
