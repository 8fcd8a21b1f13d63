"""Bad input of every kind: a sentence, what was typed stays in the page, nothing is half-written, nothing breaks."""

from time import perf_counter

import pytest

from safeconduct.dossiers.models import Dossier
from safeconduct.web.defender.questions import LONGEST
from tests.embedded import PROTECTION
from tests.pages.page import STEPS, Form, heading, sentences, text_of, token_of, typed_into

TOO_LONG = "x" * (LONGEST + 1)
# What a step is answered with, and what the page must say.
WRONG = {
    "a story too long": ("happened", {"happened": TOO_LONG}, "at most 50000"),
    "a story with a NUL": ("happened", {"happened": "canary\0story"}, "Null characters"),
    "a danger that is none": ("happened", {"happened": "canary", "urgency": "soon"}, "valid choice"),
    "a country too long": ("where", {"country": "canary" * 34}, "at most 200"),
    "a place with a NUL": ("where", {"place": "canary\0"}, "Null characters"),
    "a need that is none": ("need", {"needs": ["lawyer", "an army"], "need_words": "canary"}, "valid choice"),
    "a name too long": ("you", {"name": "canary" * 84}, "at most 500"),
    "a channel that is none": ("reach", {"channel": "pigeon", "address": "canary"}, "valid choice"),
    "a phone without a number": (
        "reach",
        {"channel": "phone", "address": "", "unsafe": "canary"},
        "no number or name yet",
    ),
    "a number with a letter": ("reach", {"channel": "phone", "address": "0O1 canary"}, "is a letter"),
    "no office": ("readers", {"organisations": []}, "No office is chosen yet."),
    "an office that is none": ("readers", {"organisations": ["nobody's office"]}, "valid choice"),
    "a consent that is none": ("readers", {"consents": ["sell_it"]}, "valid choice"),
}


@pytest.mark.parametrize(("step", "wrong", "said"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_answer_is_said_and_stays_in_the_page(embedded, step, wrong, said):
    form = Form(embedded.visitor()).start().up_to(step)
    before = form.response
    form.answer(step, **wrong)
    assert form.response.status_code == 200
    assert heading(form.response) == heading(before)
    assert said in " ".join(sentences(form.response))
    assert token_of(form.response) == token_of(before)
    for name, value in wrong.items():
        if isinstance(value, str) and ("canary" in value or value == TOO_LONG):
            assert typed_into(form.response, name).replace("\0", "") == value.replace("\0", "")
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(("step", "wrong", "said"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_answer_that_was_skipped_past_is_asked_again_before_the_code(embedded, step, wrong, said):
    """Skipping and going back keep what was typed, right or wrong; before the code it must be right."""
    form = Form(embedded.visitor()).start().up_to(step).answer(step, go="skip", **wrong)
    for later in list(STEPS)[list(STEPS).index(step) + 1 :]:
        form.answer(later)
    assert said in " ".join(sentences(form.response))
    assert not form.words
    form.answer(step, **{name: STEPS[step].get(name, "") for name in wrong if name != "consents"})
    assert form.response.status_code == 200


ODD_STEPS = {
    "no step at all": {},
    "a step that is none": {"step": "everything"},
    "a step with a NUL": {"step": "\0"},
    "code without a draft": {"step": "code", "go": "send"},
    "sent without a draft": {"step": "sent", "go": "another"},
    "all with nothing": {"step": "all"},
    "all about nobody": {"step": "all", "about": "nobody"},
    "start about nobody": {"step": "start", "about": "nobody"},
    "a button that is none": {"step": "happened", "go": "jump"},
    "a file to remove that is none": {"step": "files", "remove": "0" * 32},
    "paste": {"step": "paste"},
}


@pytest.mark.parametrize("data", ODD_STEPS.values(), ids=list(ODD_STEPS))
def test_an_odd_step_is_answered_with_a_page_that_goes_on(embedded, data):
    response = embedded.visitor().post("/en/", data)
    assert response.status_code == 200
    assert "<form" in text_of(response)
    assert not Dossier.objects.exists()


def test_code_before_anything_was_written_leads_to_what_is_missing(embedded):
    form = Form(embedded.visitor()).start().post(step="code", go="send")
    assert form.response.status_code == 200 and not form.words


TOO_MUCH = {
    "201 fields": {f"field{number}": "x" for number in range(201)},
    "more than a megabyte": {"step": "happened", "happened": "x" * (1024 * 1024 + 1)},
}


@pytest.mark.parametrize("data", TOO_MUCH.values(), ids=list(TOO_MUCH))
@pytest.mark.parametrize("address", ["/en/", "/en/back/", "/en/paste/", "/desk/sign-in/"])
def test_too_much_at_once_is_refused_in_a_sentence_and_changes_nothing(embedded, address, data):
    before = embedded.dump()
    response = embedded.visitor().post(address, data)
    assert (response.status_code, heading(response)) == (400, "This could not be read")
    assert embedded.dump() == before


BODIES = {
    "cut off": b'--edge\r\nContent-Disposition: form-data; name="happened"\r\n\r\nThey ca',
    "no boundary in it": b"nothing of the kind",
    "empty": b"",
    "a file without an end": (
        b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + b"x" * 200_000
    ),
    "wrong base64": (
        b'--edge\r\nContent-Disposition: form-data; name="happened"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--edge--\r\n"
    ),
    "not UTF-8": b'--edge\r\nContent-Disposition: form-data; name="happened"\r\n\r\n\xff\xfe\xed\xa0\x80\r\n--edge--\r\n',
    "a name that is not UTF-8": b'--edge\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--edge--\r\n',
    "headers without end": b"--edge\r\n" + b"A: b\r\n" * 5_000,
}


@pytest.mark.parametrize("boundary", ["edge", "", "x" * 300, "\u0001"], ids=["edge", "none", "long", "odd"])
@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_a_broken_upload_is_answered_and_leaves_nothing_half_done(embedded, body, boundary):
    for client, address in ((embedded.visitor(), "/en/"), (embedded.staff(PROTECTION), "/desk/cases/")):
        response = client.post(address, body, content_type=f"multipart/form-data; boundary={boundary}")
        assert response.status_code in (200, 400)
        assert heading(response)
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream", "", "multipart/mixed"])
def test_a_body_of_another_kind_is_answered(embedded, kind):
    assert embedded.visitor().generic("POST", "/en/", b'{"step": "happened"}', content_type=kind).status_code in (
        200,
        400,
    )


SURROGATES = b"step=happened&go=next&happened=%ED%A0%80+canary+%ED%BF%BF&urgency=%FF"


def test_half_characters_and_bytes_that_are_no_text_are_kept_as_far_as_they_can_be(embedded):
    response = embedded.visitor().post("/en/", SURROGATES, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert "canary" in typed_into(response, "happened")


ODD_TEXTS = {
    "direction marks": "\u202e\u2066 reversed \u2069",
    "a thousand accents": "e" + "\u0301" * 1_000,
    "no characters": "\ufffe\uffff\U0010ffff",
    "line ends of every kind": "a\rb\nc\r\nd\x85e\u2028f",
    "markup": "<b>&amp;</b> {{ draft }} {% csrf_token %}",
    "spaces": "\u00a0\u2003\u200b",
    "control characters": "\x01\x02\x1b[31m",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=list(ODD_TEXTS))
def test_an_odd_text_goes_all_the_way_and_back_as_it_was(embedded, text):
    form = Form(embedded.visitor()).start().up_to("code", happened={"happened": f"Story {text}."})
    form.send()
    told = embedded.case(Dossier.objects.get().ref).story["happened"]
    assert told.replace("\r\n", "\n").replace("\r", "\n") == f"Story {text}.".replace("\r\n", "\n").replace("\r", "\n")
    page = text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{Dossier.objects.get().ref}/"))
    assert "<b>&amp;</b>" not in page


def test_a_paste_that_is_too_long_stays_in_the_page(embedded):
    typed = "1.1: " + "x" * 100_000
    response = embedded.visitor().post("/en/paste/", {"text": typed})
    assert response.status_code == 200 and sentences(response)
    assert typed_into(response, "text") == typed


@pytest.mark.parametrize("header", ["xx", "*", "en;q=9", "a" * 5_000, ";;;", "fr;q=0", "ar, ru;q=0.5"], ids=repr)
def test_any_wish_for_a_language_is_answered(embedded, header):
    assert embedded.visitor().get("/", headers={"accept-language": header}).status_code == 200


@pytest.mark.parametrize(
    "cookie", ["", "x", "0" * 64, "x" * 8_000, "\x01", "é"], ids=["empty", "x", "zeros", "long", "odd", "é"]
)
def test_any_cookie_is_nobody(embedded, cookie):
    client = embedded.visitor()
    for name in ("__Host-desk", "__Host-page", "__Host-form"):
        client.cookies[name] = cookie
    assert client.get("/desk/").status_code == 302
    assert heading(client.get("/en/back/")) == "Come back"


@pytest.mark.parametrize("label", ["", "1.1: ", "2: ", "3.1: "])
def test_a_paste_full_of_accents_is_answered_at_once(embedded, label):
    began = perf_counter()
    response = embedded.visitor().post("/en/paste/", {"text": label + "e" + "\u0301\u0327" * 20_000})
    assert response.status_code == 200
    assert perf_counter() - began < 2
