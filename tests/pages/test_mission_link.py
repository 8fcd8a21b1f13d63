"""Taking part without an account: the link that an officer makes, its one answer, what was said, and calendars."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from safeconduct.cases.desk import consenting
from safeconduct.coordination.desk import belonging, hearings
from safeconduct.coordination.desk.hearings import Turn
from safeconduct.coordination.hearing import BACKUP, CANNOT, LEAD, MOVED
from safeconduct.intake.consent import before_groups
from safeconduct.intake.models import SourceLink
from safeconduct.web.defender.padding import PADDED_TO
from tests.calendars import appointments_in
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing, seen_by
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)

MISSION = "Legation of Arvenna"
WRONG = f"/en/m/{'0' * 32}/"


@pytest.fixture
def asked(embedded):
    """The case, its hearing, and the officer's page about those who do not sign in."""
    group = a_group(embedded)
    call = an_accepted_case(embedded, *OBSERVED_AND_SHARED, "share_mission")
    hearing = a_hearing(embedded, call.ref, group=group)
    return call, group, hearing, f"/desk/dossiers/{call.ref}/hearings/{hearing}/outside/{group}/"


def make(embedded, page, **typed):
    form = {"office": MISSION, "kind": "mission", "region": "The north", "language": "French", "until": "2026-03-09"}
    posted = {f"link-{name}": text for name, text in {**form, **typed}.items()}
    return embedded.staff(PROTECTION).post(page, {"go": "link", **posted})


def say(embedded, page, **typed):
    form = {"office": MISSION, "kind": "mission", "role": LEAD, "said_by": "political officer", "how": "telephone"}
    posted = {f"word-{name}": text for name, text in {**form, "said_on": "2026-03-03", **typed}.items()}
    return embedded.staff(PROTECTION).post(page, {"go": "word", **posted})


def path_in(response):
    return re.search(r'<pre class="copied"[^>]*>http://localhost(/en/m/[0-9a-f]{32}/)</pre>', text_of(response))[1]


@pytest.fixture
def link(embedded, asked):
    return path_in(make(embedded, asked[-1]))


def the_hearing(embedded, group, name=OTHER_OFFICE):
    (found,) = seen_by(embedded, name, group)
    return found


# The link


def test_the_address_leads_from_the_hearing_and_is_shown_once(embedded, asked):
    call, group, hearing, page = asked
    mara = embedded.staff(PROTECTION)
    assert page in text_of(mara.get(f"/desk/dossiers/{call.ref}/hearings/{hearing}/"))
    path = path_in(make(embedded, page))
    assert not any(part in path for part in (call.ref, group, hearing))
    shown = text_of(mara.get(page))
    assert path not in shown and MISSION in shown and "good until 9 March 2026" in shown and "No answer yet" in shown


def test_opening_the_address_shows_nothing_and_asks_nothing_of_the_database(embedded, link, django_assert_num_queries):
    with django_assert_num_queries(0):
        first = embedded.visitor().get(link)
    wrong = embedded.visitor().get(WRONG)
    assert "north" not in text_of(first)
    assert text_of(first).replace(link[6:], "") == text_of(wrong).replace(WRONG[6:], "")


def test_the_page_says_day_region_language_and_need_and_names_no_place(embedded, asked, link):
    call, *_ = asked
    shown = text_of(embedded.visitor().post(link, {"step": "open"}))
    for word in (
        "16 March 2026",
        "The north",
        "French",
        "an organisation that leads",
        "an organisation that stands by",
    ):
        assert word in shown
    codename = embedded.case(call.ref).story["codename"]
    for word in ("Second chamber", "Karsa", "Nairobi", "09:30", codename, "Harbour", "North and coast", "Safe Conduct"):
        assert word not in shown


@pytest.mark.parametrize(
    ("role", "word"),
    [(LEAD, "We take the lead"), (BACKUP, "We stand by as the backup"), (CANNOT, "We cannot")],
)
def test_one_press_answers_without_script_or_cookie_and_the_group_reads_it(embedded, asked, link, role, word):
    _call, group, _hearing, page = asked
    visitor = embedded.visitor(enforce_csrf_checks=True)
    shown = text_of(visitor.post(link, {"step": "open"}))
    assert "<script" not in shown and f'name="role" value="{role}"' in shown
    sent = visitor.post(link, {"step": "answer", "role": role})
    assert heading(sent) == "Your answer has arrived" and word in text_of(sent) and not visitor.cookies
    assert the_hearing(embedded, group).office_that(role) == MISSION
    assert f"{MISSION}" in text_of(embedded.staff(PROTECTION).get(page))
    if role != CANNOT:
        assert MISSION in text_of(embedded.staff(OTHER_OFFICE).get(f"/desk/groups/{group}/"))


def bytes_of(embedded, path, step):
    response = embedded.visitor().post(path, {"step": step, "role": BACKUP})
    return response.status_code, response.content.replace(path.encode(), b""), dict(response.headers.items())


@pytest.mark.parametrize("step", ["open", "answer"])
def test_a_wrong_a_used_a_withdrawn_an_expired_and_a_moved_link_get_the_same_bytes(embedded, asked, link, step):
    call, _group, hearing, page = asked
    wrong = bytes_of(embedded, WRONG, step)
    assert b"This link opens nothing" in wrong[1]
    embedded.visitor().post(link, {"step": "answer", "role": CANNOT})
    assert bytes_of(embedded, link, step) == wrong
    withdrawn = path_in(make(embedded, page))
    mara = embedded.staff(PROTECTION)
    ref = re.search(r'name="link" value="([0-9a-f]+)"', text_of(mara.get(page)))[1]
    assert mara.post(page, {"go": "withdraw", "link": ref}).status_code == 302
    assert bytes_of(embedded, withdrawn, step) == wrong
    assert mara.post(page, {"go": "withdraw", "link": ref}).status_code == 404
    moved = path_in(make(embedded, page))
    turn = Turn(MOVED, datetime.fromisoformat("2026-03-20T14:00"), "Africa/Nairobi", "The clerk said so.")
    hearings.change_hearing(call.ref, hearing, turn, embedded.keyring(PROTECTION), at=embedded.now)
    assert bytes_of(embedded, moved, step) == wrong
    expired = path_in(make(embedded, page))
    embedded.clock.pass_by(timedelta(days=6))
    assert bytes_of(embedded, expired, step) == wrong


def test_who_takes_a_yes_back_closes_the_link_and_what_came_by_it(embedded, asked, link):
    call, group, _hearing, page = asked
    other = path_in(make(embedded, page, office="Consulate of Dorn"))
    embedded.visitor().post(other, {"step": "answer", "role": LEAD})
    assert the_hearing(embedded, group).office_that(LEAD) == "Consulate of Dorn"
    holder = embedded.holder(call)
    assert MISSION in text_of(holder.get("/en/back/who/"))
    holder.post("/en/back/who/answers/", {"observe_trial": "no"})
    answers = {"go": "consents"}
    holder.post("/en/back/who/", answers)
    assert bytes_of(embedded, link, "open") == bytes_of(embedded, WRONG, "open")
    assert all(item.ended for item in before_groups(embedded.case(call.ref).written))
    assert not seen_by(embedded, OTHER_OFFICE, group)


def test_taking_the_hearing_out_of_the_group_closes_its_links(embedded, asked, link):
    call, _group, hearing, _page = asked
    item = next(one for one in before_groups(embedded.case(call.ref).written) if one.hearing == hearing)
    address = f"/desk/dossiers/{call.ref}/groups/"
    assert embedded.staff(PROTECTION).post(address, {"go": "take_out", "item": item.ref}).status_code == 302
    assert bytes_of(embedded, link, "open") == bytes_of(embedded, WRONG, "open")
    assert before_groups(embedded.case(call.ref).written) == ()


def test_nothing_that_is_stored_tells_what_a_link_is_for(embedded, asked, link):
    call, group, hearing, _page = asked
    row = SourceLink.objects.get()
    stored = repr(vars(row)) + bytes(row.body).hex()
    for word in (link[6:-1], call.ref, group, hearing, "north"):
        assert word not in stored


def test_whoever_has_the_link_writes_no_other_entry_that_counts(embedded, asked, link):
    _call, group, _hearing, _page = asked
    embedded.visitor().post(link, {"step": "answer", "role": LEAD})
    embedded.visitor().post(link, {"step": "answer", "role": CANNOT})
    assert the_hearing(embedded, group).office_that(LEAD) == MISSION


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"office": ""}, "Write its name"),
        ({"office": "Lighthouse network"}, "belongs to the group"),
        ({"kind": "body"}, "has not allowed an international body to sit in"),
        ({"region": ""}, "region is missing"),
        ({"region": "Around Karsa"}, "stands in what would go out"),
        ({"until": ""}, "There is no day yet"),
        ({"until": "2026-03-03"}, "in the past"),
        ({"until": "2026-03-19"}, "more than two weeks"),
    ],
    ids=["no name", "a member", "no consent", "no region", "the city", "no day", "past", "long"],
)
def test_what_is_wrong_with_a_link_is_said_and_kept(embedded, asked, typed, said):
    response = make(embedded, asked[-1], **typed)
    assert any(said in one for one in sentences(response)) and "copied" not in text_of(response)
    assert "office" in typed or typed_into(response, "link-office") == MISSION
    assert not SourceLink.objects.exists()


def test_no_second_link_goes_out_while_one_is_good(embedded, asked, link):
    assert any("out already" in one for one in sentences(make(embedded, asked[-1], office="LEGATION of Arvenna")))


# Said by telephone or mail


def test_what_was_said_is_written_down_with_who_how_and_when(embedded, asked, link):
    _call, group, _hearing, page = asked
    assert say(embedded, page).status_code == 302
    shown = text_of(embedded.staff(PROTECTION).get(page))
    assert "Takes the lead" in shown and "By telephone, 3 March 2026, by political officer" in shown
    assert the_hearing(embedded, group).office_that(LEAD) == MISSION
    assert bytes_of(embedded, link, "open") == bytes_of(embedded, WRONG, "open")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"role": ""}, "not said what they take"),
        ({"said_by": ""}, "not said who answered"),
        ({"how": "pigeon"}, "Select a valid choice"),
        ({"said_on": ""}, "not said when"),
        ({"said_on": "2026-03-30"}, "still to come"),
        ({"kind": "body"}, "has not allowed an international body to sit in"),
    ],
    ids=["nothing", "nobody", "how", "no day", "tomorrow", "no consent"],
)
def test_what_is_wrong_with_a_word_is_said_and_nothing_is_written(embedded, asked, typed, said):
    _call, group, _hearing, page = asked
    response = say(embedded, page, **typed)
    assert any(said in one for one in sentences(response)) and typed_into(response, "word-office") == MISSION
    assert the_hearing(embedded, group).answers == {}


def test_the_page_is_there_for_the_case_s_own_office_alone(embedded, asked):
    _call, group, _hearing, page = asked
    assert embedded.staff(COLLEAGUE).get(page).status_code == 200
    assert embedded.staff(OTHER_OFFICE).get(page).status_code == 404
    other = page.replace(group, "0" * 32)
    assert embedded.staff(PROTECTION).get(other).status_code == 404
    assert make(embedded, other).status_code == 404


def test_the_hearing_of_another_case_is_not_there(embedded, asked):
    call, _group, _hearing, page = asked
    another = an_accepted_case(embedded)
    assert embedded.staff(PROTECTION).get(page.replace(call.ref, another.ref)).status_code == 404


# The page after the answer


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_the_page_speaks_each_language_and_its_size_tells_nothing(embedded, link, language):
    path = f"/{language}{link[3:]}"
    pages = [embedded.visitor().get(path), embedded.visitor().post(path, {"step": "open"})]
    pages.append(embedded.visitor().post(path, {"step": "answer", "role": LEAD}))
    for response in pages:
        assert f'<html lang="{language}"' in text_of(response)
        assert len(response.content) % PADDED_TO == 0
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"


def test_a_calendar_gets_the_day_under_a_neutral_title(embedded, link):
    sent = text_of(embedded.visitor().post(link, {"step": "answer", "role": LEAD}))
    action, day = re.search(
        r'action="(/en/appointment\.ics)"><input type="hidden" name="day" value="([\d-]+)"', sent
    ).groups()
    file = embedded.visitor(enforce_csrf_checks=True).post(action, {"day": day})
    assert (
        file.headers["Content-Type"] == "text/calendar; charset=utf-8"
        and "attachment" in file.headers["Content-Disposition"]
    )
    (event,) = appointments_in(text_of(file))
    assert (event.begins, event.title) == (date(2026, 3, 16), "Appointment")
    assert "north" not in text_of(file)
    assert "This link opens nothing" in text_of(embedded.visitor().post(action, {"day": "soon"}))


def test_who_cannot_come_gets_no_briefing_and_who_can_reads_no_court_in_it(embedded, asked, link):
    other = path_in(make(embedded, asked[-1], office="Consulate of Dorn"))
    cannot = text_of(embedded.visitor().post(other, {"step": "answer", "role": CANNOT}))
    assert "File for a calendar" not in cannot and "Arrive early" not in cannot
    comes = text_of(embedded.visitor().post(link, {"step": "answer", "role": BACKUP}))
    assert "Arrive early" in comes and "Karsa" not in comes and "chamber" not in comes


# Members


def test_members_print_a_briefing_with_the_court_and_keep_the_hour_in_a_calendar(embedded, asked):
    _call, group, hearing, _page = asked
    amal, address = embedded.staff(OTHER_OFFICE), f"/desk/groups/{group}/hearings/{hearing}/"
    page = text_of(amal.get(address))
    assert f"{address}briefing/" in page and f"{address}appointment.ics" in page
    briefing = text_of(amal.get(f"{address}briefing/"))
    assert "Second chamber, Karsa" in briefing and "09:30" in briefing and "Arrive early" in briefing
    file = amal.get(f"{address}appointment.ics")
    (event,) = appointments_in(text_of(file))
    assert event.begins == datetime(2026, 3, 16, 6, 30, tzinfo=UTC)
    assert (
        "Karsa" not in text_of(file)
        and amal.get(f"/desk/groups/{group}/hearings/{'0' * 32}/appointment.ics").status_code == 404
    )


@pytest.fixture
def feed(embedded, asked):
    """Of the other office, which leads: the path that its calendar asks."""
    _call, group, hearing, _page = asked
    hearings.answer(group, hearing, LEAD, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    shown = text_of(embedded.staff(OTHER_OFFICE).post(f"/desk/groups/{group}/calendar/", {"go": "make"}))
    return re.search(r">http://localhost(/desk/calendar/[0-9a-f]{32}\.ics)</pre>", shown)[1]


def fed(embedded, path):
    response = embedded.visitor().get(path)
    assert response.status_code == 200
    return appointments_in(text_of(response))


def test_a_feed_gives_the_hours_that_an_organisation_takes_and_no_identity(embedded, asked, feed):
    _call, group, hearing, _page = asked
    (event,) = fed(embedded, feed)
    assert event.begins == datetime(2026, 3, 16, 6, 30, tzinfo=UTC)
    text = text_of(embedded.visitor().get(feed))
    for word in ("Karsa", "chamber", "Nairobi", "Harbour", "Lighthouse", "North", group, hearing):
        assert word not in text and word not in feed
    assert feed[15:-4] not in text_of(embedded.staff(OTHER_OFFICE).get(f"/desk/groups/{group}/calendar/"))


def test_a_feed_follows_a_hearing_that_moves_once_somebody_opened_the_group(embedded, asked, feed):
    call, group, hearing, _page = asked
    (before,) = fed(embedded, feed)
    turn = Turn(MOVED, datetime.fromisoformat("2026-03-20T14:00"), "Africa/Nairobi", "The clerk said so.")
    hearings.change_hearing(call.ref, hearing, turn, embedded.keyring(PROTECTION), at=embedded.now)
    hearings.answer(group, hearing, BACKUP, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    belonging.open_group(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    (after,) = fed(embedded, feed)
    assert after.begins == datetime(2026, 3, 20, 11, tzinfo=UTC) and after.ref == before.ref
    assert after.title == "Appointment (standing by)"


def test_a_feed_loses_a_hearing_at_once_that_is_taken_out(embedded, asked, feed):
    call, _group, hearing, _page = asked
    item = next(one for one in before_groups(embedded.case(call.ref).written) if one.hearing == hearing)
    taken = {"go": "take_out", "item": item.ref}
    embedded.staff(PROTECTION).post(f"/desk/dossiers/{call.ref}/groups/", taken)
    assert fed(embedded, feed) == []


def test_a_feed_is_ended_by_its_organisation_and_by_its_last_day(embedded, asked, feed):
    _call, group, _hearing, _page = asked
    amal, page = embedded.staff(OTHER_OFFICE), f"/desk/groups/{group}/calendar/"
    again = re.search(r">http://localhost(/desk/calendar/\w+\.ics)</pre>", text_of(amal.post(page, {"go": "make"})))[1]
    ref = re.search(r'name="feed" value="([0-9a-f]+)"', text_of(amal.get(page)))[1]
    assert embedded.staff(PROTECTION).post(page, {"go": "end", "feed": ref}).status_code == 404
    assert amal.post(page, {"go": "end", "feed": ref}).status_code == 302
    assert embedded.visitor().get(feed).status_code == 404 and embedded.visitor().get(again).status_code == 200
    embedded.clock.pass_by(timedelta(days=181))
    assert embedded.visitor().get(again).status_code == 404


def test_no_more_feeds_than_somebody_keeps_in_view(embedded, asked, feed):
    _call, group, _hearing, _page = asked
    amal, page = embedded.staff(OTHER_OFFICE), f"/desk/groups/{group}/calendar/"
    for _number in range(4):
        amal.post(page, {"go": "make"})
    assert any("5 addresses already" in one for one in sentences(amal.post(page, {"go": "make"})))


def test_the_founder_cannot_read_how_another_organisation_s_feed_is_sealed(embedded, asked, feed):
    _call, group, _hearing, _page = asked
    open_for_the_founder = belonging.open_group(group, embedded.keyring(PROTECTION), at=embedded.now)
    assert open_for_the_founder.dossier.written("feed_made") == ()
    own = belonging.open_group(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert len(own.dossier.written("feed_made")) == 1


def test_a_name_does_not_go_out_as_a_region_and_one_that_comes_later_closes_the_link(embedded, asked, link):
    call, group, _hearing, page = asked
    mara = embedded.keyring(PROTECTION)
    consenting.add_person(call.ref, "relative", "sister", "Ida North", mara, at=embedded.now)
    assert bytes_of(embedded, link, "open") == bytes_of(embedded, WRONG, "open")
    assert not the_hearing(embedded, group).asked
    shown = text_of(embedded.staff(PROTECTION).get(page))
    assert "Held back" in shown and MISSION in shown and "a name came to the file" in shown
    assert any("A name of this file" in one for one in sentences(make(embedded, page)))
    # Of a link that is closed for another reason nothing is said.
    assert path_in(make(embedded, page, region="The hills"))
    assert "Held back" not in text_of(embedded.staff(PROTECTION).get(page))
