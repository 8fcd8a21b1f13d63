"""A rota as a file: the documented example, what its schema refuses, and what the answer says."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from safeconduct.coordination.rota_file import LONGEST, SCHEMA, text_of, wish_from
from safeconduct.coordination.rota_proposal import grounds_for, propose
from safeconduct.vocabulary.refusal import Refused
from tests.rules.coordination.arranging import solver_here

PAGE = (Path(__file__).parents[3] / "docs" / "rota.md").read_text(encoding="utf-8")
EXAMPLE = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL).group(1))


def asked(**changes):
    return json.dumps(EXAMPLE | changes)


def answered(text):
    grounds = grounds_for(wish_from(text))
    return json.loads(text_of(propose(grounds, solver=solver_here), grounds))


def refusal_to(text):
    with pytest.raises(Refused) as refused:
        grounds_for(wish_from(text))
    return refused.value.refusal.sentence


def test_the_schema_is_one_and_every_word_of_it_is_on_the_page():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    parts = (
        schema,
        schema["properties"]["hearings"]["items"],
        schema["$defs"]["observer"],
        schema["$defs"]["assignment"],
    )
    words = {word for part in parts for word in part["properties"]}
    assert len(words) > 25
    assert [word for word in sorted(words) if f"`{word}`" not in PAGE] == []


def test_the_example_of_the_page_is_answered():
    answer = answered(asked())
    assert answer["proven"] and answer["solved"]
    assert {(one["hearing"], one["role"], one["who"]) for one in answer["rota"]} >= {("K-12", "lead", "Birch")}
    assert all(one["why"].endswith(".") for one in (*answer["rota"], *answer["gaps"]))
    (locked,) = [one for one in answer["rota"] if one["locked"]]
    assert (locked["hearing"], locked["who"]) == ("K-12", "Birch")
    assert [(gap["hearing"], gap["role"]) for gap in answer["gaps"]] == [("K-14", "backup")]


def test_an_answer_is_published_by_handing_it_on():
    first = answered(asked())
    again = answered(asked(published=first["rota"]))
    assert [one["who"] for one in again["rota"]] == [one["who"] for one in first["rota"]]
    assert all(one["published"] for one in again["rota"]) and again["aims"]["changes"] == 0


HEARING, MISSION = EXAMPLE["hearings"][0], EXAMPLE["missions"][0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file is not JSON."),
        ("[" * 100_000, "The file is not JSON."),
        ("[]", "In the file: this is of another kind."),
        (" " * (LONGEST + 1), "The file is larger than 10 MB."),
        (json.dumps({"at": EXAMPLE["at"]}), "In the file: hearings and missions must be said."),
        (asked(speed=3), "In the file: a word stands there that means nothing here."),
        (
            asked(hearings=[HEARING, HEARING | {"begins": "tomorrow"}]),
            "In hearings, number 2, begins: this cannot be read.",
        ),
        (
            asked(hearings=[HEARING | {"begins": "2026-05-12T10:00"}]),
            "In hearings, number 1, begins: this cannot be read.",
        ),
        (asked(hearings=[HEARING | {"begins": "2026-02-31T10:00+02:00"}]), "none that the calendar has"),
        (asked(hearings=[HEARING | {"stage": "party"}]), "In hearings, number 1, stage: this is none of the words"),
        (asked(hearings=[HEARING | {"begins": "2020-05-12T10:00Z"}]), "has begun before the moment of planning"),
        (asked(hearings=[]), "There is no hearing and no visit."),
        (asked(missions=[]), "There is no mission that could go."),
        (asked(missions=[{"name": "Ashby"}]), "In missions, number 1: seat must be said."),
        (asked(missions=[MISSION | {"led": -1}]), "In missions, number 1, led: this cannot be read."),
        (
            asked(missions=[MISSION | {"away": [{"first": "x", "last": "y"}]}]),
            "In missions, number 1, away, number 1, first:",
        ),
        (asked(ways=[]), "No way leads from"),
        (asked(locks=[{"hearing": "K-99", "role": "lead", "who": "Birch"}]), "Birch cannot be lead of K-99"),
    ],
    ids=[
        "nothing",
        "too deep",
        "a list",
        "too large",
        "words missing",
        "a word too many",
        "no day",
        "no offset",
        "no such day",
        "no such stage",
        "in the past",
        "no hearing",
        "no mission",
        "no seat",
        "fewer than none",
        "a day that is none",
        "no ways",
        "an unknown lock",
    ],
)
def test_what_the_file_should_not_hold_is_refused_in_a_sentence(text, says):
    sentence = refusal_to(text)
    assert says in sentence and sentence.endswith(".")
    assert "party" not in sentence and "tomorrow" not in sentence
