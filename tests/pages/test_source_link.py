"""The pages of a source's link: what an officer makes and grades, and what whoever has the link sees."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from safeconduct.cases.desk import consenting, verifying
from safeconduct.cases.source_link import source_answers
from safeconduct.cases.source_question import source_questions
from safeconduct.intake.models import SourceLink
from safeconduct.web.defender.padding import PADDED_TO
from safeconduct.web.environment import public_address
from tests.embedded import PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into
from tests.pages.test_verifying import add_result, address, at_work, question
from tests.rules.cases.test_verification import a_source

__all__ = ["at_work"]  # the fixture
ASKED = "Threatened. March 2026. In the north of Guatemala. Is it so, as far as you know, and how do you know it?"


@pytest.fixture
def asked(embedded, at_work):
    """The call, the officer's browser and the question that was written down."""
    call, mara, source, incident = at_work
    mara.post(address(call, "ask/"), {**question(source, incident), "shown": ASKED, "go": "keep"})
    return call, mara, source_questions(embedded.case(call.ref).written)[0]


def make(call, mara, one, **typed):
    return mara.post(address(call, f"questions/{one.ref}/link/"), {"language": "fr", "until": "2026-03-08", **typed})


def path_in(response):
    return re.search(r'<pre class="copied"[^>]*>http://localhost(/\w\w/l/[0-9a-f]{32}/)</pre>', text_of(response))[1]


@pytest.fixture
def link(asked):
    return path_in(make(*asked))


def test_a_link_is_shown_once_and_says_nothing_of_what_it_opens(embedded, asked):
    call, mara, one = asked
    shown = make(call, mara, one)
    path = path_in(shown)
    assert path.startswith("/fr/l/") and call.ref not in path and one.ref not in path
    page = text_of(mara.get(address(call)))
    assert path not in page and "good until 8 March 2026" in page and "Withdraw the link" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until": ""}, "The last day is missing. Choose one within two weeks."),
        ({"until": "soon"}, "This is not a day. Write it as 2027-01-31."),
        ({"until": "2026-03-03"}, "The last day is in the past. Choose one from today on."),
        (
            {"until": "2026-03-19"},
            "That is more than two weeks. Choose an earlier day; a link that lies about is a danger.",
        ),
        ({"language": "xx"}, None),
    ],
    ids=["no day", "words", "past", "too long", "no such language"],
)
def test_a_link_that_cannot_be_is_said_and_kept_in_the_form(embedded, asked, typed, said):
    call, mara, one = asked
    response = make(call, mara, one, **typed)
    assert response.status_code == 200 and sentences(response) and "copied" not in text_of(response)
    assert said is None or said in sentences(response)
    assert typed_into(response, "until") or "until" in typed


def test_a_name_that_came_later_keeps_the_question_inside(embedded, asked):
    call, mara, one = asked
    consenting.add_person(call.ref, "colleague", "nurse", "Elena North", embedded.keyring(PROTECTION), at=embedded.now)
    response = make(call, mara, one)
    assert "The text holds a name of this file." in " ".join(sentences(response)) and "copied" not in text_of(response)


def test_opening_the_address_shows_nothing_of_the_question_and_asks_nothing_of_the_database(
    embedded, link, django_assert_num_queries
):
    with django_assert_num_queries(0):
        first = embedded.visitor().get(link)
    wrong = embedded.visitor().get(f"/fr/l/{'0' * 32}/")
    assert "Guatemala" not in text_of(first) and heading(first) == heading(wrong)
    assert text_of(first).replace(link[6:], "") == text_of(wrong).replace(f"{'0' * 32}/", "")


def test_the_question_is_read_and_answered_without_script_or_cookie(embedded, asked, link):
    call, *_ = asked
    source = embedded.visitor(enforce_csrf_checks=True)
    shown = source.post(link, {"step": "open"})
    assert ASKED in text_of(shown) and "<title>Formulaire de contact</title>" in text_of(shown)
    assert "<script" not in text_of(shown) and not source.cookies
    sent = source.post(link, {"step": "answer", "says": "yes", "words": " I stood at the mill. "})
    assert heading(sent) == "Votre réponse est arrivée" and not source.cookies
    (answer,) = source_answers(embedded.case(call.ref).written)
    assert (answer.says, answer.words) == ("yes", "I stood at the mill.")


def test_the_page_names_neither_the_case_nor_the_office_nor_the_source(embedded, asked, link):
    call, *_ = asked
    codename = embedded.case(call.ref).story["codename"]
    for response in (embedded.visitor().get(link), embedded.visitor().post(link, {"step": "open"})):
        for word in (codename, "Teresa", "Harbour", "clinic", "Safe Conduct"):
            assert word not in text_of(response)


@pytest.mark.parametrize(
    ("typed", "field"),
    [({}, "says"), ({"says": "perhaps"}, "says"), ({"says": "yes", "words": "x" * 5_001}, "words")],
    ids=["nothing chosen", "no such answer", "long"],
)
def test_an_answer_that_cannot_be_is_said_and_kept_and_the_link_stays_good(embedded, asked, link, typed, field):
    call, *_ = asked
    response = embedded.visitor().post(link, {"step": "answer", "words": "I saw it.", **typed})
    assert response.status_code == 200 and sentences(response) and ASKED in text_of(response)
    assert typed_into(response, "words") == typed.get("words", "I saw it.")
    assert source_answers(embedded.case(call.ref).written) == ()
    assert ASKED in text_of(embedded.visitor().post(link, {"step": "open"}))


def answers_of(embedded, path, step):
    response = embedded.visitor().post(path, {"step": step, "says": "yes", "words": "Once more."})
    return response.status_code, response.content, dict(response.headers.items())


@pytest.mark.parametrize("step", ["open", "answer"])
def test_a_wrong_a_used_a_withdrawn_and_an_expired_link_get_the_same_bytes(embedded, asked, link, step):
    call, mara, one = asked
    wrong = answers_of(embedded, f"/fr/l/{'0' * 32}/", step)
    assert b"Ce lien n" in wrong[1] and b"Once more." in wrong[1]
    embedded.visitor().post(link, {"step": "answer", "says": "no"})
    assert answers_of(embedded, link, step) == wrong
    withdrawn = path_in(make(call, mara, one))
    page = text_of(mara.get(address(call)))
    mara.post(re.search(r'action="([^"]*/withdraw/)"', page)[1])
    assert answers_of(embedded, withdrawn, step) == wrong
    expired = path_in(make(call, mara, one))
    embedded.clock.pass_by(timedelta(days=5))
    assert answers_of(embedded, expired, step) == wrong


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_the_page_speaks_each_language_and_its_size_tells_nothing(embedded, link, language):
    path = f"/{language}{link[3:]}"
    pages = [embedded.visitor().get(path), *(embedded.visitor().post(path, {"step": step}) for step in ("open", ""))]
    pages.append(embedded.visitor().post(path, {"step": "answer", "says": "cannot_say"}))
    for response in pages:
        assert f'<html lang="{language}"' in text_of(response)
        assert len(response.content) % PADDED_TO == 0
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"


def test_the_officer_sees_by_which_link_it_came_and_grades_it(embedded, asked, link):
    call, mara, one = asked
    embedded.visitor().post(link, {"step": "answer", "says": "no", "words": "Nobody came that week."})
    assert "a source has answered" in text_of(mara.get("/desk/"))
    page = text_of(mara.get(address(call)))
    assert "Link of 4 March 2026: answered 4 March 2026 by whoever had it." in page
    assert "Says: it is not so" in page and "Nobody came that week." in page
    form = mara.get(address(call, f"questions/{one.ref}/grade/"))
    assert typed_into(form, "result-text") == "Nobody came that week."
    chosen = re.findall(r'<option value="([^"]+)" selected', text_of(form))
    assert {"F", "i6", "denies", one.ref, one.source, one.target} <= set(chosen)
    add_result(call, mara, one.source, one.target, says="denies", asked=one.ref, text="Nobody came that week.")
    page = text_of(mara.get(address(call)))
    assert "To grade" not in page and "a source has answered" not in text_of(mara.get("/desk/"))


def test_a_link_leads_to_the_name_that_the_operator_sets(embedded, asked, monkeypatch):
    monkeypatch.setattr(settings, "SAFECONDUCT_PUBLIC_ADDRESS", "https://help.example")
    shown = text_of(make(*asked))
    (path,) = re.findall(r">https://help\.example(/fr/l/[0-9a-f]{32}/)</pre>", shown)
    token = path.split("/")[3]
    assert path == reverse("defender:source", args=[token]).replace("/en/", "/fr/")


def test_a_public_address_that_is_none_stops_the_program(monkeypatch):
    monkeypatch.setenv("SAFECONDUCT_PUBLIC_ADDRESS", "help.example")
    with pytest.raises(SystemExit):
        public_address()


def test_a_link_that_is_out_is_held_back_when_a_name_of_its_text_comes(embedded, asked, link):
    call, mara, one = asked
    consenting.add_person(call.ref, "colleague", "nurse", "Elena North", embedded.keyring(PROTECTION), at=embedded.now)
    assert "LinkHeldBack" in embedded.events() and not SourceLink.objects.exists()
    nothing = f"/fr/l/{'0' * 32}/"
    opened, wrong = (text_of(embedded.visitor().post(path, {"step": "open"})) for path in (link, nothing))
    assert opened == wrong.replace(nothing[6:], link[6:]) and "Il n’est plus ouvert" in opened
    page = text_of(mara.get(f"/desk/dossiers/{call.ref}/verification/"))
    assert "held back, because a name came to the file" in page
    # What means something else is ticked, and another link goes out.
    refused = make(call, mara, one)
    (place,) = re.findall(r'name="not_a_name" value="([^"]+)"', text_of(refused))
    assert "copied" in text_of(make(call, mara, one, not_a_name=place))
    assert "held back" not in text_of(mara.get(f"/desk/dossiers/{call.ref}/verification/"))


def test_a_link_that_names_a_source_that_came_later_is_held_back(embedded, asked, link):
    call, *_ = asked
    verifying.add_source(
        call.ref, replace(a_source(), ref="s9", name="North"), embedded.keyring(PROTECTION), at=embedded.now
    )
    assert not SourceLink.objects.exists()


def test_a_link_stays_open_when_what_comes_is_not_in_its_text(embedded, asked, link):
    call, *_ = asked
    consenting.add_person(call.ref, "colleague", "nurse", "Elena Quist", embedded.keyring(PROTECTION), at=embedded.now)
    assert SourceLink.objects.exists() and "LinkHeldBack" not in embedded.events()


def test_opening_the_file_holds_back_a_link_from_before_such_names_were_looked_for(embedded, asked, link, monkeypatch):
    call, mara, _ = asked
    monkeypatch.setattr(consenting, "look_at_links", lambda *_given, **_at: None)
    consenting.add_person(call.ref, "colleague", "nurse", "Elena North", embedded.keyring(PROTECTION), at=embedded.now)
    assert SourceLink.objects.exists()
    assert "Link held back." in text_of(mara.get(f"/desk/dossiers/{call.ref}/")) and not SourceLink.objects.exists()
