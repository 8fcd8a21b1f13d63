"""The door of the desk: what a member is asked for, who is let in, and that one may lock it from every page."""

import re
from datetime import timedelta

import pytest
from django.forms import Form, PasswordInput
from django.test import RequestFactory

from safeconduct.web.defender import visiting
from safeconduct.web.staff import account_forms, door, people_forms, proving
from safeconduct.web.staff import forms as staff_forms
from safeconduct.web.staff.forms import Reveal, SharePassphrase, SignIn
from safeconduct.web.staff.pages import SESSION_ENDED
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


def forms_of_members():
    modules = (account_forms, people_forms, staff_forms)
    return {
        one for module in modules for one in vars(module).values() if isinstance(one, type) and issubclass(one, Form)
    }


def test_what_was_written_in_a_session_that_ended_comes_back_to_be_copied_and_nothing_is_sent(embedded):
    call, client = embedded.call(), embedded.staff(PROTECTION)
    embedded.clock.pass_by(timedelta(minutes=16))
    before, typed = embedded.dump()["dossiers_entry"], "We go there today.\nKeep the <gate> shut."
    given = {"answer-text": typed, "passphrase": "seven words that nobody may read here", "go": "answer"}
    response = client.post(f"/desk/dossiers/{call.ref}/answer/", given)
    assert response.status_code == 403
    assert "We go there today.\nKeep the &lt;gate&gt; shut.</textarea>" in text_of(response)
    assert "seven words" not in text_of(response) and embedded.dump()["dossiers_entry"] == before


def test_a_form_in_which_nothing_was_written_leads_to_signing_in(embedded):
    call = embedded.call()
    given = {"answer-text": "", "passphrase": "seven words that nobody may read here"}
    response = embedded.visitor().post(f"/desk/dossiers/{call.ref}/answer/", given)
    assert (response.status_code, response.headers["Location"]) == (302, SIGN_IN)


def test_no_field_for_a_passphrase_is_sent_back_when_a_session_has_ended():
    covered = {
        name
        for form in forms_of_members()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, (PasswordInput, account_forms.PaperWords))
    }
    assert covered <= door.SECRETS
    assert "passphrase" in people_forms.Confirm().fields
    assert {"again", "old", "paper", "root_words"} <= covered


def test_who_was_signed_out_is_told_so_and_a_stranger_is_not(embedded):
    client = embedded.staff(PROTECTION)
    assert "You are signed out" not in text_of(embedded.visitor().get(SIGN_IN))
    embedded.clock.pass_by(timedelta(minutes=16))
    assert "You are signed out" in text_of(client.get("/desk/", follow=True))


def test_a_session_that_has_ended_is_told_of_and_one_that_lives_or_never_was_is_not(embedded):
    ended = embedded.visitor()
    ended.cookies["__Host-desk"] = "0" * 64
    assert SESSION_ENDED in text_of(ended.get(SIGN_IN))
    for client in (embedded.visitor(), embedded.staff(PROTECTION)):
        assert SESSION_ENDED not in text_of(client.get(SIGN_IN))
