"""The form on how it went with a mechanism of protection, and its words. Defenders and officers fill in the same one."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safeconduct.guidance.mechanism import Mechanism
from safeconduct.intake.experience import ANSWERED, EARLIER, HELPED, Experience, years
from safeconduct.web.defender.questions import LONGEST, Text
from safeconduct.web.defender.wishing import CHOOSE_ONE

ANSWERED_WORDS = {
    "yes": gettext_lazy("It answered"),
    "late": gettext_lazy("It answered late"),
    "none": gettext_lazy("It did not answer"),
}
HELPED_WORDS = {
    "helped": gettext_lazy("It helped"),
    "little": gettext_lazy("It helped a little"),
    "nothing": gettext_lazy("It changed nothing"),
    "worse": gettext_lazy("It made things worse"),
}
REACH_WORDS = {
    "here": gettext_lazy("In this country"),
    "everywhere": gettext_lazy("In all countries"),
    "elsewhere": gettext_lazy("In other countries"),
}


class HowItWent(forms.Form):
    mechanism = forms.ChoiceField(
        label=gettext_lazy("Which one was it?"),
        help_text=gettext_lazy("If it is not in the list, leave this and write its name below."),
        required=False,
    )
    name = Text(
        label=gettext_lazy("Its name, if it is not in the list"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        required=False,
        max_length=200,
    )
    year = forms.ChoiceField(label=gettext_lazy("About when?"), required=False)
    answered = forms.ChoiceField(
        label=gettext_lazy("Was there an answer?"),
        choices=[(value, ANSWERED_WORDS[value]) for value in ANSWERED],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    helped = forms.ChoiceField(
        label=gettext_lazy("Did it help?"),
        choices=[(value, HELPED_WORDS[value]) for value in HELPED],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    words = Text(
        label=gettext_lazy("What should be known about it?"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        required=False,
        max_length=LONGEST,
    )

    def __init__(
        self, *given: Any, known: Mapping[str, Iterable[Mechanism]], today: date, about_words: Any = "", **named: Any
    ) -> None:
        """`known`: mechanisms by their reach, as they are offered."""
        super().__init__(*given, **named)
        groups = [
            (REACH_WORDS[reach], [(one.id, one.name) for one in found]) for reach, found in known.items() if found
        ]
        self.fields["mechanism"].choices = [("", _("Choose one")), *groups]
        self.fields["year"].choices = [("", _("I do not know")), *((one, year_in_words(one)) for one in years(today))]
        self.fields["words"].help_text = about_words

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        mechanism, name = typed.get("mechanism", ""), typed.get("name", "").strip()
        if not mechanism and not name and not self.errors.keys() & {"mechanism", "name"}:
            self.add_error("mechanism", _("It is not said which one it was. Choose one, or write its name."))
        elif mechanism and name:
            self.add_error("name", _("One is chosen and another is written. Take one of the two away."))
        return typed

    def experience(self) -> Experience:
        typed = self.cleaned_data
        return Experience(
            typed["mechanism"],
            typed["name"].strip(),
            typed["year"],
            typed["answered"],
            typed["helped"],
            typed["words"].strip(),
        )


def year_in_words(year: str) -> str | Promise:
    return _("Longer ago") if year == EARLIER else year


def answers_in_words(one: Experience) -> str:
    """ "It answered late. It helped a little. 2024." """
    said = (ANSWERED_WORDS[one.answered], HELPED_WORDS[one.helped], year_in_words(one.year))
    return " ".join(f"{part}." for part in said if part)


def name_of(one: Experience, mechanisms: Iterable[Mechanism]) -> str:
    return one.name or next((known.name for known in mechanisms if known.id == one.mechanism), one.mechanism)
