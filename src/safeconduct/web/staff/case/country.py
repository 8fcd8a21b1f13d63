"""What changed in the country of a case: noting it with its source and day, taking it back, and what is written for all cases."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.country_note import CountryNote, country_notes, standing
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import country_note as desk
from safeconduct.cases.theme import themes
from safeconduct.coordination.desk import strategies
from safeconduct.guidance.country_fact import KINDS, CountryFact, country_facts, facts_of
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame, country_of_case
from safeconduct.web.staff.coordination.strategy_wording import NO_STRATEGY, rows_for_themes, strategy_row
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import Day, words
from safeconduct.web.staff.forms import Text

SHOWN = 3
BESIDE = ("law", "context", "dialogue")
"""Kinds of facts for all cases that stand on the time line of one; of a case's own notes, all do."""
NAMES_NOBODY = _(
    "It says nothing of the person. Words and source stay in this file; its kind and day are shown on the country’s page."
)


class NoteChange(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=list(KINDS.items()))
    says = words(_("What changed, in a sentence"), help_text=_("Names nobody."))
    source = Text(
        label=_("Where it is known from"),
        help_text=_("An address, a paper, or who told it by office."),
        max_length=500,
        required=False,
    )
    on = Day(_("Day on which it was so"), required=True)


class TakeBack(forms.Form):
    note = forms.ChoiceField(label=_("Which note"))
    why = words(_("Why it is taken back"))

    def __init__(self, *given: Any, notes: tuple[CountryNote, ...], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["note"].choices = [(one.ref, f"{_day(one.on)}: {one.says}") for one in notes]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """A post notes a change, or with `go=back` takes a note back."""
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    notes, code = country_notes(case.written), country_code(country_of_case(case))
    takes_back = request.POST.get("go") == "back"
    posted = request.POST if request.method == "POST" else None
    note = NoteChange(None if takes_back else posted)
    back = TakeBack(posted if takes_back else None, notes=standing(notes))
    if _is_kept(ref, code, note, keyring, now) or _is_taken_back(ref, back, keyring, now):
        return HttpResponseRedirect(reverse("staff:case_country", args=[ref]))
    title = country_name(code) or country_of_case(case)
    context = {
        **case_frame(case, keyring, "What changed in the country", title),
        "sections": [
            {
                "title": "Noted on this case",
                "rows": [_row(one) for one in notes],
                "empty": "Nothing is noted on this case.",
            },
            {
                "title": "Note a change",
                "rule": NAMES_NOBODY,
                "part": {"form": note, "button": "Keep the note", "go": "note", "first": True},
            },
            *_back_section(back, standing(notes)),
            *_strategy(code, case, keyring, at=now),
            *_for_all(code, now.date()),
        ],
    }
    return render(request, "staff/guidance.html", context)


def _is_kept(ref: str, code: str, form: NoteChange, keyring: Keyring, at: datetime) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    typed = form.cleaned_data
    note = CountryNote(new_ref(), code, typed["kind"], typed["on"], typed["says"].strip(), typed["source"].strip())
    try:
        desk.note_country(ref, note, keyring, at=at)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _is_taken_back(ref: str, form: TakeBack, keyring: Keyring, at: datetime) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    typed = form.cleaned_data
    try:
        desk.take_back_country_note(ref, typed["note"], typed["why"].strip(), keyring, at=at)
    except Refused as refused:
        form.add_error("why", str(refused))
        return False
    return True


def _back_section(form: TakeBack, notes: tuple[CountryNote, ...]) -> list[dict[str, Any]]:
    part = {"form": form, "button": "Take it back", "go": "back"}
    return [{"title": "Take a note back", "rule": "It stays readable, as taken back", "part": part}] if notes else []


def _strategy(code: str, case: CaseFile, keyring: Keyring, *, at: datetime) -> list[dict[str, Any]]:
    """What groups of this office keep for the country: a line each, then the parts for the groups on this case."""
    if not code:
        return []
    rows, today = [], timezone.localdate(at)
    for group, found in strategies.of_country(code, keyring, at=at):
        rows += [strategy_row(group, found, on=today), *rows_for_themes(group, found, themes(case.written), on=today)]
    return [
        {
            "title": "Strategy of the country",
            "id": "strategy",
            "rule": "And what it says for the groups that join on this case",
            "rows": rows,
            "empty": NO_STRATEGY,
            "links": [] if rows else [{"text": "Groups", "address": reverse("staff:groups")}],
        }
    ]


def _for_all(code: str, today: date) -> list[dict[str, Any]]:
    """What is written down of the country beside the cases."""
    if not code:
        return []
    facts = facts_of(code, country_facts(settings.SAFECONDUCT_COUNTRIES))
    return [
        {
            "title": "Written down for all cases",
            "rows": [_fact_row(one, today) for one in facts],
            "empty": "Nothing is written down of this country.",
            "links": [{"text": f"The page of {country_name(code)}", "address": reverse("staff:country", args=[code])}],
        }
    ]


def _row(note: CountryNote) -> dict[str, str]:
    by = f"{KINDS[note.kind]}. Source: {note.source}. Noted by: {note.noted_by}."
    gone = f" Taken back: {note.taken_back}" if note.taken_back else ""
    return {
        "state_shape": "ended" if note.taken_back else "ring",
        "state_word": f"{_day(note.on)}, taken back" if note.taken_back else _day(note.on),
        "sentence": note.says,
        "reason": by + gone,
    }


def _fact_row(fact: CountryFact, today: date) -> dict[str, str]:
    doubt = fact.doubt(today=today)
    return {
        "state_shape": "soon" if doubt else "ring",
        "state_word": _day(fact.on),
        "sentence": fact.says,
        "reason": f"{KINDS[fact.kind]}. Source: {fact.source}. Noted by: {fact.noted_by}. {doubt}".strip(),
    }


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    notes, address = standing(country_notes(case.written)), reverse("staff:case_country", args=[case.ref])
    # Whether there are strategies is known once groups are opened, which takes too long for the page of a case.
    is_known = country_code(country_of_case(case)) != ""
    strategy = {"text": _("Look for a strategy of the country"), "address": f"{address}#strategy"} if is_known else None
    if not notes:
        looking = [(strategy["text"], strategy["address"])] if strategy else []
        return not_begun("country", _("What changed in the country"), (_("Note a change"), address), *looking)
    return {
        "template": "staff/case/country_section.html",
        "address": address,
        "strategy": strategy,
        "rows": [_row(one) for one in notes[:SHOWN]],
        "more": len(notes) - SHOWN if len(notes) > SHOWN else 0,
    }


def beside(case: CaseFile) -> list[tuple[date, dict[str, str]]]:
    """What stands on the time line of a case between its incidents, the oldest first: day and words."""
    code = country_code(country_of_case(case))
    facts = facts_of(code, country_facts(settings.SAFECONDUCT_COUNTRIES)) if code else ()
    told = [(one.on, one.kind, one.says, one.source) for one in standing(country_notes(case.written))]
    told += [(one.on, one.kind, one.says, one.source) for one in facts if one.kind in BESIDE]
    rows = [
        (on, {"kind": KINDS[kind], "when": _day(on), "says": says, "source": source}) for on, kind, says, source in told
    ]
    return sorted(rows, key=lambda row: row[0])


def _day(day: date) -> str:
    return date_format(day, "j F Y")
