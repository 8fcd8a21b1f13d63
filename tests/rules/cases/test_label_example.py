"""Examples of labels: each of a label that the incident has, with a file of the case or an address."""

import pytest

from safeconduct.cases.incident import incident_as_data, incidents
from safeconduct.cases.label_example import LabelExample, refusal_to_examples
from tests.builders import an_entry
from tests.rules.cases.test_incident import an_incident

AIRED = LabelExample("foreign_agent", "https://news.example.org/tonight")


@pytest.mark.parametrize(
    ("example", "says"),
    [
        (AIRED, ""),
        (LabelExample("foreign_agent", file=4), ""),
        (LabelExample("", "https://news.example.org/again"), ""),
        (LabelExample("terrorist", "https://news.example.org/"), "a label that is not chosen"),
        (LabelExample("foreign_agent"), "An example is missing."),
        (LabelExample("foreign_agent", "the evening news"), "This is no address of a text."),
        (LabelExample("foreign_agent", file=5), "This file is not in the case."),
    ],
    ids=["an address", "a file", "own words", "no such label", "nothing", "no address", "no such file"],
)
def test_an_example_has_its_label_and_a_file_or_an_address(example, says):
    refusal = refusal_to_examples([AIRED, example], ("foreign_agent",), "the river mafia", [4])
    assert says in refusal.sentence if refusal else says == ""


def test_own_words_need_a_label_in_own_words():
    assert refusal_to_examples([LabelExample("", "https://news.example.org/")], ("foreign_agent",), "", [])


def test_an_incident_of_before_has_no_examples_and_one_of_now_keeps_them():
    one = an_incident(stigmas=("foreign_agent",), own_label="the river mafia", examples=(AIRED,))
    data = incident_as_data(one)
    (kept,) = incidents([an_entry("incident", **data)])
    assert (kept.own_label, kept.examples) == ("the river mafia", (AIRED,))
    (before,) = incidents(
        [an_entry("incident", **{k: v for k, v in data.items() if k not in ("own_label", "examples")})]
    )
    assert (before.own_label, before.examples) == ("", ())
