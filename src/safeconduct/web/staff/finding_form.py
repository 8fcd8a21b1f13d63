"""The form of the list of cases: words, and one choice for each filter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.case_filter import LAPSED, NONE, UNVERIFIED, VERIFIED
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.need import MEDICAL
from safeconduct.web.staff.case.risk_form import BAND_WORDS

PERPETRATOR_WORDS = {
    "state": _("The state"),
    "state_linked": _("Others for the state"),
    "other": _("Others"),
    "unknown": _("Not known"),
}
VERIFIED_WORDS = {VERIFIED: _("Confirmed now"), LAPSED: _("Ran out"), UNVERIFIED: _("Not confirmed")}
RISK_WORDS = {**BAND_WORDS, NONE: _("Not assessed")}


def _any(choices: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", _("All")), *choices.items()]


def _needs_on_cards() -> dict[str, Any]:
    kinds = {value: label for value, label in choices_of("need_kinds") if value not in MEDICAL}
    return {"medical": _("Medical need"), **kinds}


class Find(forms.Form):
    q = forms.CharField(max_length=200, required=False)
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[
            ("", _("All")),
            ("received", _("Requests")),
            ("case", _("Cases")),
            ("declined", _("Declined")),
            ("shared", _("Shared with us")),
        ],
        required=False,
    )
    perpetrator = forms.ChoiceField(label=_("Said to have done it"), choices=_any(PERPETRATOR_WORDS), required=False)
    verified = forms.ChoiceField(label=_("Verification"), choices=_any(VERIFIED_WORDS), required=False)
    risk = forms.ChoiceField(label=_("Risk"), choices=_any(RISK_WORDS), required=False)
    unmet = forms.ChoiceField(label=_("Unmet need"), choices=_any(_needs_on_cards()), required=False)
    page = forms.IntegerField(min_value=1, required=False)
