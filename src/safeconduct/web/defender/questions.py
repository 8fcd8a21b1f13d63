"""The seven questions after "who is it about": their fields and words. At most eight in all; each can be skipped."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.vocabulary.telling import CHANNELS, CONSENTS, NEEDS, URGENCY
from safeconduct.web.upload import SealedUpload

LONGEST = 50_000

URGENCY_WORDS = {
    "now": _("Yes, now"),
    "days": _("Within the next days"),
    "no": _("No, not now"),
}
NEED_WORDS = {
    "lawyer": _("A lawyer"),
    "safe_place": _("A safe place"),
    "medical": _("A doctor or medicine"),
    "money": _("Money for something urgent"),
    "observer": _("Someone who sits in at a hearing or trial"),
    "visit": _("A visit, by diplomats or others"),
    "visa": _("A visa or papers"),
    "private_word": _("A quiet word with the authorities"),
    "public_word": _("Public attention"),
    "digital": _("Help with a phone, a computer or online accounts"),
    "family": _("Help for the family or others nearby"),
}
CHANNEL_WORDS = {
    "here": _("Only here, on this page"),
    "trusted": _("Through someone I trust"),
    "phone": _("By phone or message"),
}
CONSENT_WORDS = {
    "share_mission": _("Other embassies in the country may read what I wrote, without the name"),
    "share_network": _("Other organisations that help may read what I wrote, without the name"),
    "raise_private_unnamed": _("The authorities may be asked about it in private, without the name"),
    "raise_private_named": _("The authorities may be asked about it in private, with the name"),
    "observe_trial": _("Someone may come to the hearing and sit in"),
    "publish_unnamed": _("It may be spoken about in public, without the name"),
    "publish_named": _("It may be spoken about in public, with the name"),
}


class Text(forms.CharField):
    """A text that browsers must not cut off: what is too long is said, and all of it comes back."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Happened(forms.Form):
    happened = Text(
        label=_("In your own words"),
        help_text=_("A few sentences are enough. You can add more later."),
        widget=forms.Textarea(attrs={"rows": 7}),
        required=False,
        max_length=LONGEST,
    )
    urgency = forms.ChoiceField(
        label=_("Is somebody in danger?"),
        choices=[(value, URGENCY_WORDS[value]) for value in URGENCY],
        widget=forms.RadioSelect,
        required=False,
    )


class Where(forms.Form):
    country = forms.CharField(label=_("Country"), required=False, max_length=200)
    place = forms.CharField(
        label=_("Town or region"),
        help_text=_("Leave it out if it could point to somebody."),
        required=False,
        max_length=500,
    )


class Need(forms.Form):
    needs = forms.MultipleChoiceField(
        label=_("Choose as many as you like"),
        choices=[(value, NEED_WORDS[value]) for value in NEEDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    need_words = Text(
        label=_("Or in your own words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
    )


class You(forms.Form):
    name = forms.CharField(
        label=_("A name, if you want to give one"),
        help_text=_("It is kept apart from the rest. A name that you chose yourself is fine too."),
        required=False,
        max_length=500,
    )
    work = Text(
        label=_("What do you do for the rights of others?"),
        help_text=_("What you do counts, not whether you are known or belong to an organisation."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, for_other: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_other:
            self.fields["name"].label = _("Their name, if you want to give one")
            self.fields["work"].label = _("What do they do for the rights of others?")
            self.fields["work"].help_text = _(
                "What they do counts, not whether they are known or belong to an organisation."
            )


class Reach(forms.Form):
    channel = forms.ChoiceField(
        label=_("Choose one"),
        choices=[(value, CHANNEL_WORDS[value]) for value in CHANNELS],
        widget=forms.RadioSelect,
        initial="here",
        required=False,
    )
    address = forms.CharField(
        label=_("Number or user name"),
        help_text=_("Yours, or of the person you trust. Leave it empty for “only here”."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        required=False,
        max_length=500,
    )
    unsafe = Text(
        label=_("When is it not safe?"),
        help_text=_("Hours, other people who use the phone, words that must not be said."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        address, channel = cleaned.get("address", ""), cleaned.get("channel")
        if channel in ("phone", "trusted") and not address and "address" not in self.errors:
            self.add_error("address", _("There is no number or name yet. Write one, or choose another way above."))
        if re.search(r"\d[\s\d]*[oOоО][\s\d]*\d", address):
            self.add_error("address", _("“O” is a letter. Type 0 (zero), or choose another way above."))
        return cleaned


OFFICE_KINDS = {
    "mission": _("Embassy or delegation"),
    "network": _("Organisation that protects"),
    "body": _("International body"),
}


class Readers(forms.Form):
    organisations = forms.MultipleChoiceField(
        label=_("Which office may read this?"),
        help_text=_("At most three. Each of them answers you."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consents = forms.MultipleChoiceField(
        label=_("What else may be done?"),
        help_text=_("Nothing is ticked. What you do not tick is not done. You can change it later."),
        choices=[(value, CONSENT_WORDS[value]) for value in CONSENTS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]], unaware: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].choices = offices
        self._unaware = unaware
        if unaware:
            del self.fields["consents"]
            self.fields["organisations"].help_text = _("One only. It keeps this safe and shows it to nobody else.")

    def clean_organisations(self) -> list[str]:
        chosen = self.cleaned_data["organisations"]
        if not chosen:
            raise forms.ValidationError(_("No office is chosen yet. Choose who may read this."))
        if self._unaware and len(chosen) > 1:
            raise forms.ValidationError(_("These are more than one. The person does not know yet: choose one office."))
        if len(chosen) > 3:
            raise forms.ValidationError(_("These are more than three offices. Choose at most three."))
        return chosen


class SealedFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class SeveralFiles(forms.FileField):
    """Any number of files, each sealed already when it gets here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SealedFiles(attrs={"multiple": True}), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[SealedUpload]:
        several = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [upload for upload in several if isinstance(upload, SealedUpload)]


class Files(forms.Form):
    files = SeveralFiles(
        label=_("Photos, papers, recordings"),
        help_text=_(
            "At most 10 files of 25 MB. They are sealed while they arrive. Choose a file, then press Continue."
        ),
    )


@dataclass(frozen=True)
class Question:
    """One step: its form, its title for oneself and for somebody else, and who can read the answer."""

    name: str
    form: type[forms.Form]
    title: Any
    title_for_other: Any
    help: Any = ""
    readers_note: Any = ""


QUESTIONS = (
    Question(
        "happened",
        Happened,
        _("What happened, or may happen?"),
        _("What happened to them, or may happen?"),
        readers_note=_(
            "Only the people on duty at the office that you choose later. Nobody reads it before you press Send."
        ),
    ),
    Question("where", Where, _("Where, roughly?"), _("Where, roughly?")),
    Question("need", Need, _("What do you need?"), _("What do they need?")),
    Question(
        "you",
        You,
        _("Who are you?"),
        _("Who are they?"),
        readers_note=_(
            "Only the people on duty at the office that you choose. A name stays closed until one of them gives a reason."
        ),
    ),
    Question(
        "reach",
        Reach,
        _("How may an answer reach you?"),
        _("How may an answer reach you?"),
        help=_("You can change this later."),
        readers_note=_(
            "Only the people on duty at the office that you choose. They do not pass your number on unless you say yes."
        ),
    ),
    Question("readers", Readers, _("Who may read this?"), _("Who may read this?")),
    Question("files", Files, _("Do you want to add files?"), _("Do you want to add files?")),
)
NAMES = tuple(question.name for question in QUESTIONS)


def question(name: str) -> Question:
    return next(one for one in QUESTIONS if one.name == name)


def after(name: str) -> str:
    """The step after this one; "code" after the last."""
    return (*NAMES, "code")[NAMES.index(name) + 1]


def before(name: str) -> str:
    """The step before this one; "start" before the first."""
    return ("start", *NAMES)[(*NAMES, "code").index(name)]
