"""How things are since a step was taken, as the defender sees it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.feedback import SCALE
from safeconduct.web.defender.questions import LONGEST, Text
from safeconduct.web.defender.wishing import CHOOSE_ONE

EFFECT_WORDS = {
    -2: _("Much worse"),
    -1: _("Worse"),
    0: _("I see no change"),
    1: _("Better"),
    2: _("Much better"),
}


LOWEST_WORDING = _("Something was done for you. We look at it again soon and write to you here.")
"""What may always be said: that there was a step, and nothing of what it was."""


class EffectSeen(forms.Form):
    scale = forms.TypedChoiceField(
        label=_("How is it for you since then?"),
        choices=[(str(value), EFFECT_WORDS[value]) for value in SCALE],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    words = Text(label=_("What changed?"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=LONGEST)
