"""Forms of triage: ask back, decline, assess what somebody does, and one row of the queue."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases import eligibility, triage
from safeconduct.cases.coded_list import choices_of, coded_list
from safeconduct.cases.elsewhere import is_confirmed
from safeconduct.cases.standard_words import standard_words, texts
from safeconduct.guidance.match import Fit
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.wording import STATUS_WORDS

LONGEST_WORDS = 10_000
NOT_CHOSEN = "This is not among the choices. Choose one that is offered."


class AskBack(forms.Form):
    standard = forms.ChoiceField(
        label=_("A question that is often asked"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": NOT_CHOSEN},
    )
    text = Text(
        label=_("Or your own question"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        required=False,
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].choices = [
            (value, f"{words}\n{standard_words('ask', value, language)}") for value, words in QUESTIONS.items()
        ]


QUESTIONS = {
    "what_is_needed": _("What would help most"),
    "where": _("Where it happens"),
    "what_happened": _("What happened"),
}


class Decline(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why this office cannot take it up"),
        help_text=_("The reason stays in the office. The words under it are sent."),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": NOT_CHOSEN},
    )
    words = Text(
        label=_("Your own words instead"),
        help_text=_("Leave it empty to send the words under the reason."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        required=False,
    )
    elsewhere = forms.MultipleChoiceField(
        label=_("Where else the person can go"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": NOT_CHOSEN},
    )
    nobody_else = forms.BooleanField(label=_("We know of nobody else"), required=False)

    def __init__(self, *args: Any, language: str, fits: tuple[Fit, ...], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [
            (value, f"{label}\n{standard_words('decline', value, language)}")
            for value, label in choices_of(triage.REASONS)
        ]
        self.fields["elsewhere"].choices = [(fit.mechanism.id, _body(fit, today=today)) for fit in fits]
        if not fits:
            self.fields["elsewhere"].help_text = _("No body of the directory fits what is asked for in this country.")


def _body(fit: Fit, *, today: date) -> str:
    """One line with the name, one with what is known of it; an address that nobody confirmed is called so."""
    body = fit.mechanism
    sure = "" if is_confirmed(body, today=today) else "Address not confirmed. "
    said = " ".join([fit.because, body.how_to_ask, *fit.cautions]).replace("\n", " ")
    return f"{body.name}\n{sure}{said}"


def _named(fit: Fit, *, today: date) -> str:
    sure = "" if is_confirmed(fit.mechanism, today=today) else " (address not confirmed)"
    return f"{fit.mechanism.name}{sure}"


class Eligibility(forms.Form):
    status = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect, required=False)
    acts = forms.MultipleChoiceField(
        label=_("What the person does for the rights of others"),
        help_text=_("Acts only: no title, prize or fame. One is enough."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    said_by = forms.ChoiceField(label=_("Who says so"), required=False)
    words = Text(
        label=_("In words"),
        help_text=_("Stays among the sources: whoever says so may be named here."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [
            (value, f"{STATUS_WORDS[value]}\n{STATUS_HELP[value]}") for value in eligibility.STATUSES
        ]
        self.fields["acts"].choices = choices_of(eligibility.ACTS)
        self.fields["said_by"].choices = [("", _("Not said")), *choices_of(eligibility.SAYERS)]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = NOT_CHOSEN


STATUS_HELP = {
    eligibility.DEFENDER: _("At least one act below."),
    eligibility.PROTECTED: _(
        "Threatened, for example, for helping a court. Helped like anybody else; no page and no text calls them a defender."
    ),
    eligibility.UNKNOWN: _("Nothing is decided by it, and help does not wait for it."),
}


class QueueRow(forms.Form):
    """One row of the queue: `do` holds verb and value in one, so that each row is one choice and, for a decline, a second."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    do = forms.ChoiceField(required=False, error_messages={"invalid_choice": NOT_CHOSEN})
    elsewhere = forms.ChoiceField(required=False, error_messages={"invalid_choice": NOT_CHOSEN})

    def __init__(self, *args: Any, codename: str, fits: tuple[Fit, ...], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["do"].choices = row_choices()
        self.fields["do"].widget.attrs["aria-label"] = f"What to do with {codename}"
        self.fields["elsewhere"].choices = [
            ("", _("Where else to go, for a decline")),
            *((fit.mechanism.id, _named(fit, today=today)) for fit in fits),
            (triage.NOBODY_ELSE, _("We know of nobody else")),
        ]
        self.fields["elsewhere"].widget.attrs["aria-label"] = f"Where else {codename} can go"


def row_choices() -> list[tuple[str, Any]]:
    return [
        ("", _("Leave it for now")),
        ("accept taken_up", _("Accept")),
        (_("Ask back"), [(f"ask {value}", words) for value, words in QUESTIONS.items()]),
        (_("Decline"), [(f"decline {row.value}", row.label) for row in coded_list(triage.REASONS) if not row.ended]),
    ]


def words_by_choice() -> list[dict[str, str]]:
    """What each choice of a row sends, in English; see triage.html."""
    reasons = dict(choices_of(triage.REASONS))
    labels = {"accept": {"taken_up": "Accept"}, "ask": QUESTIONS, "decline": reasons}
    return [
        {"label": str(labels[purpose][value]), "words": standard_words(purpose, value, "en")}
        for purpose in ("accept", "ask", "decline")
        for value in texts()[purpose]
        if value in labels[purpose]
    ]
