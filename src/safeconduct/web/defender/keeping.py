"""The form that shows whether the code was kept: two of its words typed back, and a word of one's own."""

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safeconduct.sealing.code import DIGIT_FORM, Code, plain_word, written

SHORTEST_OWN_WORD = 3


class Keep(forms.Form):
    own_word = forms.CharField(
        label=gettext_lazy("A word of your own"),
        help_text=gettext_lazy(
            "Only in your head. Type it after the other words to open your messages. "
            "Without it, the page shows only how far things are."
        ),
        max_length=100,
        required=False,
    )
    check_one = forms.CharField(max_length=100, required=False)
    check_two = forms.CharField(max_length=100, required=False)

    def __init__(self, *args: Any, code: Code, form: str, for_relay: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts = written(code, form)
        self._asked = dict(zip(("check_one", "check_two"), positions(code, len(self._parts)), strict=True))
        for field, position in self._asked.items():
            number = {"number": position + 1}
            self.fields[field].label = (
                _("Group %(number)d") % number if form == DIGIT_FORM else _("Word %(number)d") % number
            )
        if for_relay:
            del self.fields["own_word"]

    def clean_own_word(self) -> str:
        word = str(self.cleaned_data["own_word"])
        if len(plain_word(word)) < SHORTEST_OWN_WORD:
            raise forms.ValidationError(
                _("Your own word is missing or very short. Choose one with at least three letters.")
            )
        return word

    def clean_check_one(self) -> str:
        return self._same("check_one")

    def clean_check_two(self) -> str:
        return self._same("check_two")

    def _same(self, field: str) -> str:
        typed = str(self.cleaned_data[field])
        if plain_word(typed) != plain_word(self._parts[self._asked[field]]):
            raise forms.ValidationError(
                _("This is not the one at that place. Look at the list above and type it again.")
            )
        return typed


def positions(code: Code, length: int) -> tuple[int, int]:
    """The two places (from 0) that are asked back: the same whenever this code is shown."""
    drawn = sha256(b"sc1/asked-back" + code.bits).digest()
    first = drawn[0] % length
    second = (first + 1 + drawn[1] % (length - 1)) % length
    return min(first, second), max(first, second)
