"""Forms of "My account" and of the ways back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.access.passkey import LONGEST_NAME
from safeconduct.sealing.code import LONGEST_TYPED, Code, Misread, read
from safeconduct.web.staff.people_forms import Proving

MISREAD = {
    "short": _("Words are missing: a paper code has 13. Type all of them in their order."),
    "unknown word": _("One of the words is on no list. Check the spelling of each."),
    "check": _("These words are no paper code. Check each word and their order."),
}


def passphrase_field(label: str, *, autocomplete: str = "current-password") -> forms.CharField:
    return forms.CharField(
        label=label,
        error_messages={"required": _("The passphrase is missing. Type all its words.")},
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def digits_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        error_messages={"required": _("The digits are missing. Read them from your authenticator.")},
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class PaperWords(forms.Textarea):
    """What was typed is not sent back: whoever comes to the screen next would read the code."""

    def format_value(self, value: object) -> None:
        return None


class PaperField(forms.CharField):
    """Gives the code itself; what is no code is refused here, before anybody's row is looked at."""

    def __init__(self) -> None:
        super().__init__(
            label=_("The 13 words of your paper code"),
            error_messages={"required": _("The paper code is missing. Type its 13 words.")},
            max_length=LONGEST_TYPED,
            widget=PaperWords(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        )

    def clean(self, value: str) -> Code:
        try:
            return read(super().clean(value)).code
        except Misread as misread:
            raise forms.ValidationError(MISREAD[misread.problem]) from None


class NewPassphrase(forms.Form):
    again = passphrase_field(_("The new passphrase, from your paper"), autocomplete="new-password")
    old = passphrase_field(_("The passphrase until now"))
    code = digits_field(_("Six digits from your authenticator"))


class NewAuthenticator(forms.Form):
    new_code = digits_field(_("Six digits from the new authenticator"))
    passphrase = passphrase_field(_("Your passphrase"))
    code = digits_field(_("Six digits from the authenticator until now"))


class NewPaperCode(Proving):
    """`places`: from 0, of the two words that are typed back."""

    first = forms.CharField(max_length=100, error_messages={"required": _("This word is missing. Type it from paper.")})
    second = forms.CharField(
        max_length=100, error_messages={"required": _("This word is missing. Type it from paper.")}
    )
    code = digits_field(_("Six digits from your authenticator"))

    def __init__(self, *given: Any, places: tuple[int, int], **named: Any) -> None:
        super().__init__(*given, **named)
        for name, place in zip(("first", "second"), places, strict=True):
            self.fields[name].label = _("Word %(number)d") % {"number": place + 1}
            self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}


class NewPasskey(Proving):
    name = forms.CharField(
        label=_("A name for the device"),
        help_text=_("Yours alone: it is sealed with the rest of your account."),
        error_messages={"required": _("The passkey has no name yet. Write one by which you will know the device.")},
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = digits_field(_("Six digits from your authenticator"))


NAME = {"required": _("Your name is missing. Type the name you sign in with.")}


class LostPassphrase(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=64, error_messages=NAME)
    paper = PaperField()
    code = digits_field(_("Six digits from your authenticator"))
    again = passphrase_field(_("The new passphrase, from your paper"), autocomplete="new-password")


class LostAuthenticator(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=64, error_messages=NAME)
    passphrase = passphrase_field(_("Your passphrase"))
    paper = PaperField()
    new_code = digits_field(_("Six digits from the new authenticator"))
