"""The questions between private and public, as fields of a form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.benchmark import ANSWERS, LIST
from safeconduct.cases.coded_list import choices_of

ANSWER_WORDS = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
CHOICE_WORDS = {
    "publish": _("Make it public"),
    "later": _("Not now, look again"),
    "private": _("Keep it private"),
}


def benchmark_fields() -> dict[str, forms.ChoiceField]:
    offered = [("", _("Choose")), *((answer, ANSWER_WORDS[answer]) for answer in ANSWERS)]
    return {
        f"benchmark_{value}": forms.ChoiceField(label=label, choices=offered, required=False)
        for value, label in choices_of(LIST)
    }


def benchmarks_in(typed: Mapping[str, Any]) -> dict[str, str]:
    """What was answered, by the value of the list."""
    answers = {value: typed.get(f"benchmark_{value}", "") for value, _label in choices_of(LIST)}
    return {value: answer for value, answer in answers.items() if answer}
