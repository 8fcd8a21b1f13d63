"""The rota of a group in the browser: wishes, a proposal with its reasons, what is agreed, publishing, a hearing that moves."""

import re
from datetime import datetime

import pytest

from safeconduct.coordination import rota as solver
from safeconduct.coordination.desk import hearings
from safeconduct.coordination.desk.hearings import Turn
from safeconduct.coordination.hearing import BACKUP, CANNOT, LEAD, MOVED
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing, seen_by
from tests.embedded import HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ahead(embedded):
    """A group with two hearings that cannot both be gone to; its page of the rota."""
    group, call = a_group(embedded), an_accepted_case(embedded, *OBSERVED_AND_SHARED)
    first = a_hearing(embedded, call.ref, group=group)
    second = a_hearing(embedded, call.ref, group=group, city="Tarn", local=datetime.fromisoformat("2026-03-16T10:00"))
    return call, group, (first, second), f"/desk/groups/{group}/rota/"


def places(response, name="place"):
    return re.findall(rf'name="{name}" value="([0-9a-z:]+)"', text_of(response))


def propose(embedded, page, *agreed, by=PROTECTION, **typed):
    return embedded.staff(by).post(page, {"go": "propose", "agreed": list(agreed), **typed})


def test_the_page_is_two_presses_from_the_groups_and_says_what_it_plans(embedded, ahead):
    _call, group, _hearings, page = ahead
    assert page in text_of(embedded.staff(OTHER_OFFICE).get(f"/desk/groups/{group}/"))
    shown = text_of(embedded.staff(OTHER_OFFICE).get(page))
    assert "2 hearings of the next three months can be planned" in shown and "Propose a rota" in shown
    assert shown.count("Has said nothing yet") == 2


def test_a_proposal_says_who_goes_why_and_why_a_gap_remains_and_keeps_nothing(embedded, ahead):
    _call, group, _hearings, page = ahead
    shown = propose(embedded, page)
    text = text_of(shown)
    # Two organisations, two hearings at once: each leads one, and nobody is left to stand by.
    assert len(places(shown)) == 2 and text.count("Why nobody") == 2
    assert "Proven: no other rota covers more" in text
    assert "is lead of Second chamber, Karsa" in text and "cannot be at both" in text
    assert 'id="month-2026-3"' in text
    assert all(not one.answers for one in seen_by(embedded, OTHER_OFFICE, group))


def test_a_rota_is_published_and_stands_as_lead_and_backup(embedded, ahead):
    _call, group, _hearings, page = ahead
    found = places(propose(embedded, page))
    assert embedded.staff(PROTECTION).post(page, {"go": "publish", "place": found}).status_code == 302
    leads = {one.office_that(LEAD) for one in seen_by(embedded, OTHER_OFFICE, group)}
    assert leads == {"Harbour Desk", "Lighthouse Network"}
    assert "as published" in text_of(propose(embedded, page))


def test_only_the_founder_publishes_and_others_read_why(embedded, ahead):
    _call, group, _hearings, page = ahead
    shown = propose(embedded, page, by=OTHER_OFFICE)
    assert '<p class="refusal">Only the organisation that founded the group publishes' in shown.content.decode()
    assert "Publish this rota" not in text_of(shown)
    refused = embedded.staff(OTHER_OFFICE).post(page, {"go": "publish", "place": places(shown)})
    assert any("Only the organisation that founded" in one for one in sentences(refused))
    assert all(not one.planned for one in seen_by(embedded, PROTECTION, group))


def test_what_is_agreed_is_kept_and_what_cannot_be_at_once_is_refused_and_stays_ticked(embedded, ahead):
    _call, _group, (first, second), page = ahead
    ours = embedded.office(HARBOUR).ref
    one, other = f"{first}:lead:{ours}", f"{second}:lead:{ours}"
    assert one in places(propose(embedded, page, one)) and other in places(propose(embedded, page, other))
    refused = propose(embedded, page, one, other)
    assert any("the time between them is too short" in said for said in sentences(refused))
    assert set(places(refused, "agreed")) == {one, other} and not places(refused)


def test_somebody_else_is_agreed_on_by_name(embedded, ahead):
    _call, _group, (first, _second), page = ahead
    theirs = embedded.office(LIGHTHOUSE).ref
    shown = propose(embedded, page, **{"lock-hearing": first, "lock-role": LEAD, "lock-who": theirs})
    assert f"{first}:lead:{theirs}" in places(shown) and "because that is locked" in text_of(shown)
    half = propose(embedded, page, **{"lock-hearing": first, "lock-role": LEAD})
    assert any("belong together" in said for said in sentences(half))
    gone = propose(embedded, page, f"{'0' * 32}:lead:{theirs}")
    assert any("not here any more" in said for said in sentences(gone))


def test_own_words_are_kept_and_a_stale_rota_is_not_published(embedded, ahead):
    _call, group, (first, _second), page = ahead
    found = places(propose(embedded, page))
    amal = embedded.keyring(OTHER_OFFICE)
    for one in seen_by(embedded, OTHER_OFFICE, group):
        hearings.answer(group, one.ref, CANNOT, amal, at=embedded.now)
    refused = embedded.staff(PROTECTION).post(page, {"go": "publish", "place": found})
    assert any("cannot be published any more" in said for said in sentences(refused))
    hearings.answer(group, first, BACKUP, amal, at=embedded.now)
    again = propose(embedded, page)
    assert "They said so themselves." in text_of(again) and "has said that it cannot" in text_of(again)
    embedded.staff(PROTECTION).post(page, {"go": "publish", "place": places(again)})
    own = next(one for one in seen_by(embedded, OTHER_OFFICE, group) if one.ref == first)
    assert own.office_that(BACKUP) == "Lighthouse Network" and BACKUP not in own.planned
    nothing = embedded.staff(PROTECTION).post(page, {"go": "publish"})
    assert any("Nothing was proposed" in said for said in sentences(nothing))


def test_little_changes_when_one_hearing_moves(embedded, ahead):
    call, _group, (first, second), page = ahead
    found = places(propose(embedded, page))
    embedded.staff(PROTECTION).post(page, {"go": "publish", "place": found})
    turn = Turn(MOVED, datetime.fromisoformat("2026-03-20T14:00"), "Africa/Nairobi", "The clerk said so.")
    hearings.change_hearing(call.ref, second, turn, embedded.keyring(PROTECTION), at=embedded.now)
    again = places(propose(embedded, page))
    assert set(found) <= set(again) and len(again) == 4
    assert any(place.startswith(f"{first}:lead") for place in again)


def test_without_the_solver_simple_steps_serve_and_say_so(embedded, ahead, monkeypatch):
    *_rest, page = ahead

    def missing(*_arguments, **_named):
        raise solver.Unanswered("The solver is not installed.")

    monkeypatch.setattr(solver.subprocess, "run", missing)
    text = text_of(propose(embedded, page))
    assert "The solver is not installed. This rota was made by simple steps instead" in text


def test_each_says_what_it_can_do_and_the_group_reads_it(embedded, ahead):
    _call, _group, _hearings, page = ahead
    wish = {
        "wish-seat": "Tarn",
        "wish-languages": "French, English",
        "wish-away": "2026-04-01 to 2026-04-10\n2026-05-02",
    }
    wish |= {"wish-barred": "Dorn", "wish-farthest_hours": "5", "wish-at_most": "3", "wish-notice_days": "7"}
    assert embedded.staff(OTHER_OFFICE).post(page, {"go": "wish", **wish}).status_code == 302
    text = text_of(embedded.staff(PROTECTION).get(page))
    said = "From Tarn; follows French, English; away 1 Apr to 10 Apr; away 2 May; not to Dorn; up to 5 hours away; at most 3; "
    assert f"{said}7 days to be accredited." in text
    own = embedded.staff(OTHER_OFFICE).get(page)
    assert typed_into(own, "wish-seat") == "Tarn" and typed_into(own, "wish-away") == wish["wish-away"]


def test_a_language_that_nobody_follows_leaves_a_gap_that_says_so(embedded, ahead):
    *_rest, page = ahead
    for name in (PROTECTION, OTHER_OFFICE):
        embedded.staff(name).post(page, {"go": "wish", "wish-languages": "Swahili"})
    shown = propose(embedded, page)
    assert not places(shown) and "has nobody who speaks french" in text_of(shown)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"wish-away": "next week"}, "no time away"),
        ({"wish-away": "2026-02-31"}, "no time away"),
        ({"wish-away": "2026-04-10 to 2026-04-01"}, "ends before it begins"),
        ({"wish-share": "11"}, "too large"),
        ({"wish-at_most": "few"}, "no whole number"),
        ({"wish-seat": "Karsa", "wish-barred": "karsa"}, "closed to it"),
    ],
    ids=["words", "no such day", "backwards", "share", "no number", "own city"],
)
def test_what_is_wrong_with_a_wish_is_said_and_kept(embedded, ahead, typed, said):
    *_rest, page = ahead
    response = embedded.staff(PROTECTION).post(page, {"go": "wish", **typed})
    assert any(said in one for one in sentences(response))
    ((name, text),) = list(typed.items())[:1]
    assert typed_into(response, name) == text


def test_ways_are_written_for_the_group_and_a_line_that_is_none_is_said(embedded, ahead):
    *_rest, page = ahead
    mara = embedded.staff(PROTECTION)
    assert mara.post(page, {"go": "ways", "ways-ways": "Karsa, Tarn, 2.5\n"}).status_code == 302
    assert typed_into(embedded.staff(OTHER_OFFICE).get(page), "ways-ways") == "Karsa, Tarn, 2.5"
    for line in ("Karsa, Tarn", "Karsa, Tarn, far", "Karsa, karsa, 2", "Karsa, Tarn, 0"):
        response = mara.post(page, {"go": "ways", "ways-ways": line})
        assert any("no way" in one for one in sentences(response)) and typed_into(response, "ways-ways") == line
