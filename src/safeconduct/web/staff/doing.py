"""Do what a form asks, once it is filled in as it must be; where the verb refuses, the form says why."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import naming
from safeconduct.vocabulary.name_in_text import NamePlace
from safeconduct.vocabulary.refusal import Refusal, Refused

PLACES = "not_a_name"


def is_done(form: forms.Form, verb: Callable[[dict[str, Any]], object]) -> bool:
    """`verb` gets what was typed."""
    if not form.is_valid():
        return False
    try:
        verb(form.cleaned_data)
    except Refused as refused:
        say_why(form, refused)
        return False
    return True


def say_why(form: forms.Form, refused: Refused | Refusal, field: str | None = None) -> None:
    """Above the form, or at a field. Places where a name stands are shown below, to be ticked if they mean something else."""
    refusal = refused.refusal if isinstance(refused, Refused) else refused
    form.add_error(field, refusal.sentence)
    if refusal.places:
        form.fields[PLACES] = _places(refusal.places)


def _places(places: Iterable[NamePlace]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Found in the text"),
        help_text=_(
            "Change the text. Or tick a place where the word is not the person, such as “hope” that is no name: "
            "it is written into the file, with you who said so, and counts for that place alone."
        ),
        # Isolated: the text may be written from the right.
        choices=[(one.key, f"“\u2068{one.word}\u2069” in “\u2068{one.around}\u2069”") for one in places],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def pass_ticked(form: forms.Form, ref: str, keyring: Keyring, *, at: datetime) -> None:
    """Write down what was ticked of the places that were shown, before the verb asks again."""
    keys = form.data.getlist(form.add_prefix(PLACES)) if hasattr(form.data, "getlist") else []
    if keys:
        naming.pass_places(ref, keys, keyring, at=at)
