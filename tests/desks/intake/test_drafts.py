"""Drafts: kept sealed under a token that only the page holds, for two hours."""

from datetime import timedelta

import pytest

from safeconduct.intake.desk import asking
from safeconduct.intake.draft import Draft, new_token, row_of
from safeconduct.intake.models import Draft as DraftRow
from safeconduct.jobs import sweeping


def a_draft(embedded, **answers):
    return Draft(embedded.now, answers or {"happened": "canary-draft", "place": "Karsa"})


def test_a_draft_comes_back_under_its_token(embedded):
    token = asking.begin_draft(a_draft(embedded))
    assert asking.open_draft(token, at=embedded.now) == a_draft(embedded)


def test_nothing_of_a_draft_or_its_token_is_on_the_disk_in_plain(embedded):
    token = asking.begin_draft(a_draft(embedded))
    stored = embedded.bytes_on_disk()
    assert row_of(token).encode() in stored
    assert b"canary-draft" not in stored and b"Karsa" not in stored
    assert token.encode() not in stored and bytes.fromhex(token) not in stored


TOKENS = {"never given": new_token(), "empty": "", "not hexadecimal": "a draft, please", "with a NUL": "\0" * 64}


@pytest.mark.parametrize("token", TOKENS.values(), ids=list(TOKENS))
def test_an_unknown_token_opens_nothing(embedded, token):
    asking.begin_draft(a_draft(embedded))
    assert asking.open_draft(token, at=embedded.now) is None


def test_a_token_does_not_open_the_draft_of_another(embedded):
    mine, other = asking.begin_draft(a_draft(embedded)), asking.begin_draft(a_draft(embedded, happened="other"))
    DraftRow.objects.filter(row=row_of(mine)).update(body=DraftRow.objects.get(row=row_of(other)).body)
    assert asking.open_draft(mine, at=embedded.now) is None


def test_a_draft_ends_after_two_hours_whether_or_not_it_was_swept(embedded):
    token = asking.begin_draft(a_draft(embedded))
    embedded.clock.pass_by(timedelta(hours=1, minutes=59))
    assert asking.open_draft(token, at=embedded.now)
    embedded.clock.pass_by(timedelta(minutes=1))
    assert asking.open_draft(token, at=embedded.now) is None


def test_a_later_step_does_not_lengthen_its_life(embedded):
    token, draft = asking.begin_draft(a_draft(embedded)), a_draft(embedded)
    embedded.clock.pass_by(timedelta(hours=1, minutes=30))
    asking.keep_draft(token, draft.with_answers({"place": "Port Ilen"}))
    embedded.clock.pass_by(timedelta(minutes=31))
    assert asking.open_draft(token, at=embedded.now) is None


@pytest.mark.parametrize("minute", [0, 29, 59])
def test_sweeping_takes_a_draft_only_after_its_two_hours_and_before_three(embedded, minute):
    embedded.clock.pass_by(timedelta(minutes=minute))
    asking.begin_draft(a_draft(embedded))
    embedded.clock.pass_by(timedelta(hours=2) - timedelta(seconds=1))
    sweeping.sweep(at=embedded.now)
    assert DraftRow.objects.exists()
    embedded.clock.pass_by(timedelta(hours=1))
    sweeping.sweep(at=embedded.now)
    assert not DraftRow.objects.exists()


def test_one_token_has_one_row_however_often_it_is_kept(embedded):
    token = asking.begin_draft(a_draft(embedded))
    for place in ("Karsa", "Port Ilen"):
        asking.keep_draft(token, a_draft(embedded, place=place))
    assert DraftRow.objects.count() == 1
    assert asking.open_draft(token, at=embedded.now).answers == {"place": "Port Ilen"}


def test_a_step_that_ran_beside_send_does_not_bring_the_text_back(embedded):
    token = asking.begin_draft(a_draft(embedded))
    stale = asking.open_draft(token, at=embedded.now)
    sent = stale.after_sending({"promises": [], "sign": ["a", "b"], "again": {}})
    assert asking.keep_draft(token, sent) == sent
    assert asking.keep_draft(token, stale.with_answers({"place": "Port Ilen"})) == sent
    assert asking.open_draft(token, at=embedded.now) == sent
