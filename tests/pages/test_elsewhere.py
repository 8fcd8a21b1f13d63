"""Another site makes nobody do anything on the defender's side, and what is no visit there opens nothing."""

import pytest
from django.test import RequestFactory

from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.defender import visiting
from safeconduct.web.staff import door
from tests.embedded import PROTECTION
from tests.pages.page import heading, text_of

BACK, LEAVE = "/en/back/", "/en/leave/"

TOLD = {
    "nothing": ({}, False),
    "this page": ({"Sec-Fetch-Site": "same-origin"}, False),
    "typed by the person": ({"Sec-Fetch-Site": "none"}, False),
    "another site": ({"Sec-Fetch-Site": "cross-site"}, True),
    "a neighbour": ({"Sec-Fetch-Site": "same-site"}, True),
    "this origin, by an older browser": ({"Origin": "http://localhost"}, False),
    "another origin, by an older browser": ({"Origin": "http://elsewhere.example"}, True),
    "an origin that is hidden": ({"Origin": "null"}, True),
}


@pytest.mark.parametrize(("headers", "is_from_elsewhere"), TOLD.values(), ids=list(TOLD))
def test_a_code_is_entered_from_our_own_page_alone(embedded, headers, is_from_elsewhere):
    call, client = embedded.call(), embedded.visitor()
    answer = client.post(BACK, {"words": call.words}, headers=headers)
    assert (answer.status_code, visiting.COOKIE in client.cookies) == (
        (200, False) if is_from_elsewhere else (302, True)
    )


@pytest.mark.parametrize(("headers", "is_from_elsewhere"), TOLD.values(), ids=list(TOLD))
def test_a_link_of_another_site_ends_no_visit(embedded, headers, is_from_elsewhere):
    client = embedded.holder(embedded.call())
    client.get(LEAVE, headers=headers)
    assert heading(client.get(f"{BACK}?open")) == (
        "Your messages" if is_from_elsewhere else heading_of_the_door(embedded)
    )


def heading_of_the_door(embedded):
    return heading(embedded.visitor().get(f"{BACK}?open"))


def test_visit_of_a_cookie_that_is_unknown_or_a_member_s_is_none(embedded):
    door = heading_of_the_door(embedded)
    for cookie in ("0" * 64, embedded.session(PROTECTION)):
        client = embedded.visitor()
        client.cookies[visiting.COOKIE] = cookie
        assert heading(client.get(f"{BACK}?open")) == door


def test_presence_of_a_cookie_that_is_unknown_or_a_defender_s_is_none(embedded):
    visit = embedded.holder(embedded.call()).cookies[visiting.COOKIE].value
    for cookie in ("0" * 64, visit):
        client = embedded.visitor()
        client.cookies["__Host-desk"] = cookie
        answer = client.get("/desk/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/sign-in/")
        assert "ended" in text_of(client.get("/desk/sign-in/"))


def test_nobody_is_here_without_a_session():
    with pytest.raises(NotFound):
        door.here(RequestFactory().get("/desk/account/"))
