"""Forms for coming back: the code, a message, consents, how to be reached, and wishes for when nobody can ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.vocabulary.telling import CONSENTS, STAGES, SUPPORT
from safeconduct.web.defender.questions import CHANNEL_WORDS, CONSENT_WORDS, LONGEST, NEED_WORDS, SeveralFiles, Text

RHYTHM_WORDS = {
    "news": _("When there is news"),
    "week": _("At least every week"),
    "fortnight": _("At least every two weeks"),
    "month": _("At least every month"),
    "never": _("Write nothing. I will come and look."),
}


CHOOSE_ONE = {"required": _("Nothing is chosen yet. Choose one of these.")}


DANGER_WORDS = {
    "low": _("I do not expect that anything happens."),
    "raised": _("Something could happen. I am careful."),
    "high": _("Something will happen if nothing changes."),
    "severe": _("Something bad will happen soon."),
    "immediate": _("It happens now, or can happen at any moment."),
}


STAGE_WORDS = {
    "danger": _("Now, in the danger"),
    "recovery": _("Afterwards, to recover"),
    "work": _("To go on with the work"),
}
SUPPORT_WORDS = {
    **NEED_WORDS,
    "psychosocial": _("Care for the mind, and rest"),
    "rehabilitation": _("Recovery after torture or injury"),
    "transport": _("Transport"),
    "accompaniment": _("Someone who goes along"),
    "training": _("Training in protection"),
    "equipment": _("Equipment"),
    "housing": _("Housing"),
    "schooling": _("Schooling"),
    "childcare": _("Care for children or old people"),
    "livelihood": _("Means to live"),
    "language": _("An interpreter"),
    "networking": _("Contact with others who do this work"),
}


def _answer(label: Any) -> Text:
    return Text(label=label, widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=LONGEST)


class Words(forms.Form):
    words = Text(
        label=_("Your words"),
        widget=forms.Textarea(
            attrs={"rows": 4, "dir": "auto", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        max_length=2_000,
        error_messages={"required": _("Nothing is typed yet. Type your words, or write to us anew.")},
    )


class Writing(forms.Form):
    message = Text(label=_("Message"), widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=LONGEST)
    files = SeveralFiles(label=_("Files"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("message", "").strip() and not cleaned.get("files") and not self.errors:
            self.add_error("message", _("Nothing is written yet. Write a sentence or add a file, then press Send."))
        return cleaned


class Consents(forms.Form):
    consents = forms.MultipleChoiceField(
        label=_("What may be done"),
        help_text=_("What is not ticked is not done. Taking a tick away counts from this moment."),
        choices=[(value, CONSENT_WORDS[value]) for value in CONSENTS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ContactWish(forms.Form):
    rhythm = forms.ChoiceField(
        error_messages=CHOOSE_ONE,
        label=_("How often should we write?"),
        choices=list(RHYTHM_WORDS.items()),
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        error_messages=CHOOSE_ONE, label=_("Which way?"), choices=list(CHANNEL_WORDS.items()), widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=_("Number or user name"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        required=False,
        max_length=500,
    )
    safe_hours = Text(
        label=_("When is it safe, and when not?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2_000,
    )


class AdvanceWish(forms.Form):
    detained = Text(
        label=_("If I am detained, missing or silent: what may be done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
    )
    office_closes = Text(
        label=_("If this office closes: who may take over what I wrote, or that it is erased"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=LONGEST,
    )
    speaks = forms.CharField(label=_("Who speaks for me"), required=False, max_length=1_000)
    never_speaks = forms.CharField(label=_("Who never speaks for me"), required=False, max_length=1_000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(value.strip() for value in cleaned.values()) and not self.errors:
            self.add_error("detained", _("Nothing is written yet. Fill in at least one of these four."))
        return cleaned


class DangerView(forms.Form):
    """Each can be left out; what is left out stays as it was told before."""

    band = forms.ChoiceField(
        label=_("Choose the sentence that is nearest"),
        choices=list(DANGER_WORDS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    worries = _answer(_("What worries you most?"))
    does = _answer(_("What do you do already to be safer?"))
    helps = _answer(_("Who or what helps you?"))
    worse = _answer(_("What would make it worse?"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(value.strip() for value in cleaned.values()) and not self.errors:
            self.add_error("band", _("Nothing is chosen or written yet. Fill in at least one of these five."))
        return cleaned


class SupportForm(forms.Form):
    """One stage at a time; what is told of a stage replaces what was told of it before."""

    stage = forms.ChoiceField(
        error_messages=CHOOSE_ONE,
        label=_("For which stage?"),
        choices=[(value, STAGE_WORDS[value]) for value in STAGES],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Choose as many as you like"),
        choices=[(value, SUPPORT_WORDS[value]) for value in SUPPORT],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = _answer(_("Or in your own words"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("kinds") and not cleaned.get("words", "").strip() and not self.errors:
            self.add_error("kinds", _("Nothing is chosen or written yet. Choose one, or write a sentence."))
        return cleaned
