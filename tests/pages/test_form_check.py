"""Posts that come from another site: refused wherever a cookie speaks for somebody, and without one nothing can be done."""

import re

import pytest

from safeconduct.dossiers.models import Dossier
from safeconduct.intake.models import Box
from tests.builders import a_telling
from tests.embedded import PROTECTION
from tests.pages.page import Form, heading, text_of, typed_into


def token_in(response):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text_of(response))[1]


STAFF = [
    "lock/",
    "cases/",
    "cases/spreadsheet/",
    "write-down/",
    "export/",
    "notices/",
    "sign-in/",
    "join/",
    "people/",
    "people/invite/",
]
DOSSIER = ["answer/", "accept/", "note/", "files/", "identity/", "code/", "facts/", "conversation/"]


@pytest.mark.parametrize("address", STAFF + DOSSIER)
def test_a_post_to_the_desk_without_the_form_s_token_is_refused_in_a_sentence(embedded, address):
    call = embedded.call(telling=a_telling(about="someone"), own_word="")
    client = embedded.staff(PROTECTION, enforce_csrf_checks=True)
    before = embedded.dump()
    response = client.post(f"/desk/dossiers/{call.ref}/{address}" if address in DOSSIER else f"/desk/{address}", {})
    assert (response.status_code, heading(response)) == (403, "This page is closed")
    assert embedded.dump() == before


BUTTONS = ["write", "urgent", "empty", "undo", "freeze", "close", "new_code", "new_code_kept"]


@pytest.mark.parametrize("go", BUTTONS)
def test_a_button_of_the_return_page_without_the_form_s_token_is_refused(embedded, go):
    client = embedded.holder(embedded.call(), enforce_csrf_checks=True)
    before = embedded.dump()
    response = client.post("/en/back/", {"go": go, "message": "Not from here."})
    assert response.status_code == 403
    assert embedded.dump() == before


@pytest.mark.parametrize("address", ["who/", "end/"])
def test_wishes_and_erasing_without_the_form_s_token_are_refused(embedded, address):
    client = embedded.holder(embedded.call(), enforce_csrf_checks=True)
    before = embedded.dump()
    assert client.post(f"/en/back/{address}", {"go": "consents"}).status_code == 403
    assert embedded.dump() == before


def test_with_the_token_of_the_page_each_is_taken(embedded):
    call = embedded.call()
    client = embedded.staff(PROTECTION, enforce_csrf_checks=True)
    page = client.get(f"/desk/dossiers/{call.ref}/")
    given = {"csrfmiddlewaretoken": token_in(page), "answer-text": "We call today."}
    assert client.post(f"/desk/dossiers/{call.ref}/answer/", given).status_code == 302
    client = embedded.visitor(enforce_csrf_checks=True)
    page = client.post("/en/back/", {"words": f"{call.words} lantern"}, follow=True)
    given = {"csrfmiddlewaretoken": token_in(page), "go": "freeze"}
    assert client.post("/en/back/", given).status_code == 302
    assert Box.objects.get().frozen


def test_another_site_s_page_is_refused_even_with_the_token(embedded):
    client = embedded.staff(PROTECTION, enforce_csrf_checks=True)
    given = {"csrfmiddlewaretoken": token_in(client.get("/desk/"))}
    response = client.post("/desk/lock/", given, headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert client.get("/desk/").status_code == 200


ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://elsewhere.example"},
    {"origin": "https://localhost"},
    {"origin": "http://localhost:8000"},
    {"origin": "http://localhost.elsewhere.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://localhost", "sec-fetch-site": "cross-site"},
]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=repr)
def test_another_site_cannot_bring_somebody_into_a_box_of_its_choice(embedded, headers):
    call, client = embedded.call(), embedded.visitor()
    response = client.post("/en/back/", {"words": call.words}, headers=headers)
    assert heading(response) == "Come back"
    assert typed_into(response, "words") == ""
    assert not client.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        # What browsers say about the site counts before what a proxy makes of the name.
        {"origin": "null", "sec-fetch-site": "same-origin"},
    ],
    ids=repr,
)
def test_our_own_page_brings_somebody_into_their_box(embedded, headers):
    call, client = embedded.call(), embedded.visitor()
    client.post("/en/back/", {"words": call.words}, headers=headers)
    assert "__Host-page" in client.cookies


def test_asking_for_help_needs_no_cookie_and_no_token_but_the_draft_s(embedded):
    form = Form(embedded.visitor(enforce_csrf_checks=True)).start().up_to("code")
    form.send()
    assert heading(form.response) == "It has arrived"
    assert Dossier.objects.count() == 1
    assert "csrfmiddlewaretoken" not in text_of(form.response)


def test_the_token_of_the_form_is_in_a_strict_cookie_that_scripts_cannot_read(embedded):
    response = embedded.visitor().get("/desk/sign-in/")
    cookie = response.cookies["__Host-form"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_closing_and_locking_take_the_cookie_of_the_form_away_too(embedded):
    for client, address in (
        (embedded.holder(embedded.call()), "/en/back/"),
        (embedded.staff(PROTECTION), "/desk/lock/"),
    ):
        gone = client.post(address, {"go": "close"}).cookies["__Host-form"]
        assert (gone.value, gone["max-age"]) == ("", 0)
        assert (gone["secure"], gone["samesite"], gone["path"]) == (True, "Strict", "/")


@pytest.mark.parametrize(
    ("headers", "forgets"),
    [({}, True), ({"sec-fetch-site": "same-origin"}, True), ({"sec-fetch-site": "cross-site"}, False)],
    ids=repr,
)
def test_only_our_own_link_makes_the_browser_forget(embedded, headers, forgets):
    response = embedded.visitor().get("/en/leave/", headers=headers)
    assert response.status_code == 302
    assert ("Clear-Site-Data" in response.headers) == forgets
