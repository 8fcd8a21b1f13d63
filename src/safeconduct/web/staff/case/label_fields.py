"""The fields by which an example is tied to a label: a few rows of a label, a file of the case and an address."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.label_example import LabelExample
from safeconduct.web.staff.case.account_fields import FileChoices

ROWS = range(1, 4)
OWN = "own"
"""Stands for the label in own words; kept as ""."""

EXAMPLE_FIELDS = tuple(f"example{row}_{part}" for row in ROWS for part in ("label", "file", "address"))


def example_fields(files: FileChoices) -> dict[str, forms.Field]:
    labels = [("", _("None")), *choices_of("stigmas"), (OWN, _("The other label, in its own words"))]
    found: dict[str, forms.Field] = {}
    for row in ROWS:
        found[f"example{row}_label"] = forms.ChoiceField(
            label=_("Example %(number)d of") % {"number": row}, choices=labels, required=False
        )
        found[f"example{row}_file"] = forms.ChoiceField(
            label=_("A file of the case"), choices=[("", _("None")), *files], required=False
        )
        found[f"example{row}_address"] = forms.CharField(
            label=_("Or the address of the text"),
            help_text=_("The whole address; it begins with https://."),
            max_length=500,
            required=False,
        )
    return found


def examples_from(typed: Mapping[str, Any]) -> tuple[LabelExample, ...]:
    """A row counts where anything of it is filled in."""
    rows = (tuple(typed[f"example{row}_{part}"] for part in ("label", "address", "file")) for row in ROWS)
    return tuple(
        LabelExample("" if label == OWN else label, address.strip(), int(file or 0))
        for label, address, file in rows
        if label or address.strip() or file
    )


def typed_of(examples: Iterable[LabelExample]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for row, one in zip(ROWS, examples, strict=False):
        typed |= {f"example{row}_label": one.label or OWN, f"example{row}_address": one.address}
        typed[f"example{row}_file"] = str(one.file or "")
    return typed
