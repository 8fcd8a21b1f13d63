"""What a call for help becomes, and when it may not be sent yet."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.dossiers.scope import SCOPES
from safeconduct.dossiers.sealed_file import SealedFile
from safeconduct.intake.telling import entries_of, facts_of, refusal_to_sending
from safeconduct.vocabulary.telling import CONSENTS, NEEDS
from tests.builders import MORNING, a_telling, an_office

PHOTO = SealedFile("f0" * 16, bytes(32), "gate.jpg", "image/jpeg", 2048, "0" * 64)
SECRET = {
    "happened": "canary-story",
    "place": "canary-place",
    "need_words": "canary-need",
    "name": "canary-name",
    "work": "canary-work",
    "address": "canary-address",
    "unsafe": "canary-unsafe",
}
MAY_BE_SENT = {
    "a story": a_telling(),
    "a need without words": a_telling(happened="", needs=("lawyer",)),
    "a need in words": a_telling(happened=" ", need_words="a room for a week"),
    "only a file": a_telling(happened="", files=(PHOTO,)),
    "for somebody who does not know yet": a_telling(about="unaware"),
    "for somebody who agrees, with consents": a_telling(about="someone", consents=("observe_trial",)),
}
MAY_NOT_BE_SENT = {
    "nothing at all": (a_telling(happened=""), ("a",), "Say in a few words"),
    "only blanks": (a_telling(happened=" \n\t", need_words="  "), ("a",), "Say in a few words"),
    "only a name and an address": (a_telling(happened="", name="Jo Doe", address="+000"), ("a",), "Say in a few words"),
    "no office": (a_telling(), (), "Choose who may read this"),
    "four offices": (a_telling(), ("a", "b", "c", "d"), "Choose at most three"),
    "unaware, two offices": (a_telling(about="unaware"), ("a", "b"), "Choose one"),
    "unaware, a consent": (a_telling(about="unaware", consents=("publish_named",)), ("a",), "Take the ticks away"),
}


@pytest.mark.parametrize("telling", MAY_BE_SENT.values(), ids=MAY_BE_SENT)
def test_little_is_enough_to_be_sent(telling):
    assert refusal_to_sending(telling, ("harbour-desk",)) is None


def test_three_offices_are_enough_and_allowed():
    assert refusal_to_sending(a_telling(), ("a", "b", "c")) is None


@pytest.mark.parametrize(("telling", "offices", "mend"), MAY_NOT_BE_SENT.values(), ids=MAY_NOT_BE_SENT)
def test_a_refusal_says_what_to_mend(telling, offices, mend):
    refusal = refusal_to_sending(telling, offices)
    assert refusal
    assert mend in refusal.sentence
    assert refusal.sentence.endswith(".")


def by_scope(telling):
    scopes = {}
    for entry in entries_of(telling, an_office(), {"read_by": MORNING.isoformat(), "keys": {}}, codename="quiet heron"):
        scopes.setdefault(entry.scope, []).append(json.dumps(dict(entry.data), ensure_ascii=False))
    return {scope: "\n".join(texts) for scope, texts in scopes.items()}


def test_each_part_is_sealed_in_its_own_scope():
    told = by_scope(a_telling(**SECRET, files=(PHOTO,)))
    where = {name: {scope for scope, text in told.items() if secret in text} for name, secret in SECRET.items()}
    assert where == {
        "happened": {"story"},
        "place": {"story"},
        "need_words": {"story"},
        "work": {"story"},
        "name": {"identity"},
        "address": {"contact"},
        "unsafe": {"contact"},
    }
    assert "gate.jpg" in told["evidence_original"]
    assert set(told) <= set(SCOPES)


def test_the_code_alone_learns_from_the_messages_nothing_of_the_story():
    assert "canary" not in by_scope(a_telling(**SECRET, files=(PHOTO,)))["messages"]


def test_the_number_of_entries_does_not_tell_whether_a_name_was_given():
    named, nameless = (by_scope(a_telling(name=name)) for name in ("Amina of the mill", ""))
    assert named.keys() == nameless.keys()


@pytest.mark.parametrize("given_consents", [(), ("observe_trial", "publish_unnamed")], ids=["none", "two"])
def test_only_the_consents_that_were_ticked_are_written_down(given_consents):
    entries = entries_of(a_telling(consents=given_consents), an_office(), {"keys": {}}, codename="quiet heron")
    assert [entry.data["given"] for entry in entries if entry.kind == "consent"] == [list(given_consents)]


def test_the_first_entry_says_that_it_arrived_and_for_whom():
    first = entries_of(a_telling(about="unaware"), an_office(), {"keys": {}}, codename="quiet heron")[0]
    assert (first.kind, first.scope, first.data["about"]) == ("arrived", "messages", "unaware")


def test_the_card_holds_codes_and_no_word_of_the_telling():
    telling = a_telling(**SECRET, country="Sudan", files=(PHOTO,), needs=("visa",), urgency="now")
    facts = facts_of(telling, codename="quiet heron", read_by=MORNING + timedelta(hours=2), at=MORNING)
    assert (facts["country"], facts["needs"], facts["files"], facts["stage"]) == ("SD", ["visa"], 1, "received")
    assert "canary" not in json.dumps(facts)
    assert "gate" not in json.dumps(facts)


@given(country=st.text(), words=st.text(min_size=4))
def test_a_country_that_is_no_country_does_not_get_onto_the_card(country, words):
    telling = a_telling(country=country, happened=words, place=words, name=words)
    facts = facts_of(telling, codename="quiet heron", read_by=MORNING, at=MORNING)
    assert len(facts["country"]) in (0, 2)


@pytest.mark.slow
@given(needs=st.lists(st.sampled_from(NEEDS), unique=True), given_consents=st.sets(st.sampled_from(CONSENTS)))
def test_any_telling_can_be_written_as_json(needs, given_consents):
    telling = a_telling(needs=tuple(needs), consents=tuple(given_consents), files=(PHOTO,))
    for entry in entries_of(telling, an_office(), {"keys": {}}, codename="quiet heron"):
        assert json.loads(json.dumps(dict(entry.data))) == entry.data


def test_printing_a_telling_shows_nothing_of_it():
    assert "canary" not in repr(a_telling(**SECRET))
