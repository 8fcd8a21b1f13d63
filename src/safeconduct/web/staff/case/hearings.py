"""The hearings of a case: set one and call it out, change it, record what came of it."""

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
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.desk import casework
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import hearings as desk
from safeconduct.coordination.desk.hearing_changes import called_out
from safeconduct.coordination.desk.hearings import Turn
from safeconduct.coordination.hearing import CHANGES, LEAD, Hearing
from safeconduct.coordination.hearing import hearings as hearings_in
from safeconduct.coordination.sitting import Sitting
from safeconduct.intake.consent import GroupItem, before_groups
from safeconduct.vocabulary.place_name import only_time_zone
from safeconduct.vocabulary.refusal import NotFound, Refused, the_one
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.case.addressing import AddressedForm
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.coordination import hearing_wording
from safeconduct.web.staff.coordination.hearing import ResultForm
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import Day

LONGEST_LINE = 300


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("This is no hour. Write it like 09:30.")},
        required=False,
    )


def _zone() -> Text:
    return Text(
        label=_("Time zone of the court"),
        help_text=_("Region and city, such as Europe/Berlin."),
        max_length=100,
        required=False,
    )


def _local(typed: dict[str, Any]) -> datetime | None:
    """Naive: on the court's own clock."""
    return datetime.combine(typed["on"], typed["hour"]) if typed["on"] and typed["hour"] else None


class SetHearing(AddressedForm):
    court = Text(label=_("Court"), max_length=LONGEST_LINE, required=False)
    city = Text(label=_("City"), max_length=LONGEST_LINE, required=False)
    on = Day(_("Day"))
    hour = _hour(_("Hour, at the court"))
    zone = _zone()
    stage = forms.ChoiceField(label=_("Stage"), choices=choices_of("hearing_stages"), initial="hearing")
    access = forms.ChoiceField(label=_("Access"), choices=choices_of("hearing_access"))
    notice_days = forms.IntegerField(
        label=_("Days before, by which the court must know"),
        min_value=0,
        max_value=365,
        required=False,
        error_messages={
            "invalid": _("This is no number of days. Write it in digits."),
            "min_value": _("Fewer than no days cannot be. Write 0 where there is no deadline."),
            "max_value": _("That is more than a year. Look at the number again."),
        },
    )
    language = Text(label=_("Language of the court"), max_length=100, required=False)
    lawyer = Text(
        label=_("How to reach the lawyer"),
        help_text=_("Sealed with the contacts of the case; no group reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        max_length=2_000,
        required=False,
    )
    field_order = (
        "court",
        "city",
        "on",
        "hour",
        "zone",
        "stage",
        "access",
        "notice_days",
        "language",
        "lawyer",
        "group",
        "marking",
        "named",
    )

    def sitting(self) -> Sitting:
        typed = self.cleaned_data
        named = {name: typed[name].strip() for name in ("court", "city", "zone", "language")}
        coded = {name: typed[name] for name in ("stage", "access")}
        return Sitting(local=_local(typed), notice_days=typed["notice_days"] or 0, **named, **coded)


class ChangeHearing(forms.Form):
    what = forms.ChoiceField(
        label=_("What changes"),
        choices=[(change, hearing_wording.CHANGE_WORDS[change]) for change in CHANGES],
        widget=forms.RadioSelect,
        required=False,
    )
    on = Day(_("New day"), help_text=_("For a hearing that moves; an adjourned one may have none yet."))
    hour = _hour(_("New hour, at the court"))
    zone = _zone()
    why = Text(
        label=_("How you know"),
        help_text=_("Whoever reads the hearing reads it. Name nobody."),
        max_length=2_000,
        required=False,
    )

    def turn(self) -> Turn:
        typed = self.cleaned_data
        return Turn(typed["what"], _local(typed), typed["zone"].strip(), typed["why"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("on")) != bool(cleaned.get("hour")) and not self.errors:
            self.add_error("hour", _("Day and hour belong together. Write both, or neither."))
        return cleaned


# Pages


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """All hearings of the case, and the form that sets one and calls it out."""
    now = timezone.now()
    groups, _letters = belonging.groups(keyring, at=now)
    nowhere = _("Not called out to a group")
    posted = request.POST if request.method == "POST" else None
    form = SetHearing(groups, keyring.organisation, posted, nowhere=nowhere)
    if request.method == "POST" and form.is_valid():
        try:
            lawyer, to = form.cleaned_data["lawyer"], form.addressed()
            desk.set_hearing(ref, form.sitting(), lawyer, keyring, to=to, at=now)
            return HttpResponseRedirect(reverse("staff:hearings", args=[ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    case, card = casework.open_case(ref, keyring, at=now)
    form.initial["zone"] = only_time_zone(card.country)
    context = {
        **case_frame(
            case,
            keyring,
            "Hearings",
            "The court’s own clock counts. A group reads court and hour, never whose case it is.",
        ),
        "rows": [_row(one, case, at=now) for one in hearings_in(case.written)],
        "part": {"form": form, "button": "Keep this hearing", "first": True},
    }
    return render(request, "staff/case/hearings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def hearing(request: HttpRequest, keyring: Keyring, ref: str, hearing: str) -> HttpResponse:
    """Changes it, records a result or calls it out, as the pressed button says."""
    now, go = timezone.now(), request.POST.get("go", "")
    groups, _letters = belonging.groups(keyring, at=now)
    change = ChangeHearing(request.POST if go == "change" else None, prefix="change")
    result = ResultForm(request.POST if go == "result" else None, prefix="result")
    out = AddressedForm(groups, keyring.organisation, request.POST if go == "out" else None, prefix="out")
    forms_by_go: dict[str, forms.Form] = {"change": change, "result": result, "out": out}
    form = forms_by_go.get(go)
    if form is not None and form.is_valid():
        try:
            if go == "change":
                desk.change_hearing(ref, hearing, change.turn(), keyring, at=now)
            elif go == "result":
                desk.record_result(ref, hearing, result.outcome(), keyring, at=now)
            elif to := out.addressed():
                desk.call_out(ref, hearing, to, keyring, at=now)
            return HttpResponseRedirect(reverse("staff:hearing", args=[ref, hearing]))
        except Refused as refused:
            form.add_error(None, str(refused))
    case, _card = casework.open_case(ref, keyring, at=now)
    found = the_one(hearings_in(case.written), hearing)
    change.initial["zone"] = found.sitting.zone
    return render(request, "staff/case/hearing.html", _context(case, found, keyring, change, result, out, at=now))


def _context(
    case: CaseFile,
    found: Hearing,
    keyring: Keyring,
    change: ChangeHearing,
    result: ResultForm,
    out: AddressedForm,
    *,
    at: datetime,
) -> dict[str, Any]:
    shape, word = _state(found, at=at)
    lawyer = [entry.data["text"] for entry in case.written if _is_lawyer_of(entry, found.ref)]
    return {
        **case_frame(case, keyring, hearing_wording.where(found.sitting)),
        "state": {"shape": shape, "word": word},
        "facts": hearing_wording.facts(found, on=timezone.localdate(at)),
        "lawyer": lawyer[-1] if lawyer else "",
        "primary": _note(case, found) if not found.is_ahead(at) else None,
        "after_address": reverse("staff:after_court", args=[case.ref, found.ref]) if found.results else "",
        "history": hearing_wording.history_rows(found),
        "called_out": [_called_out(case, item, found, keyring, at=at) for item in _items(case, found.ref)],
        "change": {"form": change, "button": "Keep this change", "go": "change"},
        "result": {"form": result, "button": "Record this", "go": "result"},
        "out": {"form": out, "button": "Call it out", "go": "out"} if out.fields["group"].choices else None,
    }


def _note(case: CaseFile, found: Hearing) -> dict[str, str]:
    return {"text": "Write the note", "address": reverse("staff:court_note", args=[case.ref, found.ref])}


def _is_lawyer_of(entry: Any, hearing: str) -> bool:
    return entry.kind == "hearing_lawyer" and entry.data["hearing"] == hearing


def _items(case: CaseFile, hearing: str) -> tuple[GroupItem, ...]:
    return called_out(case.written, hearing)


def _called_out(case: CaseFile, item: GroupItem, found: Hearing, keyring: Keyring, *, at: datetime) -> dict[str, Any]:
    """How the group answers, as far as we still belong to it."""
    row = {"group": item.group_name, "readers": ", ".join(item.offices), "item": item.ref}
    try:
        written = belonging.open_group(item.group, keyring, at=at).written
    except NotFound:
        return {**row, "shape": "ended", "word": "We left"}
    seen = next((one for one in hearings_in(written) if one.ref == found.ref), None)
    if seen is None:
        return {**row, "shape": "ended", "word": "Not read any more"}
    shape, word = hearing_wording.state(seen, at=at)
    address = reverse("staff:group_hearing", args=[item.group, found.ref])
    outside = reverse("staff:hearing_outside", args=[case.ref, found.ref, item.group])
    row |= {"lead": seen.office_that(LEAD), "address": address, "outside_address": outside}
    return {**row, "shape": shape, "word": word}


def _state(one: Hearing, *, at: datetime) -> tuple[str, str]:
    """On the case, where nobody has answered: the group's answers stand on the page of the hearing."""
    shape, word = hearing_wording.state(one, at=at)
    return ("ring", "Ahead") if shape == "gap" else (shape, word)


def _row(one: Hearing, case: CaseFile, *, at: datetime) -> dict[str, Any]:
    shape, word = _state(one, at=at)
    groups = [item.group_name for item in _items(case, one.ref)]
    seen = f"Called out to {', '.join(groups)}." if groups else "Not called out."
    sitting = one.sitting
    return {
        "shape": shape,
        "word": word,
        "when": hearing_wording.when(sitting),
        "where": hearing_wording.where(sitting),
        "note": f"{hearing_wording.about(sitting, on=timezone.localdate(at))}. {seen}",
        "address": reverse("staff:hearing", args=[case.ref, one.ref]),
    }


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    known, items = hearings_in(case.written), before_groups(case.written)
    address, groups = reverse("staff:hearings", args=[case.ref]), reverse("staff:case_groups", args=[case.ref])
    lessons = reverse("staff:case_lessons", args=[case.ref])
    if not known and not items:
        verbs = ((_("Set or call out a hearing"), address), (_("Put before a group"), groups), (_("Lessons"), lessons))
        return not_begun("hearings", _("Hearings and groups"), *verbs)
    cards = [item.group_name for item in items if item.is_card]
    taught = dict.fromkeys(item.group_name for item in items if item.is_lesson)
    return {
        "template": "staff/case/hearings_section.html",
        "address": address,
        "groups_address": groups,
        "lessons_address": lessons,
        "rows": [_row(one, case, at=at) for one in known],
        "cards": ", ".join(cards),
        "taught": ", ".join(taught),
    }
