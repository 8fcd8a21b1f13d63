"""The return page: any code opens it, the own word opens more, and its length tells nothing."""

from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import Dossier
from safeconduct.sealing.code import new_code, written
from safeconduct.web.defender.padding import PADDED_TO
from tests.embedded import HARBOUR, LIGHTHOUSE, PROTECTION
from tests.pages.page import Form, heading, sentences, text_of, token_of, typed_into

BACK = "/en/back/"


def entered(embedded, words):
    client = embedded.visitor()
    return client, client.post(BACK, {"words": words}, follow=True)


def test_the_words_alone_show_how_far_things_are_without_names(embedded):
    call = embedded.call()
    _, response = entered(embedded, call.words)
    assert heading(response) == "Where things are"
    assert "Harbour" not in text_of(response) and "Karsa" not in text_of(response)


def test_with_the_own_word_the_messages_stand_there(embedded):
    call = embedded.call()
    cases.answer(call.ref, "We call the lawyer today.", embedded.keyring(PROTECTION), at=embedded.now)
    _, response = entered(embedded, f"{call.words} lantern")
    assert heading(response) == "Your messages"
    assert "We call the lawyer today." in text_of(response) and "Harbour Desk" in text_of(response)


def test_what_was_sent_is_never_shown_back(embedded):
    call = embedded.call()
    for own_word in ("", " lantern"):
        _, response = entered(embedded, call.words + own_word)
        assert "the market" not in text_of(response)


def test_a_wrong_code_is_the_same_page_with_nothing_in_it(embedded):
    embedded.call()
    _, response = entered(embedded, " ".join(written(new_code(), "en")) + " lantern")
    assert (response.status_code, heading(response)) == (200, "Where things are")
    assert "Nothing is here yet." in text_of(response)


@pytest.mark.parametrize("form", ["en", "fr", "es", "digits"])
def test_a_code_is_read_in_every_form_on_every_page(embedded, form):
    call = embedded.call()
    words = " ".join(written(call.code, form))
    for language in ("en", "ar"):
        response = embedded.visitor().post(f"/{language}/back/", {"words": f"{words} lantern"}, follow=True)
        assert "Harbour Desk" in text_of(response)


WRONG = {
    "nothing": ("", "Nothing is typed yet."),
    "blanks": ("   ", "Nothing is typed yet."),
    "too few": ("abandon ability", "Some are missing."),
    "a word on no list": ("abandon qwertz " * 7, "“qwertz”"),
    "a swapped word": (None, "One of them is not right"),
    "too long": ("abandon " * 400, ""),
    "only a NUL": ("\0", "Null characters"),
    "a page of accents": ("\u0301" * 1_900, ""),
    "digits one too few": ("000 " * 13 + "00", ""),
    "a number beyond all": ("9" * 42, "One of them is not right"),
}


@pytest.mark.parametrize(("typed", "said"), WRONG.values(), ids=list(WRONG))
def test_words_that_are_no_code_are_said_and_stay_in_the_field(embedded, typed, said):
    if typed is None:
        words = list(written(new_code(), "en"))
        words[0] = "zebra" if words[0] != "zebra" else "zoo"
        typed = " ".join(words)
    before = embedded.dump()
    client, response = entered(embedded, typed)
    assert response.status_code == 200
    assert sentences(response) and said in " ".join(sentences(response))
    assert typed_into(response, "words").replace("\0", "") == typed.replace("\0", "")
    assert not client.cookies
    assert embedded.dump() == before


def pages_of(embedded):
    """(what, page) of everything that somebody sees behind a code."""
    call, two = embedded.call(), embedded.call(HARBOUR, LIGHTHOUSE)
    full = embedded.call()
    for nth in range(30):
        cases.answer(full.ref, f"Answer {nth}: " + "we are on it. " * 60, embedded.keyring(PROTECTION), at=embedded.now)
    empty = " ".join(written(new_code(), "en"))
    for what, words in (("empty", empty), ("one", call.words), ("two", two.words)):
        yield f"{what}, alone", entered(embedded, words)[1]
        yield f"{what}, with a word", entered(embedded, f"{words} lantern")[1]
    yield "full", entered(embedded, f"{full.words} lantern")[1]
    client = embedded.holder(call)
    for address in (BACK, "/en/back/who/", "/en/back/end/"):
        yield address, client.get(address)
    yield "new code", client.post(BACK, {"go": "new_code"})
    yield "empty message", client.post(BACK, {"go": "write", "message": ""})


def test_every_page_behind_a_code_has_a_length_in_steps_of_16_kib(embedded):
    lengths = {what: len(response.content) for what, response in pages_of(embedded)}
    assert {what: length % PADDED_TO for what, length in lengths.items()} == dict.fromkeys(lengths, 0)
    assert lengths["empty, alone"] == lengths["one, alone"] == lengths["two, alone"] == PADDED_TO
    assert lengths["full"] > PADDED_TO


def test_a_message_goes_in_and_does_not_show_without_the_own_word(embedded):
    call = embedded.call()
    client = embedded.holder(call, own_word="")
    response = client.post(BACK, {"go": "write", "message": "They came back."})
    assert "It is on its way." in text_of(response) and "They came back." not in text_of(response)
    assert [one.data["text"] for one in embedded.case(call.ref).entries if one.kind == "word"] == ["They came back."]


BUTTONS = {
    "urgent": (200, "The office now sees that it is urgent."),
    "empty": (302, ""),
    "undo": (302, ""),
    "freeze": (302, ""),
    "close": (302, ""),
    "unheard of": (302, ""),
    "": (302, ""),
}


@pytest.mark.parametrize("own_word", ["lantern", ""], ids=["with the word", "alone"])
@pytest.mark.parametrize(("go", "expected"), BUTTONS.items(), ids=[go or "nothing" for go in BUTTONS])
def test_each_button_answers(embedded, go, expected, own_word):
    client = embedded.holder(embedded.call(), own_word=own_word)
    response = client.post(BACK, {"go": go})
    assert response.status_code == expected[0]
    assert expected[1] in text_of(response)


def test_closing_ends_the_session_and_asks_the_browser_to_forget(embedded):
    client = embedded.holder(embedded.call())
    cookie = client.cookies["__Host-page"].value
    response = client.post(BACK, {"go": "close"})
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage", "cache"'
    client.cookies["__Host-page"] = cookie
    assert heading(client.get(BACK)) == "Come back"


def test_a_button_after_twenty_minutes_says_that_it_was_not_kept(embedded):
    call = embedded.call()
    client, before = embedded.holder(call), len(embedded.case(call.ref).entries)
    embedded.clock.pass_by(timedelta(minutes=20))
    response = client.post(BACK, {"go": "write", "message": "Too late."})
    assert "What you did last was not kept" in text_of(response)
    assert len(embedded.case(call.ref).entries) == before


def test_the_page_for_wishes_and_for_erasing_opens_only_with_the_own_word(embedded):
    call = embedded.call()
    for address in ("/en/back/who/", "/en/back/end/"):
        assert embedded.visitor().get(address).status_code == 302
        assert embedded.holder(call, own_word="").get(address).status_code == 302
        assert embedded.holder(call).get(address).status_code == 200


def test_erasing_hides_it_and_the_page_offers_to_undo(embedded):
    call = embedded.call()
    client = embedded.holder(call)
    assert client.post("/en/back/end/").status_code == 302
    response = client.get(BACK)
    assert "Everything will be erased" in text_of(response) and "Do not erase" in text_of(response)
    assert Dossier.objects.get(ref=call.ref).erase_after
    client.post(BACK, {"go": "undo"})
    assert Dossier.objects.get(ref=call.ref).erase_after is None


def test_a_missed_promise_is_told_with_whom_to_ask_instead(embedded):
    call = embedded.call()
    embedded.clock.pass_by(timedelta(hours=25))
    for own_word in ("", " lantern"):
        _, response = entered(embedded, call.words + own_word)
        assert "Not read yet" in text_of(response) and "/en/now/" in text_of(response)


def test_a_new_code_opens_the_box_and_the_old_one_nothing(embedded):
    call = embedded.call()
    client = embedded.holder(call)
    form = Form(client, BACK)
    form.response = client.post(BACK, {"go": "new_code"})
    kept = {**form.keep(own_word="heron"), "go": "new_code_kept"}
    words = form.words
    form.response = client.post(BACK, {"draft": token_of(form.response), **kept})
    assert "only the new ones open this page" in text_of(form.response)
    assert "Harbour Desk" in text_of(entered(embedded, f"{' '.join(words)} heron")[1])
    assert "Nothing is here yet." in text_of(entered(embedded, f"{call.words} lantern")[1])


WRONG_WISHES = {
    "consents": {"consents-consents": "everything"},
    "contact": {"contact-rhythm": "hourly", "contact-channel": "here", "contact-address": "canary 7"},
    "advance": {"advance-speaks": "canary" * 300},
    "advance, empty": {"go": "advance"},
}


@pytest.mark.parametrize(("go", "data"), WRONG_WISHES.items(), ids=list(WRONG_WISHES))
def test_a_wish_that_cannot_be_kept_says_why_and_keeps_what_was_typed(embedded, go, data):
    client = embedded.holder(embedded.call())
    before = embedded.dump()
    response = client.post("/en/back/who/", {"go": go, **data})
    assert response.status_code == 200 and sentences(response)
    for name, value in data.items():
        if "canary" in value:
            assert typed_into(response, name) == value
    assert embedded.dump() == before


@pytest.mark.parametrize(("language", "said"), [("en", "Type all your words again"), ("fr", "Tapez de nouveau")])
def test_what_cannot_be_done_is_said_in_the_language_of_the_page(embedded, language, said):
    client = embedded.holder(embedded.call(), own_word="")
    page = client.post(f"/{language}/back/", {"go": "new_code"})
    kept = Form(client)
    kept.response = page
    confirmed = {"draft": token_of(page), **kept.keep(), "go": "new_code_kept"}
    response = client.post(f"/{language}/back/", confirmed)
    assert response.status_code == 409 and said in text_of(response)
