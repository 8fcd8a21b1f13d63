"""Columns become fields: suggested by their headings in five languages; a row is taken or rejected with a reason."""

import pytest

from safeconduct.cases.sheet.mapping import FIELDS, SEVERAL, read_rows, refusal_to_mapping, suggested_columns
from safeconduct.cases.sheet.reading import Row, Sheet

HEADINGS = {
    "English": (
        ("Ref", "Date", "Name of defender", "Country", "City", "What happened", "Phone", "Needs"),
        ("reference", "day", "name", "country", "place", "happened", "address", "need_words"),
    ),
    "French": (
        ("Référence", "Date", "Nom", "Pays", "Ville", "Résumé des faits", "Téléphone", "Besoins"),
        ("reference", "day", "name", "country", "place", "happened", "address", "need_words"),
    ),
    "Spanish": (
        ("Número", "Fecha", "Nombre", "País", "Ciudad", "Relato de los hechos", "Teléfono", "Necesidades"),
        ("reference", "day", "name", "country", "place", "happened", "address", "need_words"),
    ),
    "Russian": (
        ("Номер", "Дата", "ФИО", "Страна", "Город", "Что произошло", "Телефон", "Просьба"),
        ("reference", "day", "name", "country", "place", "happened", "address", "need_words"),
    ),
    "Arabic": (
        ("الرقم", "التاريخ", "الاسم", "البلد", "المدينة", "ماذا حدث", "الهاتف", "طلب"),
        ("reference", "day", "name", "country", "place", "happened", "address", "need_words"),
    ),
}


@pytest.mark.parametrize(("headings", "fields"), HEADINGS.values(), ids=list(HEADINGS))
def test_a_column_is_suggested_by_the_words_of_its_heading(headings, fields):
    assert tuple(suggested_columns(headings).values()) == fields


def test_a_heading_that_says_nothing_is_left_out_and_one_field_goes_to_one_column():
    assert suggested_columns(("Colour", "Country", "Country of birth")) == {1: "country"}


def test_words_inside_other_words_do_not_count():
    assert suggested_columns(("Understatement", "Holiday")) == {}


def sheet_of(*cells, headings=("What", "Where", "Who"), formulas=frozenset()):
    return Sheet(headings, tuple(Row(number, tuple(row), formulas) for number, row in enumerate(cells, start=2)))


WHAT_WHERE_WHO = {0: "happened", 1: "place", 2: "name"}


def read(one, columns=WHAT_WHERE_WHO, *, about="unaware"):
    return read_rows(one, columns, about=about, language="fr")


def test_a_row_becomes_a_request_without_any_consent():
    (row,) = read(sheet_of(["They came.", "Karsa", "Teresa (invented)"])).rows
    telling = row.telling
    assert (telling.happened, telling.place, telling.name) == ("They came.", "Karsa", "Teresa (invented)")
    assert (telling.about, telling.language, telling.source, telling.consents) == ("unaware", "fr", "sheet", ())


def test_a_column_that_is_left_out_stays_outside():
    (row,) = read(sheet_of(["They came.", "Karsa", "Teresa (invented)"]), {0: "happened"}).rows
    assert "Teresa" not in repr(vars(row.telling)) and "Karsa" not in repr(vars(row.telling))


def test_several_columns_of_one_field_keep_their_headings():
    columns = {0: "happened", 1: "happened"}
    (row,) = read(sheet_of(["They came.", "By night."], headings=("First", "Then")), columns).rows
    assert row.telling.happened == "First: They came.\nThen: By night."


def test_a_row_is_known_again_whatever_its_columns_are_mapped_to():
    first = read(sheet_of(["They came.", "Karsa"])).rows[0]
    again = read(sheet_of([], ["They came.", "Karsa"]), {0: "need_words"}).rows[0]
    other = read(sheet_of(["They came.", "Karsa "], ["They left.", "Karsa"])).rows[1]
    assert first.mark == again.mark != other.mark


REJECTED = {
    "nothing that happened": (sheet_of(["", "Karsa"]), "does not say what happened"),
    "more cells than headings": (sheet_of(["a", "b", "c", "d"]), "more cells than there are headings"),
    "a formula": (sheet_of(["=1+1"], formulas=frozenset({0})), "A formula stands in it"),
    "a text too long": (sheet_of(["x" * 100_001]), "longer than 100,000"),
    "a place like a page": (sheet_of(["x", "y" * 201]), "longer than 200"),
    "half a sign": (sheet_of(["\ud800"]), "no text"),
}


@pytest.mark.parametrize(("one", "said"), REJECTED.values(), ids=list(REJECTED))
def test_a_row_that_cannot_be_taken_in_is_rejected_with_its_number_and_a_reason(one, said):
    ((rejected,), rows) = (read(one).rejected, read(one).rows)
    assert (rejected.number, rows) == (2, ()) and said in rejected.reason


def test_a_formula_in_a_column_that_is_left_out_does_not_matter():
    assert read(sheet_of(["They came.", "", "=1+1"], formulas=frozenset({2})), {0: "happened"}).rows


MAPPINGS = {
    "what happened": ({0: "happened"}, None),
    "what is needed alone": ({0: "need_words"}, None),
    "two texts": ({0: "happened", 1: "happened"}, None),
    "nothing": ({}, "No column says"),
    "a name alone": ({0: "name"}, "No column says"),
    "two countries": ({0: "happened", 1: "country", 2: "country"}, "Two columns"),
}


@pytest.mark.parametrize(("columns", "said"), MAPPINGS.values(), ids=list(MAPPINGS))
def test_what_cannot_be_mapped_is_said(columns, said):
    refusal = refusal_to_mapping(columns)
    assert refusal is None if said is None else said in refusal.sentence


def test_fields_that_several_columns_fill_are_fields():
    assert FIELDS.keys() >= SEVERAL
