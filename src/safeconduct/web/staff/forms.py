"""Forms of the staff's side."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.file_origin import FileOrigin
from safeconduct.vocabulary.language import LANGUAGES
from safeconduct.vocabulary.telling import ABOUT, SOURCES, URGENCY
from safeconduct.web.defender.questions import LONGEST, SeveralFiles, Text


class SignIn(forms.Form):
    name = forms.CharField(
        error_messages={"required": _("Your name is missing. Type the name you sign in with.")},
        label=_("Name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        error_messages={"required": _("The passphrase is missing. Type all its words.")},
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Six digits from your authenticator"),
        error_messages={"required": _("The digits are missing. Read them from your authenticator.")},
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *given: Any, has_answer: bool = False, **named: Any) -> None:
        """`has_answer`: a passkey was used instead of the digits."""
        super().__init__(*given, **named)
        self.fields["code"].required = not has_answer


class Answer(forms.Form):
    text = Text(
        label=_("To the defender"), widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST, required=False
    )


class Note(forms.Form):
    text = Text(label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST, required=False)


class EmergencyReason(forms.Form):
    reason = Text(
        label=_("What cannot wait, and how you know it"),
        help_text=_(
            "A second member must confirm it. It stands in for the risk assessment and the waiting time, never for consent."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        required=False,
    )


class NewFiles(forms.Form):
    template_name = "staff/new_files.html"

    files = SeveralFiles(label=_("Files"), help_text=_("At most 10 of 25 MB each. Sealed while they arrive."))
    link = Text(
        label=_("Published at"),
        help_text=_("For a post or a report that is online: keep a copy here, and its address."),
        max_length=2_000,
        required=False,
    )
    author = Text(label=_("Published by"), max_length=500, required=False)
    on = forms.DateField(
        label=_("Published on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day. Write it as 2027-01-31, or leave it empty.")},
        required=False,
    )

    def origin(self) -> FileOrigin:
        return FileOrigin(*(self.cleaned_data[name] for name in ("link", "author", "on")))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("files") and not self.errors:
            self.add_error("files", _("No file is chosen yet. Choose one, then add it."))
        return cleaned


class Accept(forms.Form):
    """Nothing to fill in: the button is the answer."""


class GiveCode(forms.Form):
    own_word = forms.CharField(
        label=_("A word of the person’s choice"),
        help_text=_("Ask for it. With the code it opens the messages; nobody can show it again."),
        max_length=100,
        required=False,
    )


REVEAL_REASONS = {
    "": _("Choose a reason"),
    "reach": _("To reach the person"),
    "verify": _("To verify who it is"),
    "duplicate": _("To see whether it is somebody we know"),
    "danger": _("Danger to life"),
}


class Reveal(forms.Form):
    passphrase = forms.CharField(
        label=_("Your passphrase, again"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        required=False,
    )
    reason = forms.ChoiceField(label=_("Why now"), choices=list(REVEAL_REASONS.items()), required=False)


EXPORT_REASONS = {
    "": _("Choose a reason"),
    "copy": _("To keep a copy of our own elsewhere"),
    "move": _("To move to another instance"),
    "close": _("The organisation or this instance closes"),
    "asked": _("Somebody with a right to it asks for it"),
}


class Export(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), choices=list(EXPORT_REASONS.items()), required=False)
    with_identity = forms.BooleanField(
        label=_("Names too"),
        help_text=_("Without this tick the name that was given stays closed in every dossier."),
        required=False,
    )
    passphrase = forms.CharField(
        label=_("Your passphrase, again"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        required=False,
    )


class Notices(forms.Form):
    address = forms.EmailField(
        label=_("Address for notices"),
        help_text=_("Leave it empty to end the mail. Everybody on the way sees that this address gets mail from here."),
        error_messages={"invalid": _("This is not an address. Type one like desk@example.org, or leave it empty.")},
        required=False,
    )


SOURCE_WORDS = {"phone": _("By phone"), "message": _("By message or mail"), "paper": _("On paper")}
ABOUT_WORDS = {
    "me": _("The person themselves"),
    "someone": _("Somebody for them, who has their yes"),
    "unaware": _("Somebody for them; the person does not know yet"),
}
URGENCY_WORDS = {"": _("Not said"), "now": _("Danger now"), "days": _("Within days"), "no": _("Not near")}


class TakeDown(forms.Form):
    source = forms.ChoiceField(
        label=_("How it came"), choices=[(value, SOURCE_WORDS[value]) for value in SOURCES if value in SOURCE_WORDS]
    )
    about = forms.ChoiceField(label=_("Who tells it"), choices=[(value, ABOUT_WORDS[value]) for value in ABOUT])
    urgency = forms.ChoiceField(
        label=_("Danger"), choices=[(value, URGENCY_WORDS[value]) for value in ("", *URGENCY)], required=False
    )
    language = forms.ChoiceField(
        label=_("Language of the code"), choices=[(language.code, language.own_name) for language in LANGUAGES]
    )
    text_language = forms.ChoiceField(
        label=_("Language of the text"),
        choices=[("", _("The same as the code")), *((language.code, language.own_name) for language in LANGUAGES)],
        required=False,
    )
    said_on = forms.DateField(
        label=_("Day on which it was said or written"),
        help_text=_("For dates without a year in the text. Leave it empty if you do not know."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day. Write it as 2027-01-31, or leave it empty.")},
        required=False,
    )
    text = Text(
        label=_("What was said or written"),
        help_text=_(
            "Free text, or the filled text form: its numbered answers are put in their places. Consents stay off unless the form says yes. "
            "Of a long chat or mail thread, write one sentence here; on its page the thread is split into dated lines to choose from."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=100_000,
        error_messages={"required": _("Nothing is here yet. Type or paste what was said, then keep it.")},
    )
    own_word = forms.CharField(
        label=_("A word of the person’s choice"),
        help_text=_("Ask for it. Without one, the code shows only how far things are."),
        max_length=100,
        required=False,
    )

    def clean_said_on(self) -> date | None:
        said_on: date | None = self.cleaned_data["said_on"]
        if said_on and said_on > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet. Check it, or leave it empty."))
        return said_on


PART_CHOICES = [
    ("story", _("What was told")),
    ("files", _("Files, with the originals")),
    ("contact", _("How to reach the person")),
    ("identity", _("The name")),
]
PURPOSE_CHOICES = [
    ("support", _("To help the person themselves")),
    ("advice", _("To advise us")),
    ("act_together", _("To act together with us")),
]
MARKING_CHOICES = [
    ("TLP:AMBER+STRICT", _("TLP:AMBER+STRICT: that organisation alone")),
    ("TLP:AMBER", _("TLP:AMBER: also those who must know in order to help")),
    ("TLP:GREEN", _("TLP:GREEN: also others who protect defenders, never the public")),
]
WAY_CHOICES = [
    ("in_person", _("In person")),
    ("call", _("In a call with a known voice")),
    ("writing", _("In writing")),
    ("representative", _("By the person who speaks for them")),
    ("advance_wish", _("By the advance wish")),
]


class Passphrase(forms.CharField):
    """The member's own passphrase, again; not needed for five minutes after it was typed."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Your passphrase, again"),
            max_length=500,
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            required=False,
        )


class ShareTerms(forms.Form):
    organisation = forms.ChoiceField(label=_("With whom"))
    parts = forms.MultipleChoiceField(
        label=_("What they may read"), choices=PART_CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    purpose = forms.ChoiceField(label=_("What for"), choices=PURPOSE_CHOICES)
    marking = forms.ChoiceField(label=_("What they may pass on"), choices=MARKING_CHOICES)
    until = forms.DateField(
        label=_("Last day of reading"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("The last day is missing. Choose one."),
            "invalid": _("This is not a day. Write it as 2027-01-31."),
        },
    )
    passphrase = Passphrase()
    way = forms.ChoiceField(label=_("How the yes was given"), choices=WAY_CHOICES, required=False)
    words = Text(
        label=_("When, by whom, in which words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], needs_passphrase: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations
        if not needs_passphrase:
            self.fields["passphrase"].widget = forms.HiddenInput()


class SharePassphrase(forms.Form):
    passphrase = Passphrase()


class ShareWords(forms.Form):
    text = Text(
        label=_("Write about this share"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST, required=False
    )
