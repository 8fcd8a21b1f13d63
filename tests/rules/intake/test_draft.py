"""A draft lives for two hours under a token that only the page holds, and forgets what was sent."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.intake.draft import Draft, draft_from, draft_place, key_of, new_token, row_of
from tests.builders import MORNING

WRITTEN = Draft(MORNING, {"happened": "canary", "needs": ["visa"]}, ({"ref": "f0"},), "c0de", "en")

MOMENTS = {
    "at once": (timedelta(0), True),
    "a minute before two hours": (timedelta(hours=1, minutes=59), True),
    "at two hours": (timedelta(hours=2), False),
    "the day after": (timedelta(days=1), False),
}


@pytest.mark.parametrize(("later", "lives"), MOMENTS.values(), ids=MOMENTS)
def test_a_draft_lives_for_two_hours(later, lives):
    assert Draft(MORNING).lives_at(MORNING + later) is lives


def test_answers_join_and_the_last_word_counts():
    draft = Draft(MORNING).with_answers({"happened": "first", "place": "Karsa"}).with_answers({"happened": "second"})
    assert draft.answers == {"happened": "second", "place": "Karsa"}


def test_a_step_changes_nothing_but_its_own_answers():
    before = WRITTEN.answers.copy()
    after = WRITTEN.with_answers({"place": "Karsa"})
    assert (after.files, after.code, after.form, after.started_at) == (WRITTEN.files, "c0de", "en", MORNING)
    assert WRITTEN.answers == before


def test_after_sending_only_the_receipt_is_left():
    sent = WRITTEN.after_sending({"promises": [["Harbour Desk", "2026-03-05"]]})
    kept = sent.as_bytes().decode()
    assert sent.sent == {"promises": [["Harbour Desk", "2026-03-05"]]}
    assert not any(word in kept for word in ("canary", "visa", "f0", "c0de"))


def test_sending_does_not_lengthen_its_life():
    assert not WRITTEN.after_sending({}).lives_at(MORNING + timedelta(hours=2))


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=9)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | TEXT, st.lists, max_leaves=5)


@pytest.mark.slow
@given(answers=st.dictionaries(TEXT, JSON, max_size=4), code=st.binary().map(bytes.hex))
def test_a_draft_comes_back_from_bytes_as_it_was(answers, code):
    draft = Draft(MORNING, answers, ({"ref": "f0", "size": 3},), code, "digits", {"promises": []})
    assert draft_from(draft.as_bytes()) == draft


def test_the_row_and_the_key_follow_from_the_token_and_tell_nothing_of_it():
    token, other = new_token(), new_token()
    assert row_of(token) == row_of(token) != row_of(other)
    assert key_of(token) != key_of(other)
    assert token not in row_of(token)
    assert key_of(token).hex() != row_of(token)
    assert draft_place(token) != draft_place(other)


def test_a_token_cannot_be_guessed():
    assert len(bytes.fromhex(new_token())) >= 16
    assert len({new_token() for _ in range(100)}) == 100


def test_printing_a_draft_shows_nothing_of_it():
    assert not any(word in repr(WRITTEN) for word in ("canary", "visa", "c0de"))
