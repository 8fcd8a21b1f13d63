"""Lines of texts: read, or rejected with one sentence; and what comes out."""

import json

import pytest

from safeconduct.cases.suggesting.pasted import Pasted, answer, read_line
from safeconduct.intake.appeal import Reject

GOOD = {"id": "a", "language": "en", "text": "She was arrested in Lima."}


def line(**changed):
    return json.dumps({**GOOD, **changed}).encode()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "This line is not one JSON object. Put each appeal on one line."),
        (line(text=" "), "The field “text” is missing or empty. Add it as text."),
        (line(language=None), "The field “language” is missing or empty. Add it as text."),
        (line(said_on="soon"), "The field “said_on” is no day. Write it as 2026-11-22."),
        (line(title=7), "The field “title” is not text. Put it in quotation marks."),
        (line(text="x" * 200_001), "The text is longer than 200,000 characters. Split it."),
    ],
    ids=["no JSON", "no text", "no language", "no day", "a title of digits", "too long"],
)
def test_a_bad_line_is_rejected_with_a_sentence(raw, reason):
    read = read_line(raw, line=3)
    assert isinstance(read, Reject) and (read.line, read.reason) == (3, reason)


def test_a_title_is_read_with_the_text():
    read = read_line(line(title="Peru: lawyer held"), line=1)
    assert isinstance(read, Pasted) and read.text.startswith("Peru: lawyer held\n")


def test_the_answer_has_each_field_and_its_words():
    found = json.loads(answer(Pasted("a", "en", "The lawyer was arrested in Lima, Peru, on 3 May 2020.")))
    assert found["country"] == ["PE"] and found["date_of_event"] == "2020-05-03" and found["outcome"] is None
    assert found["evidence"]["violation_types"] == {"arbitrary_detention": ["arrested"]}
    assert found["evidence"]["defender_types"] == {"lawyer": ["lawyer"]}
