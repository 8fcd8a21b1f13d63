"""Whole pages in five languages, each with the fields that are hard to read in it: who speaks where, of which state and of whom,
when, and whether anything is asked for. All invented."""

import json

import pytest

from safeconduct.observatory.coding import coded
from safeconduct.observatory.published_text import PublishedText
from tests.rules.observatory.writing import EEAS, HERE, values

PAGES = [json.loads(line) for line in (HERE / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
_GIVEN = ("id", "title", "text", "url", "language")


@pytest.mark.parametrize("page", PAGES, ids=[page["id"] for page in PAGES])
def test_what_is_hard_to_read_in_a_page_is_read(page):
    found = coded(PublishedText(**{name: page[name] for name in _GIVEN})).values
    asked = {name: _in_order(page[name]) for name in page if name not in _GIVEN}
    assert {name: _in_order(found[name]) for name in asked} == asked


def _in_order(value):
    return sorted(value) if isinstance(value, list) else value


SAID = "The EU is deeply concerned about the arrest of human rights defenders in Laos."


@pytest.mark.parametrize(
    "general",
    [
        "We expect the authorities to respect human rights.",
        "Human rights defenders should be able to work without fear.",
        "Freedom of association must be guaranteed.",
        "Dialogue is the only way forward.",
    ],
)
def test_what_is_general_asks_for_nothing(general):
    assert values(f"{SAID} {general}", url=EEAS)["concern_only"]


@pytest.mark.parametrize(
    "asking",
    [
        "We call on the authorities to find out where he is.",
        "We invite the President to return the law to Parliament.",
        "We recommended that the law be amended.",
        "An end must be put to this persecution.",
        "We call on the government to lift the travel ban.",
    ],
)
def test_what_is_concrete_is_asked_for(asking):
    assert not values(f"{SAID} {asking}", url=EEAS)["concern_only"]


def test_vowel_marks_inside_an_arabic_word_do_not_cut_it():
    marked = (
        "وكانت قد رحّلت من ليبيا، وحكمت محكمة في عُمان على المدافعين عن حقوق الإنسان. تدعو السلطات العُمانية إلى احترامهم."
    )
    assert values(marked, url=EEAS, language="ar")["countries"] == ["OM"]
