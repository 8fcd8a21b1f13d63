"""Which code counts: what was settled, what people agree on, what the rules say; under which codebook."""

import dataclasses

import pytest

from safeconduct.observatory.by_hand.codebook import Codebook, CodedField, codebook, read_code, versions
from safeconduct.observatory.by_hand.disagreement import disagreements
from safeconduct.observatory.by_hand.hand_coding import HandCoding, Resolution, folded
from safeconduct.observatory.by_hand.in_force import in_force
from safeconduct.vocabulary.refusal import Refusal

MACHINE = {
    "label": "N",
    "is_hrd_statement": False,
    "is_hrd_statement_extended": False,
    "countries": ["TJ"],
    "release_call": "none",
}
BOOK = codebook(1)


def by(person, **values):
    return HandCoding("t", person, 1, values)


def settled(field, value):
    return Resolution("t", field, value, "The second paragraph asks for it.", "Vera", 1)


def test_what_nobody_coded_is_the_machine_s():
    told = in_force(MACHINE, [], [], BOOK)
    assert (told.values, told.by_people, told.disputed) == (MACHINE, (), ())


def test_a_person_s_code_stands_before_the_machine_s_and_what_follows_from_it_follows():
    told = in_force(MACHINE, [by("a", label="S")], [], BOOK)
    assert (told.values["label"], told.values["is_hrd_statement"], told.values["is_hrd_statement_extended"]) == (
        "S",
        True,
        True,
    )
    assert told.values["countries"] == ["TJ"]
    assert told.by_people == ("label",)


def test_where_a_person_cannot_tell_the_machine_does_not_answer_for_them():
    assert in_force(MACHINE, [by("a", label=None)], [], BOOK).values["is_hrd_statement"] is None


def test_where_people_differ_there_is_no_code_until_it_is_settled():
    codes = [by("a", release_call="immediate"), by("b", release_call="other")]
    told = in_force(MACHINE, codes, [], BOOK)
    assert (told.values["release_call"], told.values["calls_immediate_release"], told.disputed) == (
        None,
        None,
        ("release_call",),
    )
    told = in_force(MACHINE, codes, [settled("release_call", "immediate")], BOOK)
    assert (told.values["calls_immediate_release"], told.disputed) == (True, ())


def test_lists_in_another_order_are_no_disagreement():
    told = in_force(MACHINE, [by("a", countries=("CN", "HK")), by("b", countries=("HK", "CN"))], [], BOOK)
    assert (told.values["countries"], told.disputed) == (["CN", "HK"], ())


def test_a_field_whose_meaning_changed_takes_no_older_codes_and_old_tables_keep_theirs():
    newer = Codebook(2, {**BOOK.fields, "label": dataclasses.replace(BOOK.fields["label"], since=2)})
    codes = [by("a", label="S", release_call="immediate")]
    now, then = in_force(MACHINE, codes, [], newer), in_force(MACHINE, codes, [], BOOK)
    assert (now.values["label"], now.values["release_call"]) == ("N", "immediate")
    assert then.values["label"] == "S"
    later = [HandCoding("t", "a", 2, {"label": "X"})]
    assert in_force(MACHINE, later, [], newer).values["label"] == "X"
    assert in_force(MACHINE, later, [], BOOK).values["label"] == "N"


def test_disagreements_are_those_of_the_latest_codes_that_are_not_settled():
    def row(person, value):
        return {
            "kind": "codes",
            "text": "t",
            "by": person,
            "codebook": 1,
            "values": {"uses_hrd_term": value, "label": "S"},
        }

    rows = [row("a", True), row("b", False)]
    (one,) = disagreements(folded(rows), BOOK)
    assert (one.field, one.codes) == ("uses_hrd_term", (("a", "yes"), ("b", "no")))
    assert list(disagreements(folded([*rows, row("b", True)]), BOOK)) == []
    resolution = {
        "kind": "resolution",
        "text": "t",
        "field": "uses_hrd_term",
        "value": True,
        "reason": "r",
        "by": "v",
        "codebook": 1,
    }
    assert list(disagreements(folded([*rows, resolution]), BOOK)) == []


CELLS = {
    "yes": ("uses_hrd_term", "Yes", True),
    "no": ("uses_hrd_term", "n", False),
    "cannot tell": ("uses_hrd_term", "?", None),
    "a label in small letters": ("label", "s", "S"),
    "two states": ("countries", "hk; CN", ("CN", "HK")),
    "no state": ("countries", "-", ()),
    "names": ("individuals", "Ana Ruiz; Li Wei", ("Ana Ruiz", "Li Wei")),
    "a day": ("date", "2019-03-31", "2019-03-31"),
    "a month": ("date", "2019-03", "2019-03"),
}


@pytest.mark.parametrize(("name", "cell", "code"), CELLS.values(), ids=list(CELLS))
def test_a_cell_is_read(name, cell, code):
    assert read_code(cell, BOOK.fields[name]) == code


REFUSED = {
    "31 February": ("date", "31 February 2020", "no day of the calendar"),
    "a state that is no more": ("countries", "SU", "no code of a state of today"),
    "neither yes nor no": ("uses_hrd_term", "perhaps", "Write yes, no"),
    "no such label": ("label", "Q", "Write one of S, X, N"),
}


@pytest.mark.parametrize(("name", "cell", "says"), REFUSED.values(), ids=list(REFUSED))
def test_a_cell_that_cannot_be_read_is_refused_with_what_to_write(name, cell, says):
    refusal = read_code(cell, BOOK.fields[name])
    assert isinstance(refusal, Refusal) and says in refusal.sentence


def test_each_version_of_the_codebook_can_be_read_and_speaks_of_no_later_one():
    for number in versions():
        book = codebook(number)
        assert all(isinstance(field, CodedField) and 1 <= field.since <= number for field in book.fields.values())
