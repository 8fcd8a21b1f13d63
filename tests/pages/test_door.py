"""The door of the desk: what a member is asked for, who is let in, and that one may lock it from every page."""

import re

import pytest
from django.test import RequestFactory

from safeconduct.web.defender import visiting
from safeconduct.web.staff import door, proving
from safeconduct.web.staff.forms import Reveal, SharePassphrase, SignIn
from tests.embedded import PROTECTION
from tests.pages.page import text_of

SIGN_IN = "/desk/sign-in/"
FOR_PASSPHRASES = [(SignIn, "passphrase"), (Reveal, "passphrase"), (SharePassphrase, "passphrase")]


def inputs_of(page):
    return {re.search(r'name="([^"]+)"', tag)[1]: tag for tag in re.findall(r"<input[^>]+>", page) if 'name="' in tag}


def test_nothing_is_asked_but_name_passphrase_and_digits(embedded):
    asked = inputs_of(text_of(embedded.visitor().get(SIGN_IN)))
    shown = {name for name, field in asked.items() if 'type="hidden"' not in field}
    assert shown == {"name", "passphrase", "code"}
    # Hidden: the form's own token, and what a device may be asked in place of the digits.
    assert set(asked) - shown == {"csrfmiddlewaretoken", "question", "passkey"}


def test_a_passphrase_is_covered_while_it_is_typed(embedded):
    assert 'type="password"' in inputs_of(text_of(embedded.visitor().get(SIGN_IN)))["passphrase"]
    for form, field in FOR_PASSPHRASES:
        assert form.base_fields[field].widget.input_type == "password", form


def test_a_keeper_of_passphrases_may_fill_in_the_form_and_pasting_is_allowed(embedded):
    asked = inputs_of(text_of(embedded.visitor().get(SIGN_IN)))
    assert 'autocomplete="username"' in asked["name"]
    assert 'autocomplete="current-password"' in asked["passphrase"]
    assert not [tag for tag in asked.values() if re.search(r"\son\w+=|readonly", tag)]


def test_a_passphrase_may_be_long(embedded):
    for form, field in FOR_PASSPHRASES:
        assert form.base_fields[field].max_length >= 500, form


@pytest.mark.parametrize(
    "address", ["", "cases/", "write-down/", "cases/spreadsheet/", "dossiers/{ref}/", "dossiers/{ref}/share/"]
)
def test_every_page_of_a_member_can_be_locked_from(embedded, address):
    call = embedded.call()
    page = text_of(embedded.staff(PROTECTION).get("/desk/" + address.format(ref=call.ref)))
    assert re.search(
        r'<form[^>]+method="post"[^>]+action="/desk/lock/"|<form[^>]+action="/desk/lock/"[^>]+method="post"', page
    )


def asked_with(name, value):
    request = RequestFactory().get("/desk/")
    request.COOKIES[name] = value
    return request


def test_a_session_under_the_cookie_of_the_other_side_is_nobody(embedded):
    holder = embedded.holder(embedded.call()).cookies["__Host-page"].value
    member = embedded.session(PROTECTION)
    assert door.presence_of(asked_with(door.COOKIE, member)) is not None
    assert door.presence_of(asked_with(door.COOKIE, holder)) is None
    assert visiting.visit_of(asked_with(visiting.COOKIE, holder)) is not None
    assert visiting.visit_of(asked_with(visiting.COOKIE, member)) is None


def test_nobody_proves_a_passphrase_without_a_session(embedded):
    asked = asked_with(door.COOKIE, "0" * 64)
    assert not proving.has_proved(asked, embedded.sign_in_of(PROTECTION).passphrase)
