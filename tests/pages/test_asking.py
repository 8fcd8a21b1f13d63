"""The form, page by page: each step keeps what was typed, the code comes before Send, and Send counts once."""

from datetime import timedelta

import pytest
from django.conf import settings

from safeconduct.dossiers.models import Dossier
from safeconduct.intake.desk import asking
from safeconduct.intake.models import Draft
from tests.embedded import PROTECTION
from tests.pages.page import NAMES, STEPS, Form, heading, sentences, text_of, token_of, typed_into


@pytest.fixture
def form(embedded):
    return Form(embedded.visitor())


def test_the_whole_way_ends_in_a_request_on_the_desk(embedded, form):
    form.start().up_to("code")
    assert heading(form.response) == "Keep these words" and len(form.words) == 13
    form.send()
    assert heading(form.response) == "It has arrived"
    case = embedded.case(Dossier.objects.get().ref)
    assert (case.story["happened"], case.story["needs"]) == ("They waited outside the mill.", ["lawyer"])
    assert case.contact == {"channel": "phone", "address": "000 111 222", "unsafe": "After dark."}
    assert (case.consents, case.has_identity) == ((), True)
    assert not case.unsigned


def test_every_question_can_be_skipped_but_the_office(embedded, form):
    form.start()
    for step in NAMES:
        form.answer(step, go="skip")
    assert sentences(form.response)[0].startswith("No office is chosen yet.")


def test_back_leads_to_the_step_before_with_what_was_typed(form):
    form.start().up_to("you").answer("you", go="back", name="Half a na")
    assert heading(form.response) == "What do you need?"
    form.answer("need")
    assert typed_into(form.response, "name") == "Half a na"


def test_on_the_way_nothing_typed_is_in_an_address_a_cookie_or_a_redirect(embedded, form):
    form.start()
    for step in NAMES:
        form.answer(step)
        assert form.response.status_code == 200
        assert not form.response.cookies
    assert not form.client.cookies


def test_nothing_typed_is_on_the_disk_in_plain(embedded, form):
    form.start().up_to("code")
    form.send()
    stored = embedded.bytes_on_disk()
    for typed in ("mill", "Karsa", "Teresa", "river", "000 111", "After dark", "kingfisher"):
        assert typed.encode() not in stored


def test_send_pressed_again_after_a_lost_reply_counts_once(form):
    form.start().up_to("code")
    before, token = form.keep(), token_of(form.response)
    first = text_of(form.post(**before).response)
    again = form.client.post("/en/", {"draft": token, **before})
    assert text_of(again) == first
    assert Dossier.objects.count() == 1


def test_a_step_sent_again_after_a_lost_reply_is_the_same_step(form):
    form.start().up_to("where")
    token = token_of(form.response)
    pages = [
        form.client.post("/en/", {"draft": token, "step": "where", "go": "next", **STEPS["where"]}) for _ in range(2)
    ]
    assert text_of(pages[0]) == text_of(pages[1])
    assert Draft.objects.count() == 1


def test_the_same_words_are_shown_again_until_others_are_asked_for(form):
    form.start().up_to("code")
    words = form.words
    form.post(step="code", go="back").answer("files", go="next")
    assert form.words == words
    form.post(step="code", go="other")
    assert form.words != words


WRONG_KEEPING = {
    "the first word": ({"check_one": "zebra"}, "not the one at that place"),
    "the second word": ({"check_two": ""}, "not the one at that place"),
    "no own word": ({"own_word": ""}, "own word is missing"),
    "a very short own word": ({"own_word": "ab"}, "own word is missing or very short"),
    "a NUL in a word": ({"check_one": "a\0b"}, "Null characters"),
    "a word too long": ({"own_word": "x" * 101}, "at most 100"),
}


@pytest.mark.parametrize(("wrong", "said"), WRONG_KEEPING.values(), ids=list(WRONG_KEEPING))
def test_a_word_that_was_not_kept_is_said_and_nothing_is_sent(embedded, form, wrong, said):
    form.start().up_to("code")
    words, before = form.words, embedded.dump()
    form.send(**wrong)
    assert any(said in one for one in sentences(form.response)), sentences(form.response)
    assert form.words == words
    assert embedded.dump() == before


def test_a_form_filled_quicker_than_a_person_writes_is_asked_to_wait(embedded, form, monkeypatch):
    monkeypatch.setattr(settings, "SAFECONDUCT_SHORTEST_FILLING", timedelta(seconds=20))
    form.start().up_to("code")
    embedded.clock.pass_by(timedelta(seconds=19))
    kept = form.keep()
    form.post(**kept)
    assert sentences(form.response)[0].startswith("That was quicker than a person writes.")
    assert not Dossier.objects.exists()
    embedded.clock.pass_by(timedelta(seconds=1))
    form.post(**kept)
    assert heading(form.response) == "It has arrived"


def test_the_box_that_nobody_sees_stops_a_machine_once_and_keeps_what_was_typed(form):
    form.start().answer("happened", website="http://spam.example")
    assert "nobody sees" in sentences(form.response)[0]
    assert typed_into(form.response, "happened") == STEPS["happened"]["happened"]


def test_a_draft_of_two_hours_ago_keeps_what_was_just_typed_and_says_that_the_rest_is_gone(embedded, form):
    form.start().up_to("you")
    embedded.clock.pass_by(timedelta(hours=2))
    form.answer("you")
    assert "older than two hours" in sentences(form.response)[0]
    assert typed_into(form.response, "name") == "Teresa (invented)"
    assert typed_into(form.response, "work") == "I speak for the river."


def test_send_after_two_hours_sends_nothing(embedded, form):
    form.start().up_to("code")
    embedded.clock.pass_by(timedelta(hours=2))
    form.send()
    assert "older than two hours" in sentences(form.response)[0]
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("token", ["0" * 64, "not-a-token", "\0", "x" * 10_000], ids=["unknown", "odd", "NUL", "long"])
def test_an_unknown_token_keeps_what_was_just_typed(form, token):
    form.response = form.client.post(
        "/en/", {"draft": token, "step": "happened", "go": "next", "happened": "Only this."}
    )
    assert form.response.status_code == 200
    assert typed_into(form.response, "happened") == "Only this."


def test_for_somebody_who_does_not_know_there_are_no_ticks_and_one_office(embedded, form):
    form.start("unaware").up_to("readers")
    assert "consents" not in text_of(form.response)
    form.answer("readers", organisations=["harbour-desk", "lighthouse-network"])
    assert "choose one office" in sentences(form.response)[0]
    form.answer("readers", consents=["publish_named"]).answer("files")
    form.send()
    assert "shown to nobody else" in text_of(form.response)
    case = embedded.case(Dossier.objects.get().ref)
    assert (case.about, case.consents, case.is_relay) == ("unaware", (), True)


def test_each_office_says_what_it_is_and_where_it_is(embedded, form):
    settings.SAFECONDUCT_OFFICES.write_text(
        '[[located]]\noffice = "harbour-desk"\ncountry = "Kenya"\n', encoding="utf-8"
    )
    page = text_of(form.start().up_to("readers").response)
    assert "<b>Harbour Desk</b><small>Organisation that protects (Kenya)</small>" in page
    assert "<b>Lighthouse Network</b><small>Organisation that protects</small>" in page


def test_every_tick_is_off_when_the_page_is_first_shown(form):
    form.start().up_to("readers")
    assert "checked" not in text_of(form.response)


def test_another_person_keeps_the_way_of_reaching_and_starts_anew(form):
    form.start("someone").up_to("code")
    first = form.send()
    form.post(step="sent", go="another")
    assert heading(form.response) == "What happened to them, or may happen?"
    assert typed_into(form.response, "happened") == ""
    form.up_to("reach")
    assert typed_into(form.response, "address") == "000 111 222"
    form.answer("reach").answer("readers").answer("files")
    assert form.send() != first
    assert Dossier.objects.count() == 2


def test_nothing_written_at_all_is_said_and_the_form_goes_on(embedded, form):
    form.start()
    for step in NAMES:
        form.answer(step, go="skip") if step != "readers" else form.answer(step)
    if form.words:
        form.send()
    assert "Nothing is written yet." in text_of(form.response)
    assert not Dossier.objects.exists()
    assert token_of(form.response)
    form.answer("happened").answer("where")
    assert "lawyer" in text_of(form.response)


def test_a_pasted_text_form_is_seen_again_before_it_is_sent(embedded):
    form = Form(embedded.visitor(), "/en/paste/")
    filled = "1.1: They took the archive.\n1.2: A\n2.1: France\n4.1: N. (invented)\n"
    form.response = form.client.post("/en/paste/", {"text": filled})
    form.address = "/en/"
    assert sentences(form.response)[0].startswith("No office is chosen yet.")
    form.answer("readers", go="back").answer("reach", go="back").answer("you", go="back").answer("need", go="back")
    assert typed_into(form.response, "country") == "France"


def test_the_saved_file_sends_everything_at_once(embedded):
    client = embedded.visitor()
    everything = {name: value for step in STEPS.values() for name, value in step.items()}
    form = Form(client)
    form.response = client.post("/en/", {"draft": "", "step": "all", "about": "me", **everything})
    assert heading(form.response) == "Keep these words"
    form.send()
    assert embedded.case(Dossier.objects.get().ref, PROTECTION).story["happened"] == everything["happened"]


@pytest.mark.parametrize("language", ["fr", "es", "ar", "ru"])
def test_the_way_is_the_same_in_every_language(embedded, language):
    form = Form(embedded.visitor(), f"/{language}/").start().up_to("code")
    assert form.response.headers["Content-Language"] == language
    assert len(form.words) == (13 if language in ("fr", "es") else 14)
    assert ('dir="rtl"' in text_of(form.response)) is (language == "ar")


@pytest.mark.parametrize(
    "step",
    [
        {"step": "happened", "go": "next", "happened": "canary"},
        {"step": "start", "about": "me"},
        {"step": "code", "go": "other"},
    ],
    ids=["a question", "the first page", "other words"],
)
def test_a_step_that_was_opened_before_send_and_ends_after_it_shows_the_receipt(embedded, form, monkeypatch, step):
    form.start().up_to("code")
    token = token_of(form.response)
    before_send = asking.open_draft(token, at=embedded.now)
    form.send()
    receipt = text_of(form.response)
    with monkeypatch.context() as patched:
        patched.setattr(asking, "open_draft", lambda *_given, **_named: before_send)
        late = form.client.post("/en/", {"draft": token, **step})
    assert text_of(late) == receipt
    kept = asking.open_draft(token, at=embedded.now)
    assert kept.sent and not {"happened", "place"} & set(kept.answers)
