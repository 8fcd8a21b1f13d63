"""Fields that the forms of staff share: a few words, a day, and a country."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.vocabulary.place_name import country_code
from safeconduct.web.defender.questions import LONGEST, Text


def words(label: Any, *, rows: int = 2, help_text: Any = "") -> Text:
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return Text(label=label, help_text=help_text, widget=area, max_length=LONGEST, required=False)


class Day(forms.DateField):
    def __init__(self, label: Any, *, required: bool = False, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=required,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "invalid": _("This is no day. Write it like 2026-04-16."),
                "required": _("There is no day yet. Choose one."),
            },
        )


class Country(Text):
    """Typed as people write it; its code."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, max_length=80)

    def clean(self, value: Any) -> str:
        code = country_code(super().clean(value))
        if not code:
            raise forms.ValidationError(
                _("This country is not known. Write its name or its two letters, as Kenya or KE.")
            )
        return code
