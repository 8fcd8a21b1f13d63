"""docs/requirements.toml says what is served and by which tests; each of them exists, and what is missing is said."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from safeconduct.intake.telling import Telling, refusal_to_sending
from safeconduct.web.defender.questions import question

ROOT = Path(__file__).parents[2]
WRITTEN = tomllib.loads((ROOT / "docs" / "requirements.toml").read_text(encoding="utf-8"))
NUMBERS = WRITTEN.pop("numbers")
SERVED, PARTLY, OPEN = "served", "partly", "open"
KEYS = {"title", "status", "where", "tests"}


@cache
def functions_in(path):
    """The functions of a test file; parameters are no part of the name here."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def exists(node_id):
    path, _, name = node_id.partition("::")
    return name.startswith("test_") and (ROOT / path).is_file() and name in functions_in(path)


def refusal_to_listing(said):
    """Why a requirement may not stand like this, or None. One that is open has neither place nor test, but a reason."""
    status = said.get("status")
    wanted = {"title", "status", "missing"} if status == OPEN else KEYS | ({"missing"} if status == PARTLY else set())
    if set(said) != wanted:
        return f"Its keys are {sorted(said)}; they should be {sorted(wanted)}."
    if status not in (SERVED, PARTLY, OPEN) or (status != OPEN and not (said["tests"] and said["where"])):
        return "It needs a status (served, partly or open), and unless it is open a place and a test."
    if not all(said.get(key, "A.").endswith(".") for key in ("title", "missing")):
        return "Titles and what is missing are sentences."
    return None


@pytest.mark.parametrize("number", WRITTEN)
def test_a_requirement_has_a_number_that_the_list_knows(number):
    assert re.fullmatch(r"R\d{3}", number)
    assert NUMBERS["from"] <= number <= NUMBERS["to"]


@pytest.mark.parametrize("number", WRITTEN)
def test_a_requirement_is_served_or_says_what_is_missing(number):
    assert refusal_to_listing(WRITTEN[number]) is None


@pytest.mark.parametrize("number", WRITTEN)
def test_every_named_test_and_place_exists(number):
    assert [node_id for node_id in WRITTEN[number].get("tests", ()) if not exists(node_id)] == []
    assert [place for place in WRITTEN[number].get("where", ()) if not (ROOT / place).exists()] == []


def test_every_requirement_of_casework_has_a_row():
    """What is not served there says why."""
    assert sorted(set(NUMBERS["casework"]) - set(WRITTEN)) == []


def test_a_missing_test_and_a_missing_sentence_are_noticed():
    assert not exists("tests/house/test_requirements.py::test_that_nobody_wrote")
    assert not exists("tests/house/test_nothing.py::test_anything")
    assert refusal_to_listing({"title": "A.", "status": "partly", "where": ["a"], "tests": ["b"]}) is not None
    assert refusal_to_listing({"title": "A.", "status": "soon", "where": ["a"], "tests": ["b"]}) is not None


# Requirements that a form or a setting serves by how it is made.


def test_the_form_asks_for_acts_and_demands_neither_name_nor_status():
    asked = question("you").form.base_fields
    assert set(asked) == {"name", "work"}
    assert not any(field.required for field in asked.values())
    with translation.override("en"):
        assert str(asked["work"].label) == "What do you do for the rights of others?"
    assert refusal_to_sending(Telling("en", needs=("lawyer",)), ("an-office",)) is None


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ru", "ltr")])
def test_arabic_runs_from_right_to_left(embedded, language, direction):
    page = embedded.visitor().get(f"/{language}/now/").content.decode()
    assert f'lang="{language}" dir="{direction}"' in page
