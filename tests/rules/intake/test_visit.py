"""What the holder of a code sees: words in order, what they emptied gone, consents as they stand, wishes never back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.dossiers.entry import EmptySlip
from safeconduct.intake.visit import Office, Seen, Visit, Wishes, ended_on, messages, office_name, visit_from, wishes
from safeconduct.sealing.code import Code
from tests.builders import MORNING, an_entry, an_open_dossier

ARRIVED = an_entry("arrived", seq=1, office="Harbour Desk")
WORD = an_entry("word", seq=3, text="They came back.")
ANSWER = an_entry("answer", seq=4, at=MORNING + timedelta(days=1), text="We call at noon.")
EMPTIED = an_entry("emptied", seq=5, upto=4)
LATER = an_entry("answer", seq=6, at=MORNING + timedelta(days=2), text="We called.")
UNREADABLE, ERASED = EmptySlip(2, "2026-03-04", erased=False), EmptySlip(7, "2026-03-06", erased=True)

SHOWN = {
    "nothing yet": ([ARRIVED], []),
    "both ways, newest first": ([ARRIVED, WORD, ANSWER], ["We call at noon.", "They came back."]),
    "slips show nothing": ([ARRIVED, UNREADABLE, WORD, ERASED], ["They came back."]),
    "emptied": ([ARRIVED, WORD, ANSWER, EMPTIED], []),
    "emptied, then a new answer": ([ARRIVED, WORD, ANSWER, EMPTIED, LATER], ["We called."]),
    "emptied twice": ([ARRIVED, WORD, EMPTIED, LATER, an_entry("emptied", seq=8, upto=6)], []),
    "an older emptying after a newer one": ([ARRIVED, LATER, an_entry("emptied", seq=8, upto=6), EMPTIED], []),
    "notes of the office": ([ARRIVED, an_entry("note", seq=2, text="canary"), WORD], ["They came back."]),
}


@pytest.mark.parametrize(("entries", "texts"), SHOWN.values(), ids=SHOWN)
def test_messages_are_shown_newest_first_without_what_was_emptied(entries, texts):
    assert [message.text for message in messages(an_open_dossier(*entries))] == texts


def test_a_message_says_from_whom_it_is_and_when():
    answer, word = messages(an_open_dossier(ARRIVED, WORD, ANSWER))
    assert (answer.from_office, answer.at, answer.office) == (True, ANSWER.at, "Harbour Desk")
    assert (word.from_office, word.office) == (False, "Harbour Desk")


def test_a_dossier_that_shows_no_arrival_names_no_office():
    assert office_name(an_open_dossier(WORD)) == ""


def test_the_end_of_reading_has_a_day():
    assert ended_on(an_open_dossier(ARRIVED)) == ""
    assert ended_on(an_open_dossier(ARRIVED, an_entry("reading_ended", seq=2))) == "2026-03-04"


def consent(seq, *given_consents, at=MORNING):
    return an_entry("consent", seq=seq, at=at, given=list(given_consents), language="en")


WISHED = {
    "nothing": ([ARRIVED], Wishes()),
    "one consent": ([consent(2, "observe_trial")], Wishes(frozenset({"observe_trial"}))),
    "changed": ([consent(2, "observe_trial"), consent(3, "share_mission")], Wishes(frozenset({"share_mission"}))),
    "withdrawn": ([consent(2, "observe_trial", "publish_named"), consent(3)], Wishes()),
    "wishes keep consents": (
        [consent(2, "observe_trial"), an_entry("wish_kept", seq=3, what="contact")],
        Wishes(frozenset({"observe_trial"}), contact_on="2026-03-04"),
    ),
    "consents keep wishes": (
        [an_entry("wish_kept", seq=2, what="advance"), consent(3, "observe_trial")],
        Wishes(frozenset({"observe_trial"}), advance_on="2026-03-04"),
    ),
    "the last day counts": (
        [an_entry("wish_kept", seq=2, what="contact"), an_entry("wish_kept", seq=3, at=LATER.at, what="contact")],
        Wishes(contact_on="2026-03-06"),
    ),
}


@pytest.mark.parametrize(("entries", "folded"), WISHED.values(), ids=WISHED)
def test_wishes_stand_as_they_were_last_left(entries, folded):
    assert wishes([an_open_dossier(*entries)]) == folded


def test_a_withdrawal_that_reached_only_one_office_withdraws_for_all():
    """An office that was added or ended later holds an older yes: the newest word counts, whichever office has it."""
    withdrawn = an_open_dossier(consent(2, "publish_named"), consent(3, at=LATER.at))
    older = an_open_dossier(consent(2, "publish_named"))
    assert wishes([withdrawn, older]).consents == wishes([older, withdrawn]).consents == frozenset()


def test_an_empty_box_is_not_open_and_neither_is_one_without_the_own_word():
    assert not Seen().is_open
    assert not Seen((Office("d0", None, None),)).is_open
    assert Seen((Office("d0", None, None), Office("d1", None, an_open_dossier(ARRIVED)))).is_open


@given(bits=st.binary(min_size=16, max_size=16), form=st.sampled_from(["en", "fr", "digits"]), own_word=st.text())
def test_a_visit_comes_back_from_its_session_as_it_was(bits, form, own_word):
    visit = Visit(Code(bits), form, own_word)
    assert visit_from(visit.as_secrets()) == visit


def test_the_own_word_leads_to_other_keys_than_the_code_alone():
    visit = Visit(Code(bytes(16)), "en", "lantern")
    assert visit.own().public_seal != visit.alone().public_seal
    assert Visit(Code(bytes(16)), "en", "Lantern ").own().public_seal == visit.own().public_seal


def test_printing_shows_neither_code_nor_word():
    shown = repr(Visit(Code(b"canarycanary0123"), "en", "canary")) + repr(messages(an_open_dossier(ARRIVED, WORD)))
    assert "canary" not in shown
    assert "They came" not in shown
