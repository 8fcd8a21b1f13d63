"""Sharing on the pages: the officer asks, the defender answers, the partner reads, either side ends it."""

import re

import pytest

from safeconduct.cases.desk import casework
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of

BACK = "/en/back/"


def ask(embedded, call, client, go="ask", **changes):
    wanted = {
        "organisation": embedded.office(LIGHTHOUSE).ref,
        "parts": ["story"],
        "purpose": "support",
        "marking": "TLP:AMBER+STRICT",
        "until": "2026-04-04",
        "go": go,
        **changes,
    }
    return client.post(f"/desk/dossiers/{call.ref}/share/", wanted)


def addresses(response, verb):
    return re.findall(rf'action="(/desk/dossiers/\w+/share/\w+/{verb}/)"', text_of(response))


def answer(client, yes):
    question = re.search(r'name="question" value="(\w+)"', text_of(client.get(BACK)))
    return client.post(BACK, {"question": question[1], "answer": "yes" if yes else "no"}, follow=True)


def made(embedded, call):
    """A share, made on the pages from question to grant."""
    mara, defender = embedded.staff(PROTECTION), embedded.holder(call)
    assert ask(embedded, call, mara).status_code == 302
    answer(defender, yes=True)
    (address,) = addresses(mara.get(f"/desk/dossiers/{call.ref}/share/"), "make")
    consent = address.split("/")[-3]
    response = mara.post(address, {f"{consent}-passphrase": embedded.sign_in_of(PROTECTION).passphrase})
    assert response.status_code == 302
    return mara, defender


def test_the_question_stands_on_the_defender_s_page_and_is_answered_there(embedded):
    call = embedded.call()
    ask(embedded, call, embedded.staff(PROTECTION))
    defender = embedded.holder(call)
    page = text_of(defender.get(BACK))
    assert "May Lighthouse Network read this until" in page and "They keep it to themselves." in page
    assert "You said yes." in text_of(answer(defender, yes=True))
    assert "You agreed" in text_of(defender.get(BACK))


def test_without_the_own_word_the_question_does_not_show(embedded):
    call = embedded.call()
    ask(embedded, call, embedded.staff(PROTECTION))
    page = text_of(embedded.holder(call, own_word="").get(BACK))
    assert "Lighthouse" not in page and "question" not in page


def test_the_whole_way_from_question_to_reading_to_taking_it_back(embedded):
    call = embedded.call()
    mara, defender = made(embedded, call)
    amal = embedded.staff(OTHER_OFFICE)
    assert "Shared with us" in text_of(amal.get("/desk/"))
    page = text_of(amal.get(f"/desk/shared/{call.ref}/"))
    assert "They came to the market" in page and "TLP:AMBER+STRICT" in page
    assert "received 4 March" in text_of(mara.get(f"/desk/dossiers/{call.ref}/share/"))
    assert "Lighthouse Network" in text_of(defender.get(BACK))
    consent = re.search(r'name="withdraw" value="(\w+)"', text_of(defender.get("/en/back/who/")))
    taken_back = text_of(defender.post("/en/back/who/", {"withdraw": consent[1]}))
    assert "Done. It counts from now on." in taken_back and consent[1] not in taken_back
    assert amal.get(f"/desk/shared/{call.ref}/").status_code == 404
    today = text_of(amal.get("/desk/"))
    assert "Shared with us" not in today and "One share with you has ended" in today
    assert "It may have copies." in text_of(defender.get(BACK))


def test_a_word_to_the_office_that_shared_is_there_once_however_often_it_is_sent(embedded):
    call = embedded.call()
    made(embedded, call)
    amal = embedded.staff(OTHER_OFFICE)
    word = {"letter-text": "We can see her on Tuesday.", "csrfmiddlewaretoken": "as the page was shown"}
    statuses = [amal.post(f"/desk/shared/{call.ref}/write/", word).status_code for _ in range(2)]
    assert statuses == [302, 200]
    assert text_of(amal.get(f"/desk/shared/{call.ref}/")).count(word["letter-text"]) == 1


def test_a_yes_that_waits_shows_on_the_day_s_page(embedded):
    call = embedded.call()
    mara = embedded.staff(PROTECTION)
    ask(embedded, call, mara)
    assert "To be shared" not in text_of(mara.get("/desk/"))
    answer(embedded.holder(call), yes=True)
    assert "To be shared" in text_of(mara.get("/desk/"))


def test_a_share_without_consent_is_refused_and_what_was_chosen_stays(embedded):
    call = embedded.call()
    response = ask(embedded, call, embedded.staff(PROTECTION), go="share", parts=["story", "contact"], purpose="advice")
    assert sentences(response)[:1] == [
        "There is no consent for this. Ask the person: the question then stands on their page."
    ]
    page = text_of(response)
    assert page.count(" checked") == 2 and '<option value="advice" selected>' in page and "2026-04-04" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"parts": []}, "Nothing is chosen yet. Tick what they may read."),
        ({"until": ""}, "The last day is missing. Choose one."),
        ({"until": "tomorrow"}, "This is not a day. Write it as 2027-01-31."),
        ({"until": "2020-01-01"}, "The last day is in the past. Choose a day from today on."),
        ({"organisation": "f0" * 16}, None),
        ({"purpose": "gossip"}, None),
        ({"parts": ["everything"]}, None),
    ],
    ids=str,
)
def test_wrong_terms_are_said_and_write_nothing(embedded, changes, said):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    mara.get(f"/desk/dossiers/{call.ref}/share/")
    entries = len(embedded.case(call.ref).entries)
    response = ask(embedded, call, mara, **changes)
    assert response.status_code == 200 and sentences(response)
    assert said is None or said in sentences(response)
    assert len(embedded.case(call.ref).entries) == entries


def test_a_wrong_passphrase_shares_nothing(embedded):
    call = embedded.call()
    mara = embedded.staff(PROTECTION)
    ask(embedded, call, mara)
    answer(embedded.holder(call), yes=True)
    (address,) = addresses(mara.get(f"/desk/dossiers/{call.ref}/share/"), "make")
    response = mara.post(address, {f"{address.split('/')[-3]}-passphrase": "wrong words"})
    assert "That passphrase did not match." in text_of(response)
    assert casework.cards(embedded.keyring(OTHER_OFFICE), at=embedded.now)[1] == ()


def test_neither_does_a_wrong_passphrase_where_the_terms_are_typed(embedded):
    call = embedded.call()
    mara = embedded.staff(PROTECTION)
    ask(embedded, call, mara)
    answer(embedded.holder(call), yes=True)
    response = ask(embedded, call, mara, go="share", passphrase="wrong words")
    assert "That passphrase did not match." in text_of(response)
    assert casework.cards(embedded.keyring(OTHER_OFFICE), at=embedded.now)[1] == ()


def test_two_members_sign_a_yes_that_was_given_another_way(embedded):
    call = embedded.call()
    mara, tomas = embedded.staff(PROTECTION), embedded.staff(COLLEAGUE)
    assert "Nothing is written about the yes." in text_of(ask(embedded, call, mara, go="witness"))
    ask(embedded, call, mara, go="witness", way="in_person", words="At noon, in her own words.")
    page = f"/desk/dossiers/{call.ref}/share/"
    assert addresses(mara.get(page), "confirm") == []
    (address,) = addresses(tomas.get(page), "confirm")
    assert tomas.post(address).status_code == 302
    assert len(addresses(tomas.get(page), "make")) == 1


def test_the_name_in_a_share_is_closed_until_it_is_revealed(embedded):
    call = embedded.call(telling=a_telling(name="Teresa (invented)"))
    mara = embedded.staff(PROTECTION)
    ask(embedded, call, mara, parts=["identity"])
    answer(embedded.holder(call), yes=True)
    (address,) = addresses(mara.get(f"/desk/dossiers/{call.ref}/share/"), "make")
    mara.post(address, {f"{address.split('/')[-3]}-passphrase": embedded.sign_in_of(PROTECTION).passphrase})
    amal = embedded.staff(OTHER_OFFICE)
    assert "Teresa" not in text_of(amal.get(f"/desk/shared/{call.ref}/"))
    wrong = {"reveal-passphrase": "wrong words", "reveal-reason": "reach"}
    assert "Teresa" not in text_of(amal.post(f"/desk/shared/{call.ref}/name/", wrong))
    posted = {"reveal-passphrase": embedded.sign_in_of(OTHER_OFFICE).passphrase, "reveal-reason": "reach"}
    assert "Teresa (invented)" in text_of(amal.post(f"/desk/shared/{call.ref}/name/", posted))


def test_a_shared_case_is_found_under_cases_and_counted(embedded):
    call = embedded.call()
    made(embedded, call)
    amal = embedded.staff(OTHER_OFFICE)
    codename = embedded.case(call.ref).story["codename"]
    assert codename in text_of(amal.post("/desk/cases/", {"q": codename.split()[0], "stage": "shared"}))
    assert "1 found." in text_of(amal.post("/desk/cases/", {"q": codename.split()[0], "stage": ""}))
    assert "0 found." in text_of(amal.post("/desk/cases/", {"q": codename.split()[0], "stage": "case"}))


def test_another_organisation_s_title_and_headings_are_as_they_should(embedded):
    call = embedded.call()
    made(embedded, call)
    response = embedded.staff(OTHER_OFFICE).get(f"/desk/shared/{call.ref}/")
    assert heading(response) == embedded.case(call.ref).story["codename"]
    assert embedded.case(call.ref).story["codename"] not in text_of(response).split("</title>")[0]
