"""My account and the ways back, page by page: shown once, typed back, and nothing counts before."""

import html
import re
from datetime import timedelta

import pytest

from safeconduct.access.totp import code_at
from safeconduct.sealing.code import read
from safeconduct.sealing.paper import asked_back
from safeconduct.web import boot
from safeconduct.web.staff import sign_in_gate
from tests.embedded import COLLEAGUE, PROTECTION, rows_changed
from tests.pages.page import heading, sentences, text_of

pytestmark = pytest.mark.slow

ACCOUNT, LOST = "/desk/account/", "/desk/lost/"


def offer_of(response):
    return re.search(r'name="offer" value="([0-9a-f]*)"', text_of(response))[1]


def words_of(response):
    return [html.unescape(word) for word in re.findall(r"<li><bdi>(.*?)</bdi>", text_of(response))]


def key_of(response):
    shown = re.search(r'<p class="key" translate="no">(.*?)</p>', text_of(response))[1]
    return "".join(re.findall(r"<bdi>(\w+)</bdi>", shown))


def passphrase(embedded, name=PROTECTION):
    return embedded.sign_in_of(name).passphrase


def later(embedded):
    embedded.clock.pass_by(timedelta(seconds=30))


def change_passphrase(embedded, client, **changed):
    shown = client.get(f"{ACCOUNT}passphrase/")
    offer, words = offer_of(shown), " ".join(words_of(shown))
    typed = {"offer": offer, "again": words, "old": passphrase(embedded), "code": embedded.digits(PROTECTION)}
    return words, client.post(f"{ACCOUNT}passphrase/", {**typed, **changed})


def make_paper_code(embedded, client, name=PROTECTION, **changed):
    shown = client.get(f"{ACCOUNT}paper/")
    words = words_of(shown)
    first, second = asked_back(read(" ".join(words)).code)
    typed = {"offer": offer_of(shown), "first": words[first], "second": words[second]}
    later(embedded)
    typed |= {"passphrase": passphrase(embedded, name), "code": embedded.digits(name)}
    return " ".join(words), client.post(f"{ACCOUNT}paper/", {**typed, **changed})


def test_the_account_leads_to_everything_and_says_what_is_missing(embedded):
    page = embedded.staff(PROTECTION).get(ACCOUNT)
    assert heading(page) == "My account"
    assert "Without one, a lost passphrase" in text_of(page)
    for part in ("passphrase/", "authenticator/", "paper/"):
        assert f'href="{ACCOUNT}{part}"' in text_of(page)


def test_seven_words_are_shown_then_asked_for_and_then_count(embedded):
    client = embedded.staff(PROTECTION)
    shown = client.get(f"{ACCOUNT}passphrase/")
    assert len(words_of(shown)) == 7
    asked = client.post(f"{ACCOUNT}passphrase/", {"offer": offer_of(shown), "written": "1"})
    assert not words_of(asked) and not sentences(asked)
    assert offer_of(asked) == offer_of(shown)
    typed = {"again": " ".join(words_of(shown)), "old": passphrase(embedded), "code": embedded.digits(PROTECTION)}
    done = client.post(f"{ACCOUNT}passphrase/", {"offer": offer_of(asked), **typed})
    assert heading(done) == "My account"
    assert "The new passphrase counts from now on. Your other sessions have ended." in text_of(done)
    again = client.post(f"{ACCOUNT}passphrase/", {"offer": offer_of(asked), **typed})
    assert sentences(again), "a reload does nothing more"
    later(embedded)
    signed_in = {"name": PROTECTION, "passphrase": typed["again"], "code": embedded.digits(PROTECTION)}
    assert embedded.visitor().post("/desk/sign-in/", signed_in).status_code == 302


@pytest.mark.parametrize(
    "wrong", [{"again": "other words"}, {"old": "wrong"}, {"code": "------"}, {"again": "", "old": "", "code": ""}]
)
def test_what_does_not_fit_is_said_and_changes_nothing(embedded, wrong):
    client, before = embedded.staff(PROTECTION), None
    before = embedded.dump()
    words, answer = change_passphrase(embedded, client, **wrong)
    assert answer.status_code == 200 and sentences(answer)
    assert words not in text_of(answer) and passphrase(embedded) not in text_of(answer)
    assert rows_changed(before, embedded.dump()).keys() <= {"access_journalline"}


def test_a_page_does_not_say_that_a_passphrase_is_still_there(embedded):
    _words, response = change_passphrase(embedded, embedded.staff(PROTECTION), code="")
    assert "Only passphrases and code words must be typed again." in text_of(response)
    plain = embedded.staff(PROTECTION).post("/desk/write-down/", {"text": ""})
    assert sentences(plain) and "must be typed again" not in text_of(plain)


def test_words_of_ones_own_choice_or_of_another_member_are_not_taken(embedded):
    client, before = embedded.staff(PROTECTION), embedded.dump()
    of_another = offer_of(embedded.staff(COLLEAGUE).get(f"{ACCOUNT}passphrase/"))
    of_another_kind = offer_of(client.get(f"{ACCOUNT}authenticator/"))
    before = embedded.dump()
    for offer in ("", "00", "not hexadecimal", of_another, of_another_kind):
        _, answer = change_passphrase(embedded, client, offer=offer, again="my own words")
        assert len(words_of(answer)) == 7 and "never counted" in text_of(answer)
    assert embedded.dump() == before


def test_an_offer_is_good_for_half_an_hour_and_one_run_of_the_server(embedded, monkeypatch):
    client = embedded.staff(PROTECTION)
    offer = offer_of(client.get(f"{ACCOUNT}passphrase/"))
    for _ in range(3):
        embedded.clock.pass_by(timedelta(minutes=10))
        asked = client.post(f"{ACCOUNT}passphrase/", {"offer": offer, "written": "1"})
    assert "never counted" in text_of(asked)
    offer = offer_of(asked)
    real = boot.secret()
    monkeypatch.setattr("safeconduct.web.staff.once.boot.secret", lambda: real[::-1])
    visitor = embedded.visitor().post(f"{LOST}passphrase/", {"offer": offer, "written": "1"})
    assert "never counted" in text_of(visitor)


def test_the_square_and_the_key_are_one_secret_and_the_new_digits_count(embedded):
    client = embedded.staff(PROTECTION)
    shown = client.get(f"{ACCOUNT}authenticator/")
    secret = key_of(shown)
    assert f"secret={secret}" in text_of(shown) and '<svg class="scan"' in text_of(shown)
    typed = {"passphrase": passphrase(embedded), "code": embedded.digits(PROTECTION)}
    wrong = client.post(f"{ACCOUNT}authenticator/", {"offer": offer_of(shown), **typed, "new_code": "------"})
    assert sentences(wrong)[0].startswith("The digits of the new authenticator")
    typed["new_code"] = code_at(secret, at=embedded.now)
    done = client.post(f"{ACCOUNT}authenticator/", {"offer": offer_of(shown), **typed})
    assert "The new authenticator counts from now on" in text_of(done)


def test_a_paper_code_is_made_shown_as_made_and_revoked(embedded):
    client = embedded.staff(PROTECTION)
    words, page = make_paper_code(embedded, client)
    assert len(words.split()) == 13
    assert "The paper code counts from now on" in text_of(page)
    assert "4 March 2026" in text_of(page) and words.split()[0] not in words_of(page)
    embedded.clock.pass_by(timedelta(minutes=6))  # the proof for the code itself counts no longer
    wrong = client.post(f"{ACCOUNT}paper/revoke/", {"passphrase": "wrong"})
    assert sentences(wrong)[0] == "That passphrase did not match. Type your own passphrase again."
    assert embedded.events() == ["ProvedAgain", "PaperCodeMade", "ProofFailed"]
    client.post(f"{ACCOUNT}paper/revoke/", {"passphrase": passphrase(embedded)})
    assert "Make a paper code" in text_of(client.get(ACCOUNT))


@pytest.mark.parametrize(
    "wrong", [{"first": "zoo zoo"}, {"second": ""}, {"passphrase": "wrong"}, {"code": ""}, {"code": "------"}]
)
def test_a_paper_code_that_is_not_typed_back_or_not_proved_is_none(embedded, wrong):
    client = embedded.staff(PROTECTION)
    before = embedded.dump()["access_member"]
    _, answer = make_paper_code(embedded, client, **wrong)
    assert sentences(answer)
    assert embedded.dump()["access_member"] == before
    assert "PaperCodeMade" not in embedded.events()


def test_a_revoked_paper_code_does_not_come_back_when_the_page_is_sent_again(embedded):
    client = embedded.staff(PROTECTION)
    shown = client.get(f"{ACCOUNT}paper/")
    words = words_of(shown)
    first, second = (words[place] for place in asked_back(read(" ".join(words)).code))
    later(embedded)
    typed = {"offer": offer_of(shown), "first": first, "second": second, "code": embedded.digits(PROTECTION)}
    typed["passphrase"] = passphrase(embedded)
    client.post(f"{ACCOUNT}paper/", typed)
    client.post(f"{ACCOUNT}paper/revoke/", {"passphrase": passphrase(embedded)})
    again = client.post(f"{ACCOUNT}paper/", typed)
    assert sentences(again)[0].startswith("The digits do not fit")
    assert "Make a paper code" in text_of(client.get(ACCOUNT))


def test_the_way_back_to_a_passphrase_by_paper_code_and_digits(embedded):
    device = embedded.staff(PROTECTION)
    paper, _ = make_paper_code(embedded, device)
    visitor = embedded.visitor()
    shown = visitor.get(f"{LOST}passphrase/")
    words = " ".join(words_of(shown))
    typed = {"offer": offer_of(shown), "name": PROTECTION, "paper": paper, "again": words}
    wrong = visitor.post(f"{LOST}passphrase/", {**typed, "code": "------"})
    assert sentences(wrong)[0].startswith("Name, paper code and the rest do not fit")
    assert paper not in text_of(wrong) and f'value="{PROTECTION}"' in text_of(wrong)
    later(embedded)
    typed["code"] = embedded.digits(PROTECTION)
    assert heading(visitor.post(f"{LOST}passphrase/", typed)) == "It counts from now on"
    assert device.get("/desk/").status_code == 302
    assert sentences(visitor.post(f"{LOST}passphrase/", typed)), "paper code and digits are used up"
    later(embedded)
    signed_in = {"name": PROTECTION, "passphrase": words, "code": embedded.digits(PROTECTION)}
    assert visitor.post("/desk/sign-in/", signed_in).status_code == 302


def test_the_way_back_to_an_authenticator_by_passphrase_and_paper_code(embedded):
    paper, _ = make_paper_code(embedded, embedded.staff(PROTECTION))
    visitor = embedded.visitor()
    shown = visitor.get(f"{LOST}authenticator/")
    typed = {"offer": offer_of(shown), "name": PROTECTION, "paper": paper, "passphrase": passphrase(embedded)}
    typed["new_code"] = code_at(key_of(shown), at=embedded.now)
    wrong = visitor.post(f"{LOST}authenticator/", {**typed, "passphrase": "wrong"})
    assert sentences(wrong) and paper not in text_of(wrong)
    assert heading(visitor.post(f"{LOST}authenticator/", typed)) == "It counts from now on"


@pytest.mark.parametrize("typed", ["zoo", "zoo " * 13, "not a word of any list at all", "\0", "x" * 2000])
def test_what_is_no_paper_code_is_said_before_anybody_is_looked_up(embedded, typed):
    visitor = embedded.visitor()
    shown = visitor.get(f"{LOST}passphrase/")
    given = {"offer": offer_of(shown), "name": PROTECTION, "paper": typed, "again": "x", "code": "1"}
    assert sentences(visitor.post(f"{LOST}passphrase/", given))


def test_when_every_place_is_taken_the_ways_back_say_so(embedded, monkeypatch):
    paper, _ = make_paper_code(embedded, embedded.staff(PROTECTION))
    monkeypatch.setattr(sign_in_gate, "LONGEST_WAIT_SECONDS", 0.05)
    visitor = embedded.visitor()
    shown = visitor.get(f"{LOST}passphrase/")
    typed = {"offer": offer_of(shown), "name": PROTECTION, "paper": paper, "code": "1"}
    typed["again"] = " ".join(words_of(shown))
    with sign_in_gate.place(embedded.folder, is_known=True), sign_in_gate.place(embedded.folder, is_known=False):
        assert visitor.post(f"{LOST}passphrase/", typed).status_code == 503


def test_ending_the_other_sessions_keeps_this_one(embedded):
    here, there = embedded.staff(PROTECTION), embedded.staff(PROTECTION)
    here.post(f"{ACCOUNT}sessions/")
    assert [client.get("/desk/").status_code for client in (here, there)] == [200, 302]
