"""Passkeys, page by page: added with a device's answer, used to sign in, removed; the digits work all the time."""

from datetime import timedelta

import pytest

from safeconduct.access.passkey import ANSWERED_WITHIN, MOST
from safeconduct.access.totp import STEP
from tests.device import Device
from tests.embedded import COLLEAGUE, PROTECTION
from tests.pages.page import heading, question_in, sentences, text_of

pytestmark = pytest.mark.slow

HERE, SIGN_IN = "/desk/account/passkeys/", "/desk/sign-in/"


def passphrase(embedded, name=PROTECTION):
    return embedded.sign_in_of(name).passphrase


def add(embedded, client, device, *, called="My phone", **changed):
    question = question_in(client.get(HERE))
    given = {"question": question.token, "passkey": device.make(question.asked["challenge"])}
    embedded.clock.pass_by(STEP)
    typed = {"name": called, "passphrase": passphrase(embedded), "code": embedded.digits(PROTECTION)}
    return client.post(HERE, {**typed, **given, **changed})


def sign_in(embedded, client, device, **changed):
    question = question_in(client.get(SIGN_IN))
    given = {"question": question.token, "passkey": device.answer(question.asked["challenge"])}
    typed = {"name": PROTECTION, "passphrase": passphrase(embedded), "code": ""}
    return client.post(SIGN_IN, {**typed, **given, **changed})


def test_a_passkey_is_added_signs_in_and_is_removed(embedded):
    client, device = embedded.staff(PROTECTION), Device()
    added = add(embedded, client, device)
    assert "The passkey counts from now on" in text_of(added) and "My phone" in text_of(added)
    assert "My phone" in text_of(client.get("/desk/account/"))
    assert sign_in(embedded, embedded.visitor(), device).headers["Location"] == "/desk/"
    ref = device.credential.hex()
    assert f'value="{ref}"' in text_of(client.get(HERE))
    removed = client.post(f"{HERE}remove/", {"which": ref})
    assert "The passkey counts no more" in text_of(removed) and "My phone" not in text_of(removed)
    assert sentences(sign_in(embedded, embedded.visitor(), device))
    events = [event for event in embedded.events() if event != "ProvedAgain"]
    assert events == ["PasskeyAdded", "SignedInWithPasskey", "PasskeyRemoved"]


def test_it_is_removed_with_the_passphrase_only(embedded):
    client, device = embedded.staff(PROTECTION), Device()
    add(embedded, client, device)
    embedded.clock.pass_by(timedelta(minutes=6))
    for typed in ({}, {f"{device.credential.hex()[:16]}-passphrase": "wrong"}):
        answer = client.post(f"{HERE}remove/", {"which": device.credential.hex(), **typed})
        assert sentences(answer)[0] == "That passphrase did not match. Type your own passphrase again."
        assert "My phone" in text_of(answer)


def test_nothing_that_is_not_one_s_own_is_removed(embedded):
    client, device = embedded.staff(PROTECTION), Device()
    add(embedded, client, device)
    colleague = embedded.staff(COLLEAGUE)
    typed = {f"{device.credential.hex()[:16]}-passphrase": passphrase(embedded, COLLEAGUE)}
    assert colleague.post(f"{HERE}remove/", {"which": device.credential.hex(), **typed}).status_code == 404
    assert sign_in(embedded, embedded.visitor(), device).status_code == 302


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"passphrase": "wrong"}, "That passphrase did not match"),
        ({"code": ""}, "The digits are missing"),
        ({"code": "------"}, "The digits do not fit"),
        ({"passkey": ""}, "No device answered"),
        ({"passkey": "{}"}, "What your device answered does not fit"),
        ({"question": "00"}, "The passkey answered to a page that was open for too long"),
        ({"name": ""}, "The passkey has no name yet"),
    ],
)
def test_what_does_not_fit_is_said_and_the_name_is_kept(embedded, changed, said):
    client = embedded.staff(PROTECTION)
    answer = add(embedded, client, Device(), called="My phone", **changed)
    assert sentences(answer)[0].startswith(said)
    assert ("My phone" in text_of(answer)) == ("name" not in changed)
    assert "PasskeyAdded" not in embedded.events()


def test_a_challenge_is_for_one_session_one_browser_one_purpose_and_ten_minutes(embedded):
    client, other, device = embedded.staff(PROTECTION), embedded.staff(PROTECTION), Device()
    add(embedded, client, device)
    elsewhere = question_in(other.get(HERE))
    made = {"question": elsewhere.token, "passkey": Device().make(elsewhere.asked["challenge"])}
    assert sentences(client.post(HERE, {"name": "x", "code": "1", **made}))[0].startswith(
        "The passkey answered to a page"
    )
    visitor, stranger = embedded.visitor(), embedded.visitor()
    stranger.get(SIGN_IN)
    question = question_in(visitor.get(SIGN_IN))
    asked = {"question": question.token, "passkey": device.answer(question.asked["challenge"])}
    typed = {"name": PROTECTION, "passphrase": passphrase(embedded), "code": "", **asked}
    assert sentences(stranger.post(SIGN_IN, typed))[0].startswith("The passkey answered to a page")
    assert sentences(client.post(HERE, {"name": "x", "code": "1", **asked}))[0].startswith(
        "The passkey answered to a page"
    )
    embedded.clock.pass_by(ANSWERED_WITHIN)
    late = visitor.post(SIGN_IN, typed)
    assert sentences(late)[0].startswith("The passkey answered to a page")
    assert question_in(late).token != question.token, "the page that says so asks anew"


def test_an_answer_that_signed_in_does_not_sign_in_again(embedded):
    client, device, visitor = embedded.staff(PROTECTION), Device(counts=False), embedded.visitor()
    add(embedded, client, device)
    question = question_in(visitor.get(SIGN_IN))
    asked = {"question": question.token, "passkey": device.answer(question.asked["challenge"])}
    typed = {"name": PROTECTION, "passphrase": passphrase(embedded), "code": "", **asked}
    assert visitor.post(SIGN_IN, typed).status_code == 302
    assert sentences(visitor.post(SIGN_IN, typed))[0].startswith("Name, passphrase and digits do not fit")


def test_the_device_is_asked_for_this_site_alone_and_told_nothing_of_the_member(embedded):
    asked = question_in(embedded.staff(PROTECTION).get(HERE)).asked
    assert asked["rp"]["id"] == "localhost"
    assert (asked["user"]["name"], asked["user"]["displayName"]) == ("desk", "desk")
    assert asked["attestation"] == "none"
    assert asked["authenticatorSelection"]["userVerification"] == "required"


def test_a_device_knows_the_account_again_so_that_what_never_arrived_is_replaced(embedded):
    handles = [
        question_in(embedded.staff(name).get(HERE)).asked["user"]["id"] for name in (PROTECTION, PROTECTION, COLLEAGUE)
    ]
    assert handles[0] == handles[1] != handles[2]


def test_which_names_are_answered_is_the_operator_s_setting(embedded, settings):
    settings.ALLOWED_HOSTS = ["desk.example"]
    client = embedded.visitor(SERVER_NAME="desk.example")
    assert question_in(client.get(SIGN_IN)).asked["rpId"] == "desk.example"
    assert client.get(SIGN_IN, headers={"host": "elsewhere.example"}).status_code == 400


def test_where_the_site_is_reached_by_numbers_there_are_digits_only(embedded):
    client = embedded.staff(PROTECTION, SERVER_NAME="127.0.0.1")
    page = client.get(HERE)
    assert "Passkeys need a site with a name" in text_of(page)
    for one in (page, client.get(SIGN_IN)):
        assert "<script" not in text_of(one) and "script-src" not in one.headers["Content-Security-Policy"]
    assert heading(client.get(SIGN_IN)) == "Sign in"


def test_when_there_are_enough_another_is_not_asked_for(embedded):
    client = embedded.staff(PROTECTION)
    for number in range(MOST):
        add(embedded, client, Device(), called=f"key {number}")
    page = client.get(HERE)
    assert f"You have {MOST} passkeys" in text_of(page) and "<script" not in text_of(page)
