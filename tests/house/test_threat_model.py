"""docs/threat-model.md lists exactly what stays readable on the disk: every clear column with its reason, and no other.

`DJANGO_SETTINGS_MODULE=safeconduct.web.settings python -m tests.house.test_threat_model` writes the list anew.
"""

import re
from collections import defaultdict
from pathlib import Path

import django
import pytest
from django.apps import apps

PAGE = Path(__file__).parents[2] / "docs" / "threat-model.md"
BEGIN, END = "<!-- clear columns: begin -->\n", "<!-- clear columns: end -->\n"
ROW_NUMBER = "clear: the number of a row: the order in which rows were written"


def columns():
    """(model, column, what its help text says) of everything that our own models store."""
    for model in apps.get_models():
        if model.__module__.startswith("safeconduct."):
            for field in model._meta.concrete_fields:
                said = ROW_NUMBER if field.auto_created else str(field.help_text)
                yield model._meta.label, field.column, said


def table():
    """One line for each reason; columns in the order of the models."""
    grouped = defaultdict(list)
    for model, column, said in columns():
        if said.startswith("clear: "):
            grouped[said.removeprefix("clear: ")].append(f"`{model.split('.')[1]}.{column}`")
    lines = [f"| {reason} | {', '.join(names)} |" for reason, names in grouped.items()]
    return "\n".join(["| why it is clear | columns |", "|---|---|", *lines]) + "\n"


def parts_of_the_page():
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    between, after = rest.split(END)
    return before, between, after


def test_every_column_says_whether_it_is_clear_or_sealed():
    silent = [f"{model}.{column}" for model, column, said in columns() if not re.match(r"(clear|sealed): \w", said)]
    assert silent == []


def test_the_list_of_the_page_is_that_of_the_models():
    assert parts_of_the_page()[1] == table()


def test_a_column_that_became_clear_changes_the_list(monkeypatch):
    entry = apps.get_model("dossiers", "Entry")._meta.get_field("body")
    monkeypatch.setattr(entry, "help_text", "clear: planted")
    assert parts_of_the_page()[1] != table()


@pytest.mark.parametrize(
    "column",
    [
        *("dossiers.Entry.body", "dossiers.Grant.wrapped", "dossiers.CardSegment.body", "access.Member.first_secret"),
        *("access.JournalLine.sealed", "access.Session.body", "intake.Draft.body", "intake.Box.body"),
    ],
)
def test_what_must_never_be_clear_is_sealed(column):
    said = {f"{model}.{name}": said for model, name, said in columns()}
    assert said[column].startswith("sealed: ")


def test_only_binary_columns_are_sealed():
    """A sealed text column would be a promise that nothing keeps."""
    loose = [
        f"{model._meta.label}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if str(field.help_text).startswith("sealed: ") and field.get_internal_type() != "BinaryField"
    ]
    assert loose == []


if __name__ == "__main__":
    django.setup()
    before, _, after = parts_of_the_page()
    PAGE.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")
