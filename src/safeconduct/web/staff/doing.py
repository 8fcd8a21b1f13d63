"""Do what a form asks, once it is filled in as it must be; where the verb refuses, the form says why."""

from collections.abc import Callable
from typing import Any

from django import forms

from safeconduct.vocabulary.refusal import Refused


def is_done(form: forms.Form, verb: Callable[[dict[str, Any]], object]) -> bool:
    """`verb` gets what was typed."""
    if not form.is_valid():
        return False
    try:
        verb(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
