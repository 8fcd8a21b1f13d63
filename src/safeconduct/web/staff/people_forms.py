"""Forms of the place "People". Each that changes who may do what asks for the passphrase, unless it was just proved."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.access.enrolment import DUTIES, LONGEST_NAME
from safeconduct.access.invitation import ROLES
from safeconduct.web.staff.fields import Day

ROLE_WORDS = {"officer": _("Officer"), "auditor": _("Auditor"), "registrar": _("Administrator")}
DUTY_WORDS = {
    "requests": _("Receives requests"),
    "auditors": _("Reads the journal"),
    "other": _("Neither"),
}

Choice = tuple[str, str]


class Proving(forms.Form):
    """`proved` leaves the passphrase out: it was typed within the last five minutes."""

    def __init__(self, *given: Any, proved: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        if proved:
            return
        self.fields["passphrase"] = forms.CharField(
            label=_("Your passphrase, again"),
            max_length=500,
            required=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        )


class Invite(Proving):
    name = forms.CharField(
        label=_("Name to sign in with"),
        help_text=_("It stands in clear on the disk: no full name where that is a danger."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    post = forms.ChoiceField(label=_("Post"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[(role, ROLE_WORDS[role]) for role in ROLES], required=False)
    compartments = forms.MultipleChoiceField(
        label=_("To be let into"),
        help_text=_("Somebody who holds the compartment lets the person in, once both administrators have certified."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *given: Any, posts: Iterable[Choice], compartments: Iterable[Choice], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["post"].choices = [("", _("Choose a post")), *posts]
        self.fields["compartments"].choices = list(compartments)


class NewPost(Proving):
    name = forms.CharField(label=_("A new post"), max_length=LONGEST_NAME + 1, required=False)


class ChangePost(Proving):
    post = forms.ChoiceField(label=_("Post"), required=False)
    name = forms.CharField(
        label=_("New name"), help_text=_("Only for renaming."), max_length=LONGEST_NAME + 1, required=False
    )

    def __init__(self, *given: Any, posts: Iterable[Choice], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["post"].choices = list(posts)


class NewCompartment(Proving):
    name = forms.CharField(label=_("A new compartment"), max_length=LONGEST_NAME + 1, required=False)
    duty = forms.ChoiceField(label=_("Duty"), choices=[(duty, DUTY_WORDS[duty]) for duty in DUTIES], required=False)
    holder = forms.ChoiceField(
        label=_("First holder"),
        help_text=_("This person makes the key at the next visit; then an administrator certifies it."),
        required=False,
    )

    def __init__(self, *given: Any, members: Iterable[Choice], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["holder"].choices = list(members)


class OfCompartment(Proving):
    compartment = forms.ChoiceField(label=_("Compartment"), required=False)

    def __init__(self, *given: Any, compartments: Iterable[Choice], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["compartment"].choices = list(compartments)


class TakeOut(OfCompartment):
    confirmed = forms.BooleanField(
        label=_("Also if nobody else holds it: what is sealed there then opens by recovery only."), required=False
    )


class CertifyNew(Proving):
    words = forms.CharField(
        label=_("The eight words, as the person reads them to you"),
        help_text=_(
            "In person or by a call in which you know the voice. Type what you hear; this page does not show them."
        ),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Confirm(Proving):
    """Nothing to fill in but the proof."""


class Change(Proving):
    post = forms.ChoiceField(label=_("Post"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[(role, ROLE_WORDS[role]) for role in ROLES], required=False)

    def __init__(self, *given: Any, posts: Iterable[Choice], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["post"].choices = list(posts)


class WithRoot(Proving):
    root_words = forms.CharField(
        label=_("The 24 words of the root key"),
        help_text=_("From the paper. Used for this one request and kept nowhere."),
        max_length=1000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class Leave(Proving):
    last_day = Day(
        _("Last day, if not at once"),
        help_text=_("Sign it, and everything ends by itself when that day is over (UTC)."),
    )
    confirmed = forms.BooleanField(
        label=_("Also if nobody else holds a compartment: what is sealed there then opens by recovery only."),
        required=False,
    )
    root_words = WithRoot.base_fields["root_words"]

    def __init__(self, *given: Any, is_last: bool, is_registrar: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not is_last:
            del self.fields["confirmed"]
        if not is_registrar:
            del self.fields["root_words"]
        else:
            del self.fields["last_day"]


class Words(forms.Form):
    words = forms.CharField(
        label=_("The words of your invitation"),
        help_text=_("All of them, in order, as they stand on the paper."),
        max_length=1000,
        error_messages={"required": _("The words are missing. Type them from the paper.")},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )


class Kept(forms.Form):
    passphrase = forms.CharField(
        label=_("Your passphrase"),
        max_length=500,
        error_messages={"required": _("The passphrase is missing. Type all seven words.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    digits = forms.CharField(
        label=_("Six digits from your authenticator"),
        max_length=20,
        error_messages={"required": _("The digits are missing. Read them from your authenticator.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
