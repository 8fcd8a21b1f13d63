"""How each type of input of the catalogue is asked for, and how what was typed is stored."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.guidance.action_kind import Input
from safeconduct.web.staff.fields import Day, words

FileChoices = list[tuple[str, str]]
"""The files of the case: number and name."""

OPTIONAL = _("Where there is one.")
NOT_CHOSEN = ("", _("Not chosen yet"))
_NUMBER = {"invalid": _("This is no whole number. Write it like 12.")}
_CURRENCY = {"invalid": _("This is no currency. Write its three letters, such as EUR.")}


def asking_fields(one: Input, name: str, files: FileChoices) -> dict[str, forms.Field]:
    """The fields that ask for one input: a moment has three of them, an amount two, all others one."""
    label, help_text = one.label, OPTIONAL if one.optional else ""
    if one.type == "moment":
        return {
            f"{name}_day": Day(label, help_text=help_text),
            f"{name}_hour": _hour(f"{label}: hour"),
            f"{name}_zone": _line(f"{label}: time zone", _("As Africa/Nairobi or America/Bogota.")),
        }
    if one.type == "amount":
        return {
            name: _number(label, help_text, forms.DecimalField),
            f"{name}_currency": forms.RegexField(
                r"^[A-Za-z]{3}$", label=f"{label}: currency", required=False, error_messages=_CURRENCY
            ),
        }
    return {name: _field(one, label, help_text, files)}


def _field(one: Input, label: str, help_text: Any, files: FileChoices) -> forms.Field:
    if one.type == "day":
        return Day(label, help_text=help_text)
    if one.type == "number":
        return _number(label, help_text, forms.IntegerField)
    if one.type in ("choice", "file"):
        choices = list(one.choices.items()) if one.type == "choice" else files
        shown = help_text or ""
        if one.type == "file" and not files:
            shown = _("The case holds no file yet. Add it on the page of the case, then choose it here.")
        return forms.ChoiceField(label=label, choices=[NOT_CHOSEN, *choices], required=False, help_text=shown)
    if one.type == "words":
        return words(label, help_text=help_text)
    helps = {
        "office": _("A body or an office, never a person’s name."),
        "link": _("The whole address; it begins with https://."),
    }
    return _line(label, helps.get(one.type, help_text))


def _line(label: str, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=500, required=False)


def _number(label: str, help_text: Any, kind: type[forms.Field]) -> forms.Field:
    return kind(label=label, help_text=help_text, required=False, min_value=0, error_messages=_NUMBER)


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("This is not an hour. Write it as 09:30.")},
        required=False,
    )


def field_names(one: Input, name: str) -> tuple[str, ...]:
    return tuple(asking_fields(one, name, []))


def as_written(one: Input, name: str, typed: Mapping[str, Any]) -> str:
    """What is stored of it, see cases/account.py; "" where nothing was typed."""
    parts = [typed.get(part) for part in field_names(one, name)]
    if one.type == "moment" and any(parts):
        return " ".join(part for part in map(_text, parts) if part)
    if one.type == "amount" and parts[0] is not None:
        return f"{parts[0]} {str(parts[1]).upper()}".strip()
    return _text(parts[0])


def _text(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
