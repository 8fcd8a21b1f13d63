"""Needs on the pages: noted, met or not and why, matched to providers, and counted over all cases without ranking."""

import re

import pytest

from safeconduct.sealing.code import new_code, written
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, PROTECTION
from tests.pages.page import sentences, text_of, typed_into

TYPED = {
    "note-kind": "lawyer",
    "note-level": "life",
    "note-stage": "danger",
    "note-asked_by": "defender",
    "note-words": "Before Monday.",
}
CHILD = {
    "note-role": "child",
    "note-label": "the younger child",
    "note-consent": "guardian",
    "note-risk": "Asked: none.",
}


@pytest.fixture
def call(embedded):
    return embedded.call(telling=a_telling(country="Kenya"))


def page_of(call):
    return f"/desk/dossiers/{call.ref}/needs/"


def note(client, call, **changes):
    return client.post(page_of(call), {**TYPED, **{f"note-{name}": value for name, value in changes.items()}})


def settle(client, call, **answer):
    (address,) = set(
        re.findall(r'action="(/desk/dossiers/\w+/needs/(?:\w+)/met/)"', text_of(client.get(page_of(call))))
    )
    need = address.split("/")[-3]
    return client.post(address, {f"{need}-{name}": value for name, value in answer.items()}), need


def test_a_need_stands_on_the_case_until_it_is_met(embedded, call):
    mara, case = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/"
    assert note(mara, call).status_code == 302
    assert "Not met yet" in text_of(mara.get(case)) and "Asked by: the defender" in text_of(mara.get(case))
    response, _ = settle(mara, call, state="met", provider="Lawyers’ network")
    assert response.status_code == 302
    assert "Every need that was noted is met." in text_of(mara.get(case))
    assert "Lawyers’ network" in text_of(mara.get(page_of(call)))
    assert {"NeedNoted", "NeedSettled"} <= set(embedded.events())


SUPPORT = "/en/back/support/"


def test_the_defender_says_what_is_wanted_at_a_stage_and_it_stands_beside_what_was_noted(embedded, call):
    mara, defender, case = embedded.staff(PROTECTION), embedded.holder(call), f"/desk/dossiers/{call.ref}/"
    assert f'href="{SUPPORT}"' in text_of(defender.get("/en/back/"))
    once = typed_into(defender.get(SUPPORT), "once")
    wanted = {"stage": "danger", "kinds": ["lawyer", "medical"], "words": "Her knee.", "once": once}
    for _ in range(2):
        assert "It is on its way." in text_of(defender.post(SUPPORT, wanted))
    assert "er knee" not in text_of(defender.get(SUPPORT)) and "Last sent on" in text_of(defender.get(SUPPORT))
    scopes = [entry.scope for entry in embedded.case(call.ref).written if entry.kind == "support_wanted"]
    assert scopes == ["messages", "medical"]
    assert text_of(mara.get(case)).count("Not noted") == 2
    note(mara, call)
    assert text_of(mara.get(case)).count("Not noted") == 1
    page = text_of(mara.get(page_of(call)))
    assert "Her knee." in page and page.count("Not noted yet") == 1


def test_with_the_code_alone_it_stands_apart(embedded, call):
    embedded.holder(call, own_word="").post(SUPPORT, {"stage": "work", "kinds": ["equipment"]})
    mara = embedded.staff(PROTECTION)
    assert "With the code alone" in text_of(mara.get(page_of(call)))
    assert "Not noted" not in text_of(mara.get(f"/desk/dossiers/{call.ref}/"))


def test_a_wrong_code_is_told_the_same_of_support(embedded, call):
    stranger, sent = embedded.visitor(), {"stage": "work", "kinds": ["equipment"]}
    stranger.post("/en/back/", {"words": " ".join(written(new_code(), "en"))})
    pages = [one.post(SUPPORT, sent) for one in (stranger, embedded.holder(call, own_word=""))]
    wrong, right = (re.sub(r'value="[^"]{20,}"', "", text_of(one)) for one in pages)
    assert wrong == right and "It is on its way." in wrong


def test_support_without_stage_or_kind_says_what_to_do_and_keeps_what_was_typed(embedded, call):
    defender = embedded.holder(call)
    assert "Nothing is chosen yet. Choose one of these." in sentences(defender.post(SUPPORT, {"kinds": ["visa"]}))
    empty = sentences(defender.post(SUPPORT, {"stage": "danger"}))
    assert "Nothing is chosen or written yet. Choose one, or write a sentence." in empty
    assert typed_into(defender.post(SUPPORT, {"words": "A bed."}), "words") == "A bed."
    assert not any(entry.kind == "support_wanted" for entry in embedded.case(call.ref).written)


def test_why_it_is_not_met_is_asked_for_and_what_was_typed_is_kept(embedded, call):
    mara = embedded.staff(PROTECTION)
    note(mara, call)
    response, need = settle(mara, call, state="partly", provider="A network")
    assert any("why something is still missing" in said for said in sentences(response))
    assert typed_into(response, f"{need}-provider") == "A network"


@pytest.mark.parametrize(
    "changes, sentence",
    [
        pytest.param({"kind": ""}, "Kind, level, stage or who asked is missing.", id="nothing chosen"),
        pytest.param({**CHILD, "note-consent": "no"}, "They said no, so nothing of theirs is kept.", id="said no"),
        pytest.param({**CHILD, "note-risk": ""}, "own risk is empty", id="own risk"),
        pytest.param({"words": "x" * 10_001}, "10000", id="too long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(embedded, call, changes, sentence):
    changes = {name.removeprefix("note-"): value for name, value in changes.items()}
    response = note(embedded.staff(PROTECTION), call, **changes)
    assert any(sentence in said for said in sentences(response))
    assert typed_into(response, "note-words") == changes.get("words", "Before Monday.")
    assert not any(entry.kind == "need_noted" for entry in embedded.case(call.ref).written)


def test_a_medical_need_is_kept_apart_matched_to_providers_and_one_word_on_lists(embedded, call):
    mara = embedded.staff(PROTECTION)
    note(mara, call, kind="rehabilitation", words="After the beating of her knee.")
    (entry,) = (entry for entry in embedded.case(call.ref).written if entry.kind == "need_noted")
    assert entry.scope == "medical"
    page = text_of(mara.get(page_of(call)))
    assert "OMCT: emergency support for defenders at risk" in page and "knee" in page
    listed = text_of(mara.get("/desk/needs/"))
    assert "Medical need" in listed and "knee" not in listed and "torture" not in listed


def test_unmet_needs_are_counted_over_the_cases_that_one_may_open(embedded, call):
    other = embedded.call()
    mara = embedded.staff(PROTECTION)
    for one, kind in ((call, "lawyer"), (other, "lawyer"), (other, "transport")):
        note(mara, one, kind=kind)
    page = text_of(embedded.staff(COLLEAGUE).get("/desk/needs/"))
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [("A lawyer", "2 cases"), ("Transport", "one case")]
    assert "No case that this post may open" in text_of(embedded.staff(OTHER_COMPARTMENT).get("/desk/needs/"))


def test_an_address_of_no_need_is_not_there(embedded, call):
    response = embedded.staff(PROTECTION).post(f"{page_of(call)}{'ab' * 16}/met/", {f"{'ab' * 16}-state": "met"})
    assert response.status_code == 404
