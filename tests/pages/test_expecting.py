"""What a defender reads in advance of the offices here: only what each published of itself, beside what its texts ask."""

import re

import pytest
from django.conf import settings

from safeconduct.vocabulary.language import CODES
from tests.pages.page import text_of
from tests.pages.test_reading import LARGEST, words

OFFICE = '[[office]]\noffice = "{0}"\nbound_as = ["embassy", "eu_delegation", "head_of_mission"]\ntexts_of = ["{1}"]\n'
PROMISE = (
    '[[promise]]\noffice = "{0}"\nsteps = ["mission-trial", "mission-money"]\nlanguages = ["en", "ru"]\n'
    'address = "https://office.example.org/defenders"\non = 2026-09-01\n'
)
SAYS_OF_OTHERS = "An office that is not here may still read what you send."


@pytest.fixture
def shown(embedded):
    """The page in a language, with what the operator wrote."""

    def show(written, language="en"):
        settings.SAFECONDUCT_OFFICES.write_text(written, encoding="utf-8")
        return embedded.visitor().get(f"/{language}/read/6/")

    return show


def test_an_office_says_what_to_expect_of_it_beside_what_its_own_texts_ask(shown, embedded):
    written = OFFICE.format("harbour-desk", "EU") + PROMISE.format("harbour-desk")
    said = words(shown(written))
    own = said.partition(embedded.office().name)[2]
    assert "Someone reads and answers what you send within" in own
    assert "It answers in: English and Russian" in own and "It was read on 1 September 2026." in own
    assert "Written down by: European Union. Sit in the court room" in own
    assert "Meet you, or call" not in own
    assert "EU Guidelines on Human Rights Defenders" in own.partition("Texts that it is bound by")[2]
    elsewhere = words(shown(written.replace('"EU"', '"Canada"')))
    assert (
        "In no text that we read. Decided case by case. Sit in the court room" in elsewhere
        and "Written down by" not in elsewhere
    )


def test_what_its_texts_say_alike_of_several_steps_is_said_once(shown):
    promise = PROMISE.format("harbour-desk").replace(
        '"mission-money"', '"mission-prison", "mission-quiet", "mission-money"'
    )
    page = text_of(shown(OFFICE.format("harbour-desk", "EU") + promise)).partition("Steps that it says")[2]
    firm = re.findall(r'<p class="quiet state \w+">(.*?)</p>', page)
    assert "Written down by: European Union." in firm and len(firm) == len(set(firm))
    assert set(re.findall(r'<li><a href="[^"]*#(mission-\w+)">', page)) >= {
        "mission-trial",
        "mission-prison",
        "mission-quiet",
    }


def test_an_office_that_published_nothing_is_left_out_whatever_binds_it(shown, embedded):
    said = words(shown(OFFICE.format("harbour-desk", "EU")))
    assert embedded.office().name not in said and "Written down by" not in said
    assert "No office here has written about its work yet." in said and SAYS_OF_OTHERS in said
    assert "No office here" in words(shown(PROMISE.format("nobody-here")))


@pytest.mark.parametrize("language", CODES)
def test_the_page_is_found_in_two_presses_is_light_and_in_the_reader_s_language(shown, embedded, language):
    response = shown(OFFICE.format("harbour-desk", "EU") + PROMISE.format("harbour-desk"), language)
    page = text_of(response)
    assert len(response.content) <= LARGEST and response.cookies == {}
    assert not re.search(r"<script|\son\w+=|<img|<form", page.partition("<main>")[2])
    without_names = re.sub(r"<bdi.*?</bdi>", "", page, flags=re.DOTALL)
    assert language == "en" or not re.search(r">[^<]*\b(the|and|with|for)\b [^<]*<", without_names)
    for before in (f"/{language}/", f"/{language}/read/"):
        assert f'href="/{language}/read/6/"' in text_of(embedded.visitor().get(before))
