"""After court, once an observation is closed: in which steps what was seen was used, and how the other way went."""

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.after_court import (
    DID_NOT,
    IN_PART,
    WORKED,
    FindingUse,
    WayTaken,
    refused_at,
    used_in,
    uses_of,
    ways_of,
)
from safeconduct.coordination.hearing import Hearing
from safeconduct.reports.agenda_words import day
from safeconduct.web.staff.case.acting_forms import steps_of
from safeconduct.web.staff.fields import words

WENT_WORDS = {WORKED: _("It worked"), IN_PART: _("It worked in part"), DID_NOT: _("It did not work")}
WENT_SHAPES = {WORKED: "done", IN_PART: "half", DID_NOT: "bar"}
Choices = list[tuple[str, str]]


class UseForm(forms.Form):
    sitting = forms.ChoiceField(label=_("Seen on"), required=False)
    step = forms.ChoiceField(label=_("Used in"), required=False)
    why = words(_("Or why it is used in no step"))

    def __init__(self, sittings: Choices, steps: Choices, *given: Any) -> None:
        super().__init__(*given, prefix="use")
        self.fields["sitting"].choices = sittings  # type: ignore[attr-defined]
        self.fields["step"].choices = [("", _("Choose")), *steps]  # type: ignore[attr-defined]

    def use(self) -> FindingUse:
        return FindingUse(**self.cleaned_data)


class WayForm(forms.Form):
    sitting = forms.ChoiceField(label=_("Access was refused on"), required=False)
    went = forms.ChoiceField(
        label=_("How the other way went"), choices=list(WENT_WORDS.items()), widget=forms.RadioSelect, required=False
    )
    words = words(_("What others should know of it"))

    def __init__(self, sittings: Choices, *given: Any) -> None:
        super().__init__(*given, prefix="way")
        self.fields["sitting"].choices = sittings  # type: ignore[attr-defined]

    def way(self) -> WayTaken:
        return WayTaken(**self.cleaned_data)


def forms_of(case: CaseFile, hearing: Hearing, typed: Any, go: str) -> dict[str, Any]:
    closed = [(one, _day(one)) for one in sorted(hearing.closed, reverse=True)]
    refused = [(one.sitting, _day(one.sitting)) for one in reversed(refused_at(hearing))]
    return {
        "use": UseForm(closed, steps_of(case), *([typed] if go == "use" else [])),
        "way": WayForm(refused, *([typed] if go == "way" else [])),
    }


def sections(case: CaseFile, hearing: Hearing, made: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of both; a section without a day to speak of is left out."""
    ways = refused_at(hearing)
    return {
        "uses": _uses(case, hearing),
        "use": {"form": made["use"], "button": "Write it down", "go": "use"} if hearing.closed else None,
        "ways": [_way(case, hearing, one.sitting, one.instead) for one in reversed(ways)],
        "way": {"form": made["way"], "button": "Keep how it went", "go": "way"} if ways else None,
    }


def seen_on(case: CaseFile, step: str) -> str:
    """Of which sittings something was used in a step."""
    return "; ".join(_day(one) for one in used_in(case.written, step))


def _uses(case: CaseFile, hearing: Hearing) -> list[dict[str, str]]:
    known, names = uses_of(case.written, hearing.ref), dict(steps_of(case))
    rows = []
    for sitting in sorted(hearing.closed, reverse=True):
        said = [one for one in known if one.sitting == sitting]
        rows += [_use(case, one, names) for one in said]
        if not said:
            rows.append({"shape": "gap", "word": "Not said yet", "day": _day(sitting), "text": "", "address": ""})
    return rows


def _use(case: CaseFile, one: FindingUse, names: dict[str, str]) -> dict[str, str]:
    shown = {"day": _day(one.sitting), "address": reverse("staff:step", args=[case.ref, one.step]) if one.step else ""}
    if one.step:
        return {**shown, "shape": "done", "word": "Used", "text": names.get(one.step, "")}
    return {**shown, "shape": "ended", "word": "In no step", "text": one.why}


def _way(case: CaseFile, hearing: Hearing, sitting: str, instead: str) -> dict[str, str]:
    went = ways_of(case.written, hearing.ref).get(sitting)
    return {
        "shape": WENT_SHAPES[went.went] if went else "gap",
        "word": str(WENT_WORDS[went.went]) if went else "Not said yet",
        "day": _day(sitting),
        "text": label_of("hearing_alternatives", instead),
        "words": went.words if went else "",
    }


def _day(sitting: str) -> str:
    return day(datetime.fromisoformat(sitting)) if sitting else "No day"
