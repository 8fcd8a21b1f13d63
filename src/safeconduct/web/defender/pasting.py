"""The form into which a filled text form is pasted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.intake.plain_form import LONGEST_TEXT
from safeconduct.web.defender import offline
from safeconduct.web.defender.questions import Text


class Pasted(forms.Form):
    text = Text(
        label=_("Your text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Nothing is here yet. Paste your text, then press Continue.")},
    )

    @property
    def answers(self) -> dict[str, Any]:
        return offline.answers_in(self.cleaned_data["text"])
