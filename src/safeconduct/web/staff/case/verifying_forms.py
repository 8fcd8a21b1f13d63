"""The forms of verifying: a source, a question to it, what it says, a doubt, the next check."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.source import DEFENDER, FIRST_HAND, NOT_KNOWN
from safeconduct.cases.verification import CANNOT_SAY, CONFIRMS, DENIES
from safeconduct.vocabulary.language import LANGUAGES
from safeconduct.web.defender.questions import LONGEST, Text
from safeconduct.web.staff.case.incident_forms import NOT_A_DAY, ShortText

Choices = list[tuple[str, Any]]
THE_PERSON = ("", _("Who the person is, and the work"))
SAYS = {CONFIRMS: _("Confirms it"), DENIES: _("Denies it"), CANNOT_SAY: _("Cannot say")}
HEARD_FROM: Choices = [
    (FIRST_HAND, _("Saw it, or knows it without anybody")),
    (DEFENDER, _("From the defender")),
    (NOT_KNOWN, _("Not known")),
]
IN_A_QUESTION: Choices = [
    ("acts", _("What was done, by its kind")),
    ("month", _("The month, never the day")),
    ("region", _("The region, never the place")),
]


class NeededDay(forms.DateField):
    """A day that cannot be left out."""

    def __init__(self, label: Any, missing: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, error_messages={"required": missing, "invalid": NOT_A_DAY})


def words(label: Any, help_text: Any = "") -> Text:
    widget = forms.Textarea(attrs={"rows": 3})
    return Text(label=label, help_text=help_text, widget=widget, max_length=LONGEST, required=False)


CHOOSE = ("", _("Choose"))


class Judged(forms.ChoiceField):
    """What somebody must judge: it begins with nothing chosen, so that no answer is given by not looking at it."""

    def __init__(self, label: Any, missing: Any, choices: Choices, help_text: Any = "") -> None:
        errors = {"required": missing}
        super().__init__(label=label, choices=[CHOOSE, *choices], help_text=help_text, error_messages=errors)


class SourceForm(forms.Form):
    name = ShortText(_("Who or what it is"), _("Stays with the sources: it is never shared and on no card."))
    basis = forms.ChoiceField(label=_("Kind of source"), choices=choices_of("verification_bases"))
    heard_from = Judged(
        _("Knows it from"),
        _("It is not said where they know it from. Choose it; “Not known” is an answer too."),
        HEARD_FROM,
        _("Two who heard it from one count once."),
    )
    may_be_named = forms.BooleanField(label=_("Agreed to be named to a partner organisation"), required=False)
    text = words(_("How to reach them, and what speaks for or against them"))

    def __init__(self, *given: Any, sources: Choices, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["heard_from"].choices = [CHOOSE, *HEARD_FROM, *sources]


class ResultForm(forms.Form):
    target = forms.ChoiceField(label=_("About"), required=False)
    source = forms.ChoiceField(label=_("Who says it"))
    says = Judged(_("What the source says"), _("It is not said what the source says. Choose it."), list(SAYS.items()))
    facts = forms.MultipleChoiceField(
        label=_("Which facts, each on its own"),
        choices=choices_of("verified_facts"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    grade = Judged(
        _("The source: how far it can be relied on"),
        _("The source has no grade yet. Choose how far it can be relied on."),
        [(value, f"{value}: {label}") for value, label in choices_of("source_grades")],
    )
    information = Judged(
        _("This piece of information: how far it can be believed"),
        _("The information has no grade yet. Choose how far it can be believed."),
        [(value, f"{value[1:]}: {label}") for value, label in choices_of("information_grades")],
    )
    confidence = Judged(
        _("How sure you are"), _("It is not said how sure you are. Choose it."), choices_of("confidences")
    )
    until = NeededDay(_("May be relied on until"), _("The last day is missing. Choose one."))
    asked = forms.ChoiceField(label=_("It answers the question"), required=False)
    text = words(_("How it was said"), _("Stays with the sources."))

    def __init__(self, *given: Any, targets: Choices, sources: Choices, questions: Choices, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["target"].choices = [THE_PERSON, *targets]
        self.fields["source"].choices = sources
        self.fields["asked"].choices = [("", _("None")), *questions]


class QuestionForm(forms.Form):
    source = forms.ChoiceField(label=_("Who is asked"))
    target = forms.ChoiceField(label=_("About"), required=False)
    parts = forms.MultipleChoiceField(
        label=_("What the source must hear to answer, and no more"),
        choices=IN_A_QUESTION,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own = words(_("In your words"), _("No name, and nothing that leads to another source."))
    by = NeededDay(_("Ask until"), _("The day is missing. Choose by when the source is asked."))
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST, strip=False)

    def __init__(self, *given: Any, targets: Choices, sources: Choices, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["source"].choices = sources
        self.fields["target"].choices = [THE_PERSON, *targets]


class LinkForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the page"), choices=[(language.code, language.own_name) for language in LANGUAGES]
    )
    until = NeededDay(_("Good until"), _("The last day is missing. Choose one within two weeks."))


class CheckForm(forms.Form):
    step = forms.ChoiceField(label=_("What is done next"), choices=choices_of("next_checks"))
    by = NeededDay(_("By"), _("The day is missing. Choose by when somebody looks at it."))


class DoubtForm(forms.Form):
    text = ShortText(
        _("What is in doubt"),
        _("Partners who reuse the result read this sentence. No names, and no word of the source."),
    )


class ReuseForm(forms.Form):
    share = forms.ChoiceField(label=_("With whom"))

    def __init__(self, *given: Any, shares: Choices, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["share"].choices = shares
