"""Forms of the consent page: an answer that is asked for or was heard, a person beside the defender, a follow-up."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.answering import Line, NewAnswer
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.concerned_person import LONGEST_LABEL, ConcernedPerson
from safeconduct.cases.consent_purpose import consent_purposes, purpose_named
from safeconduct.vocabulary.language import LANGUAGES
from safeconduct.web.defender.questions import LONGEST, Text

GROUP_WORDS = {
    "authorities": _("States and companies"),
    "public": _("In public"),
    "un": _("United Nations and regional bodies"),
    "read": _("Who may read"),
    "presence": _("Presence and visits"),
    "help": _("Help"),
    "group": _("Together"),
}
WORD_WORDS = {"yes": _("Yes"), "ask_first": _("Ask first"), "no": _("No")}
SCOPE_WORDS = {
    "story": _("What was told"),
    "identity": _("The name"),
    "contact": _("How to reach the person"),
    "evidence_working": _("Files"),
    "medical": _("What a doctor must know"),
    "sources": _("Who said what"),
}
READ_OUT_WORDS = {
    "": _("They read it themselves"),
    "officer": _("An officer"),
    "relay": _("The relay"),
    "relative": _("A relative"),
    "lawyer": _("A lawyer"),
    "interpreter": _("An interpreter"),
}
SAID_WORDS = {"deleted": _("Deleted"), "kept": _("Kept"), "silent": _("No answer")}
FOUND_WORDS = {"free": _("It was free"), "pressed": _("Somebody pressed"), "unknown": _("It cannot be told")}


class GivenAnswer(forms.Form):
    """What is asked of the defender, or what somebody answered another way."""

    purpose = forms.ChoiceField(label=_("What for"), error_messages={"required": _("Choose what it is for.")})
    recipient = forms.CharField(
        label=_("Who gets to know"),
        help_text=_("By name. Empty means any that the purpose speaks of; a state or a company is always named."),
        max_length=200,
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("In which way"), choices=[("", _("Any")), *choices_of("answer_channels")], required=False
    )
    person = forms.ChoiceField(label=_("Who answers"), required=False)
    scopes = forms.MultipleChoiceField(
        label=_("What of the file it covers"),
        help_text=_("Without a tick: what the purpose usually needs."),
        choices=list(SCOPE_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = forms.DateField(
        label=_("Last day, if there is one"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day. Write it as 2027-01-31.")},
        required=False,
    )
    text = Text(
        label=_("What you want to say with the question"),
        help_text=_("The defender reads it, and whoever has the code and the own word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )
    word = forms.ChoiceField(label=_("The answer"), choices=list(WORD_WORDS.items()), initial="no", required=False)
    given_by = forms.ChoiceField(label=_("Who gave it"), choices=choices_of("answer_givers"), required=False)
    ground = forms.ChoiceField(
        label=_("Why the person cannot be asked"),
        help_text=_("Only where somebody else answers, or the advance wish."),
        choices=[("", _("They can be asked")), *choices_of("answer_grounds")],
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language in which it was explained"),
        choices=[
            ("", _("Choose one")),
            *((one.code, one.own_name) for one in LANGUAGES),
            ("other", _("Another language")),
        ],
        required=False,
    )
    read_out_by = forms.ChoiceField(label=_("Read out by"), choices=list(READ_OUT_WORDS.items()), required=False)
    words = Text(
        label=_("When, how and in which words"),
        help_text=_("Stays with the office: the defender’s code does not open it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )
    heard = Text(
        label=_("Of a group: who was heard"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5_000,
        required=False,
    )

    def __init__(self, *given: Any, persons: Iterable[ConcernedPerson], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["purpose"].choices = [("", _("Choose one")), *_grouped_purposes()]
        self.fields["person"].choices = [("", _("The defender")), *((one.ref, one.label) for one in persons)]

    def line(self) -> Line:
        typed = self.cleaned_data
        return Line(
            purpose=typed["purpose"],
            recipient=typed["recipient"].strip(),
            channel=typed["channel"],
            person=typed["person"],
            scopes=tuple(typed["scopes"]) or purpose_named(typed["purpose"]).scopes,
            until=typed["until"].isoformat() if typed["until"] else "",
        )

    def told(self) -> NewAnswer:
        typed = self.cleaned_data
        named = {name: typed[name] for name in ("words", "ground", "heard", "language", "read_out_by")}
        return NewAnswer(word=typed["word"] or "no", given_by=typed["given_by"] or "self", **named)


def _grouped_purposes() -> list[tuple[Any, list[tuple[str, str]]]]:
    groups = groupby(consent_purposes(), key=lambda one: one.group)
    return [(GROUP_WORDS[name], [(one.value, one.label) for one in purposes]) for name, purposes in groups]


class NewPerson(forms.Form):
    role = forms.ChoiceField(label=_("Who it is to the defender"), choices=choices_of("person_roles"))
    label = forms.CharField(
        label=_("A few words that are no name"),
        help_text=_("The defender sees them too, such as “younger sister”."),
        widget=forms.TextInput(attrs={"size": LONGEST_LABEL}),
        required=False,
        max_length=200,
    )
    name = forms.CharField(
        label=_("The name, if you know it"),
        help_text=_("It is kept with the identity and shows only when that is revealed."),
        required=False,
        max_length=500,
    )


class SettledDeletion(forms.Form):
    said = forms.ChoiceField(label=_("What they say"), choices=list(SAID_WORDS.items()), required=False)
    words = Text(
        label=_("Who answered, when and how"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5_000,
        required=False,
    )


class FreeCheck(forms.Form):
    found = forms.ChoiceField(label=_("What you found"), choices=list(FOUND_WORDS.items()), required=False)
    words = Text(
        label=_("How the defender was asked, and what they said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )
