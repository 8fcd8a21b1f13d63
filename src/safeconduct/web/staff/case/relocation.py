"""Haven, visa, money: requests with their clock, the guidance that a visa rests on, and the plan of a relocation."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import relocation as desk
from safeconduct.cases.haven import ANSWERED, ANSWERS, KINDS, LATE, READ, WAITING, Haven, counted, havens
from safeconduct.cases.relocation import PARTS, STATES, Relocation, relocation
from safeconduct.cases.request_card import RequestCard
from safeconduct.guidance.commitment import Commitment
from safeconduct.guidance.register import the_register
from safeconduct.guidance.source import doubt
from safeconduct.guidance.visa_checklist import visa_checklists
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members

WHAT_WORDS = {"haven": _("Haven"), "visa": _("A visa or papers"), "money": _("Money")}
ANSWER_WORDS = {"yes": ("done", _("Yes")), "partly": ("half", _("In part")), "no": ("bar", _("No"))}
STANDING_WORDS = {
    ANSWERED: "answered",
    LATE: "late",
    READ: "read and not answered yet",
    WAITING: "not known to be read",
}
STATE_WORDS = {
    "planned": ("ring", _("Planned")),
    "ready": ("done", _("Ready")),
    "away": ("half", _("Away")),
    "ended": ("ended", _("Ended")),
}
PART_WORDS = {
    "reasons": (_("Why somewhere else, and what else was tried"), ""),
    "travel_before": (_("Safe travel before leaving"), _("The way, the cover, who knows of it, the phone.")),
    "travel_arrival": (_("On arrival"), _("Who meets them, and who is called within a day.")),
    "papers": (_("Papers"), _("Passport until when, visa, whether the way out is open.")),
    "host": (_("Host"), _("By organisation; how they were vetted.")),
    "family": (_("Family"), _("Who comes, who stays, and what protects them.")),
    "next": (_("Who or what is next"), _("The return, the next host, or who takes over.")),
    "state_duty": (
        _("What their own state owes, and who follows it"),
        _("It stays open while they are away: leaving does not end it."),
    ),
    "accompanied_by": (_("Who goes along"), _("Empty when nobody does.")),
    "conditions": (_("On which conditions"), _("What they do, what not, by day or night, and who ends it.")),
    "legal_status": (
        _("What the stay rests on"),
        _("Which permit, until when; whether and how asylum can be asked for there. Note it, and promise nothing."),
    ),
}
_NO_DAY = {"invalid": _("This is not a day. Write it as 2027-01-31.")}


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=_NO_DAY, required=False)


class AskHaven(forms.Form):
    what = forms.ChoiceField(
        label=_("What is asked for"),
        choices=[("", _("Choose")), *((kind, WHAT_WORDS[kind]) for kind in KINDS)],
        required=False,
    )
    of_whom = Text(
        label=_("Of whom"),
        help_text=_("Missions, cities or funds, each on a line: all are asked the same, each with a clock of its own."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )
    words = Text(label=_("In words"), widget=forms.Textarea(attrs={"rows": 2}), max_length=10_000, required=False)
    answer_by = _day(_("Answer wanted by"))
    relied_on = forms.MultipleChoiceField(
        label=_("For a visa: guidance that the request names"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relied_on"].choices = [
            (one.title, [(point.id, _point(point)) for point in one.points]) for one in visa_checklists(the_register())
        ]

    def haven(self) -> Haven:
        typed = self.cleaned_data
        relied_on = tuple(typed["relied_on"]) if typed["what"] == "visa" else ()
        # No day is as good as one that passed long ago.
        answer_by = typed["answer_by"] or date.min
        return Haven("", typed["what"], typed["of_whom"], typed["words"], answer_by, relied_on)


class HavenAnswer(forms.Form):
    answer = forms.ChoiceField(
        label=_("What they answered"),
        choices=[("", _("Choose")), *((answer, ANSWER_WORDS[answer][1]) for answer in ANSWERS)],
        required=False,
    )
    words = Text(label=_("The reason they gave"), max_length=5_000, required=False)


class PlanRelocation(forms.Form):
    ends_on = _day(_("Last day of the stay"))
    state = forms.ChoiceField(
        label=_("How far"),
        choices=[(state, STATE_WORDS[state][1]) for state in STATES],
        widget=forms.RadioSelect,
        initial=STATES[0],
        required=False,
    )
    state_duty_met = forms.BooleanField(label=_("Their own state has done what it owed"), required=False)
    field_order = PARTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PARTS:
            label, help_text = PART_WORDS[name]
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[name] = Text(label=label, help_text=help_text, widget=area, max_length=10_000, required=False)
        self.order_fields(self.field_order)

    def plan(self) -> Relocation:
        return Relocation(**self.cleaned_data)


def _point(one: Commitment) -> str:
    return f"{one.says.rstrip('.')} ({one.clause}). {doubt(one.verification)}".strip()


def _checklists(relied_on: tuple[str, ...]) -> list[dict[str, Any]]:
    """Of each text that a request names: which of its points it names, and which it does not name."""
    return [
        {
            "title": one.title,
            "points": [
                {
                    "shape": "done" if point.id in relied_on else "ring",
                    "word": "Named" if point.id in relied_on else "Not named",
                    "says": _point(point),
                }
                for point in one.points
            ],
        }
        for one in visa_checklists(the_register())
        if {point.id for point in one.points} & set(relied_on)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """A post asks for haven, or with "plan" keeps the plan of a relocation."""
    if request.method != "POST":
        return _page(request, keyring, ref)
    now = timezone.now()
    is_plan = request.POST.get("go") == "plan"
    plan = PlanRelocation(request.POST, prefix="plan") if is_plan else None
    ask = None if is_plan else AskHaven(request.POST, prefix="ask")
    try:
        if plan is not None and plan.is_valid():
            desk.keep_plan(ref, plan.plan(), keyring, at=now)
            return _back(ref)
        if ask is not None and ask.is_valid():
            desk.ask_haven(ref, ask.haven(), keyring, at=now)
            return _back(ref)
    except Refused as refused:
        (plan or ask or forms.Form()).add_error(None, str(refused))
    return _page(request, keyring, ref, ask=ask, plan=plan)


@require_POST
@for_members
def answer(request: HttpRequest, keyring: Keyring, ref: str, haven: str) -> HttpResponse:
    """Or, with "read", that they have read it."""
    form, now = HavenAnswer(request.POST, prefix=haven), timezone.now()
    if form.is_valid():
        typed = form.cleaned_data
        try:
            if request.POST.get("go") == "read":
                desk.note_reading(ref, haven, keyring, at=now)
            else:
                desk.write_answer(ref, haven, typed["answer"], typed["words"], keyring, at=now)
            return _back(ref)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, keyring, ref, answered={haven: form})


def _back(ref: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:relocation", args=[ref]))


def _page(
    request: HttpRequest,
    keyring: Keyring,
    ref: str,
    *,
    ask: AskHaven | None = None,
    plan: PlanRelocation | None = None,
    answered: dict[str, HavenAnswer] | None = None,
) -> HttpResponse:
    today = timezone.now().date()
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    stands = relocation(case.written)
    initial = stands.as_data() if stands else None
    context = {
        **case_frame(case, keyring, "Haven and travel", _sentence(case, on=today)),
        "havens": [
            {
                **_row(haven, on=today),
                "form": (answered or {}).get(haven.ref) or (HavenAnswer(prefix=haven.ref) if haven.is_open else None),
                "is_begun": haven.ref in (answered or {}),
                "can_be_read": haven.is_open and haven.read_on is None,
                "address": reverse("staff:haven_answer", args=[ref, haven.ref]),
            }
            for haven in reversed(havens(case.written))
        ],
        "ask": {"form": ask or AskHaven(prefix="ask"), "go": "ask", "button": "Write down this request"},
        "stands": _plan(stands, on=today) if stands else None,
        "plan": {
            "form": plan or PlanRelocation(initial=initial, prefix="plan"),
            "go": "plan",
            "button": "Keep the plan",
            "first": True,
        },
    }
    return render(request, "staff/case/relocation.html", context)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    stands, address = relocation(case.written), reverse("staff:relocation", args=[case.ref])
    rows = [_row(haven, on=at.date()) for haven in reversed(havens(case.written))]
    if not (rows or stands):
        return not_begun("relocation", _("Haven and travel"), (_("Haven, visas and relocation"), address))
    return {
        "template": "staff/case/relocation_section.html",
        "address": address,
        "sentence": _sentence(case, on=at.date()) if rows else "",
        "rows": rows,
        "plan": _plan(stands, on=at.date()) if stands else None,
    }


def _sentence(case: CaseFile, *, on: date) -> str:
    """How many were asked, and what each of them did."""
    known = havens(case.written)
    if not known:
        return "No answer of others is waited for."
    number = counted(known, on=on)
    said = ", ".join(f"{number[standing]} {words}" for standing, words in STANDING_WORDS.items() if number[standing])
    ask = " Ask again, and ask another." if number[LATE] else ""
    return f"Asked of {len(known)}: {said}.{ask}"


def _row(haven: Haven, *, on: date) -> dict[str, Any]:
    asked = f"Asked {date_format(haven.asked_on, 'j F')}" if haven.asked_on else ""
    if haven.is_open:
        left = (haven.answer_by - on).days
        shape, word = ("late", _days(-left, "late")) if left < 0 else ("ring", _days(left, "left") if left else "Today")
        read = f"read {date_format(haven.read_on, 'j F')}" if haven.read_on else "not known to be read"
        note = f"{asked}; {read}; answer wanted by {date_format(haven.answer_by, 'j F')}"
    else:
        shape, word = ANSWER_WORDS[haven.answer]
        came = f"; answered {date_format(haven.answered_on, 'j F')}" if haven.answered_on else ""
        note = f"{asked}{came}"
    return {
        "shape": shape,
        "word": word,
        "what": f"{WHAT_WORDS[haven.what]}, asked of {haven.of_whom}",
        "words": haven.words,
        "outcome": haven.answer_words,
        "note": note,
        "checklists": _checklists(haven.relied_on),
    }


def _days(number: int, word: str) -> str:
    return f"1 day {word}" if number == 1 else f"{number} days {word}"


def _plan(plan: Relocation, *, on: date) -> dict[str, Any]:
    shape, word = STATE_WORDS[plan.state]
    until = f", until {date_format(plan.ends_on, 'j F Y')}" if plan.ends_on else ""
    if plan.is_overdue(on=on):
        shape, until = "late", f", and was to end on {date_format(plan.ends_on, 'j F Y')}"
    return {
        "shape": shape,
        "word": f"{word}{until}",
        "parts": [{"label": PART_WORDS[name][0], "text": getattr(plan, name)} for name in PARTS if getattr(plan, name)],
        "duty": plan.state_duty,
        "duty_shape": "done" if plan.state_duty_met else "gap",
        "duty_word": "Done" if plan.state_duty_met else "Open",
    }


def late_row(row: dict[str, str], card: RequestCard, *, today: date) -> dict[str, str]:
    """A row of Today for an answer that did not come; `row` is the card's own."""
    due = card.haven_due or today
    return {
        **row,
        "state_shape": "late",
        "state_word": _days((today - due).days, "late"),
        "sentence": f": an answer about haven, a visa or money was wanted by {date_format(due, 'j F')}",
        "reason": "Ask again, and ask another.",
        "verb": "Look after it",
        "verb_address": reverse("staff:relocation", args=[card.dossier]),
    }
