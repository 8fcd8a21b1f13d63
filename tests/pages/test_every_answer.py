"""What holds for every answer that has a body, a style sheet as well as a page for what went wrong."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.embedded import PROTECTION
from tests.house.test_who_may import ADDRESSES, some_address
from tests.pages.scoring import directives

YEAR_SECONDS = 365 * 24 * 60 * 60
SAVED = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip")
"""What is saved on the device and never shown has no letters of its own."""
STYLE_SHEET = re.compile(r'href="(/static/[^"]+\.css)"')


@pytest.fixture
def answers(embedded):
    """(what was asked, its answer), each address by somebody and by nobody, and what is served beside the pages."""
    call, member, visitor = embedded.call(), embedded.staff(PROTECTION), embedded.visitor()
    asked = [(client, some_address(name)) for name in ADDRESSES for client in (member, visitor)]
    page = visitor.get("/en/").content.decode()
    asked += [(member, f"/desk/dossiers/{call.ref}/"), (visitor, STYLE_SHEET.search(page)[1]), (visitor, "/nowhere/")]
    found = [
        (f"{method} {address}", getattr(client, method)(address))
        for client, address in asked
        for method in ("get", "post")
    ]
    assert {200, 302, 404, 405} <= {response.status_code for _, response in found}
    return found


def test_every_answer_asks_for_a_safe_line_for_a_year_and_for_all_names_below(answers):
    for what, response in answers:
        said = response.headers["Strict-Transport-Security"]
        assert int(re.search(r"max-age=(\d+)", said)[1]) >= YEAR_SECONDS, what
        assert "includeSubDomains" in said, what


def test_every_answer_lets_nothing_in_but_our_own_style_and_lets_nobody_frame_it(answers):
    for what, response in answers:
        policy = directives(response.headers["Content-Security-Policy"])
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'", what
        assert policy["form-action"] == policy["style-src"] == "'self'", what
        assert "object-src" not in policy, what
        with_script = not response.streaming and re.search(rb'<script src="/static/passkey[^"]*"', response.content)
        assert policy.get("script-src") == ("'self'" if with_script else None), what
        if with_script:
            assert urlsplit(what.split()[1]).path in ("/desk/sign-in/", "/desk/account/passkeys/"), what


def test_no_answer_is_guessed_at_told_to_others_or_read_by_them(answers):
    for what, response in answers:
        assert response.headers["X-Content-Type-Options"] == "nosniff", what
        # The address of a link is a key, so that page tells it to nobody, our own pages included.
        wanted = "no-referrer" if re.search("/(l|m|c)/|^post /en/appointment", what) else "same-origin"
        assert response.headers["Referrer-Policy"] == wanted, what
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", what
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin", what
        assert not [name for name in response.headers if name.startswith("Access-Control-")], what


def test_every_body_says_what_it_is_and_in_which_letters(answers):
    for what, response in answers:
        if b"".join(response):
            kind = response.headers["Content-Type"]
            if not (response.headers.get("Content-Disposition", "").startswith("attachment") and kind in SAVED):
                assert re.match(r"text/(html|css|plain|csv|calendar)\b|image/svg\+xml", kind), what
                assert re.search(r'charset="?utf-8"?$', kind, re.IGNORECASE), what


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_no_address_sends_a_request_back_as_it_came(embedded, name):
    response = embedded.staff(PROTECTION).generic("TRACE", some_address(name), headers={"x-canary": "hawthorn"})
    assert response.status_code == 405
    assert b"hawthorn" not in response.content + str(response.headers).encode()


BESIDE_THE_PROGRAM = [
    "/.git/HEAD",
    "/.git/",
    "/static/",
    "/static/../.git/HEAD",
    "/static/%2e%2e/safeconduct.sqlite3",
    "/static/../../pyproject.toml",
    "/static/css/",
    "/files/",
    "/var/",
    "/safeconduct.sqlite3",
    "/pyproject.toml",
    "/src/safeconduct/web/settings.py",
]


@pytest.mark.parametrize("address", BESIDE_THE_PROGRAM)
def test_no_folder_and_nothing_beside_the_program_is_served(embedded, address):
    assert embedded.visitor().get(address).status_code == 404


def test_no_hidden_file_is_among_the_static_files(embedded):
    assert [path for path in settings.STATIC_ROOT.rglob("*") if path.name.startswith(".")] == []
