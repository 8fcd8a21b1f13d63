"""Forms before anything is typed: what is drawn of one holds nothing of a case, and is drawn once for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from django import forms
from django.utils import translation


@dataclass(frozen=True)
class BlankForm:
    """Stands in a template where a form stands. `label` is that of its field `text`, where it is not the form's own."""

    form: type[forms.Form]
    prefix: str
    label: str = ""

    is_bound: ClassVar[bool] = False
    errors: ClassVar[Mapping[str, list[str]]] = {}

    def __str__(self) -> str:
        return _drawn(self, translation.get_language())


@cache
def _drawn(blank: BlankForm, language: str) -> str:
    """As safe text, which a template does not escape again."""
    with translation.override(language):
        form = blank.form(prefix=blank.prefix)
        if blank.label:
            form.fields["text"].label = blank.label
        return form.render()
