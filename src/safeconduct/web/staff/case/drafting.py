"""The draft of a public statement: read line by line beside the strongest earlier one, then kept as checked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework, drafting
from safeconduct.cases.draft import (
    CLOSED_BECAUSE,
    LANGUAGES,
    Draft,
    DraftLine,
    drafts,
    line_kinds,
    lines_of,
    strongest,
    unlabelled_names,
)
from safeconduct.cases.published_statement import PublishedStatement, published_statements
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refusal, Refused
from safeconduct.vocabulary.stance import PROMISE
from safeconduct.web.defender.questions import LONGEST, Text
from safeconduct.web.staff import doing
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import Day
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
                    choices=[("", _("Not left out")), *((one, CLOSED_WORDS[one]) for one in CLOSED_BECAUSE)],
                    required=False,
                )

    @property
    def to_leave_out(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("closed_")]

    def draft(self) -> Draft:
        typed = self.cleaned_data
        closed = {name[7:]: value for name, value in typed.items() if name.startswith("closed_") and value}
        return Draft(new_ref(), typed["text"], typed["language"], closed)


class PublishedForm(forms.Form):
    on = Day(_("Published on"), required=True)
    address = forms.CharField(
        label=_("Address of the text"),
        help_text=_("The whole address; it begins with https://."),
        max_length=500,
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def draft(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    newest = next(reversed(drafts(case.written)), None)
    published = PublishedForm(request.POST if request.POST.get("go") == "publish" else None, prefix="published")
    first = {"language": newest.language, "text": newest.text} if newest else {"language": "en"}
    if published.is_bound:
        if published.is_valid():
            try:
                typed, kept = published.cleaned_data, newest.ref if newest else ""
                drafting.publish(ref, kept, typed["on"], typed["address"], keyring, at=now)
                return HttpResponseRedirect(reverse("staff:promised", args=[ref]))
            except Refused as refused:
                published.add_error(None, str(refused))
        return _page(request, case, keyring, DraftForm(initial=first), published, None)
    form = DraftForm(request.POST or None, initial=first)
    if not form.is_valid():
        return _page(request, case, keyring, form, published, None)
    written = form.draft()
    doing.pass_ticked(form, ref, keyring, at=now)
    points = drafting.what_is_open(ref, written, keyring, at=now)
    if request.POST.get("go") == "keep" and not points:
        try:
            drafting.keep_draft(ref, written, keyring, at=now)
            return HttpResponseRedirect(reverse("staff:dossier", args=[ref]))
        except Refused as refused:
            doing.say_why(form, refused)
    for point in points:
        if point.places:
            doing.say_why(form, point, "text")
    return _page(request, case, keyring, form, published, written, points)


def _page(
    request: HttpRequest,
    case: CaseFile,
    keyring: Keyring,
    form: DraftForm,
    published: PublishedForm,
    written: Draft | None,
    points: Iterable[Refusal] = (),
) -> HttpResponse:
    now = timezone.now()
    # Texts of other cases are opened only when there is something to compare with them.
    like = drafting.published_on_like(case, keyring, at=now) if written else ()
    own = drafts(case.written)
    best = strongest([*own, *(one.draft for one in like)])
    earlier = {line.kind.value: line.is_there for line in lines_of(best.text, best.language)} if best else {}
    lines = lines_of(written.text, written.language) if written else ()
    context = {
        **case_frame(
            case,
            keyring,
            "Draft of a statement",
            "It is read beside what a statement should hold and what the person allows. Nothing is published from here.",
        ),
        "form": form,
        "open_points": [one.sentence for one in points if not one.places],
        "is_whole": not points,
        "lines": [_line(line, written, earlier) for line in lines] if written else [],
        "promises": [passage for line in lines if line.kind.value == PROMISE for passage in line.passages],
        "names": unlabelled_names(written.text) if written else (),
        "labels": list(drafting.labels_of(case.written)),
        "best": _best(best, like) if best else None,
        "published": [_published(one) for one in published_statements(case.written)],
        "publish": {"form": published, "button": "Record that it was published", "go": "publish"} if own else None,
        "duties_address": reverse("staff:duties", args=[case.ref]),
    }
    return render(request, "staff/case/draft.html", context)


def _best(best: Draft, like: tuple[PublishedStatement, ...]) -> dict[str, str]:
    """The text with where it comes from; of another case only that it was public, when and where."""
    public = next((one for one in like if one.draft.ref == best.ref), None)
    if public is None:
        return {"text": best.text, "from": "Of this case; it is no target", "address": ""}
    day = date_format(public.on, "j F Y")
    return {
        "text": best.text,
        "from": f"Public since {day}, on like violations; it is no target",
        "address": public.address,
    }


def _published(one: PublishedStatement) -> dict[str, str]:
    return {"day": date_format(one.on, "j F Y"), "address": one.address}


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
