"""Pages of a group's meeting: agenda, wall, minutes as papers, what is owed, joint positions, who acts."""

import io
import re
import sys
from datetime import timedelta

import docx
import pypdf
import pytest

from safeconduct.coordination.group_duty import group_duties
from safeconduct.coordination.tlp import RED
from tests.coordinating import a_group, a_hearing
from tests.embedded import LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.meeting import a_meeting, agenda_of, close, decide, note, opened, with_a_card
from tests.pages.page import sentences, text_of, typed_into

pytestmark = pytest.mark.django_db(transaction=True)


def address(group, rest="meeting/"):
    return f"/desk/groups/{group}/{rest}"


def day(embedded, days=0):
    return (embedded.now.date() + timedelta(days=days)).isoformat()


def at_work(embedded):
    """A group with a card and a hearing, and its codename."""
    group = a_group(embedded)
    case = with_a_card(embedded, group)
    a_hearing(embedded, case.ref, group=group)
    return group, embedded.case(case.ref).story["codename"]


def key_of(embedded, group, kind):
    return next(point.topic for point in agenda_of(embedded, group).points if point.topic.startswith(kind))


def test_from_the_agenda_to_the_minutes_without_typing_anything_twice(embedded):
    group, codename = at_work(embedded)
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    assert address(group) in text_of(mara.get(f"/desk/groups/{group}/"))
    page = text_of(mara.get(address(group)))
    assert "No meeting is set. 2 points are open." in page and codename in page and "nobody leads, no backup" in page
    ours = embedded.office("harbour-desk").ref
    assert mara.post(address(group), {"go": "set", "set-on": day(embedded), "set-chair": ours}).status_code == 302
    theirs = {"go": "point", "point-words": "The visit of the rapporteur.", "point-marking": "TLP:GREEN"}
    assert amal.post(address(group), theirs).status_code == 302
    card = key_of(embedded, group, "card")
    assert mara.post(address(group), {"go": "up", "topic": card}).status_code == 302
    decided = {
        "go": "write",
        "down-about": card,
        "down-says": "Visit the prison together.",
        "down-to": embedded.office(LIGHTHOUSE).ref,
        "down-due": day(embedded, 7),
    }
    assert mara.post(address(group), decided).status_code == 302
    assert "Visit the prison together." in text_of(mara.get(address(group)))
    closed = mara.post(address(group), {"go": "close", "close-present": [ours]})
    minutes = text_of(amal.get(closed["Location"]))
    assert "Visit the prison together." in minutes and codename in minutes and "Present: Harbour Desk." in minutes
    owed = text_of(amal.get(address(group, "duties/")))
    assert "We owe one thing." in owed and "Take it up" in owed
    (duty,) = group_duties(opened(embedded, group).written, opened(embedded, group).group)
    assert amal.post(address(group, "duties/"), {"go": "take", "duty": duty.ref}).status_code == 302
    assert "Protection officer" in text_of(mara.get(address(group)))
    assert amal.post(address(group, "duties/"), {"go": "done", "duty": duty.ref, "note": "Seen."}).status_code == 302
    assert "Done. Seen." in text_of(mara.get(address(group, "duties/")))


def test_the_wall_names_no_case_no_court_and_no_hour_whatever_was_typed(embedded):
    group, codename = at_work(embedded)
    a_meeting(embedded, group)
    decide(embedded, group, f"Ask {codename.upper()}'s lawyer at the second chamber in Karsa at 09:30.")
    mara = embedded.staff(PROTECTION)
    shown = {"go": "point", "point-words": f"What of {codename} in karsa?", "point-marking": "TLP:AMBER"}
    assert mara.post(address(group), shown).status_code == 302
    wall = text_of(mara.get(address(group, "meeting/wall/")))
    assert "A hearing in the week from 16 March 2026" in wall and "What of (a case) in (a city)?" in wall
    assert "lawyer at the (a court) in (a city) at (an hour)" in wall
    for word in (codename, "chamber", "karsa", "09:30", "north and coast", "mara"):
        assert word not in wall.lower()


def test_what_is_for_named_organisations_is_on_no_wall_and_in_no_paper(embedded):
    group = a_group(embedded)
    case = with_a_card(embedded, group, embedded.office(LIGHTHOUSE).ref, marking=RED)
    codename = embedded.case(case.ref).story["codename"]
    a_meeting(embedded, group)
    decide(embedded, group, "Seen by two only.", about=key_of(embedded, group, "card"))
    note(embedded, group, "Said to two only.", about=key_of(embedded, group, "card"))
    mara = embedded.staff(PROTECTION)
    page = text_of(mara.get(address(group)))
    assert codename in page and "not on the wall, not in papers" in page
    wall = text_of(mara.get(address(group, "meeting/wall/")))
    assert "A case" not in wall and "two only" not in wall
    paper = pages_of(mara.get(address(group, "meeting/agenda/pdf/")))
    assert codename not in paper and "two only" not in paper
    minutes = close(embedded, group)
    for kind in ("full", "without-identity"):
        paper = words_of(mara.get(address(group, f"meetings/{minutes}/{kind}/docx/")))
        assert codename not in paper and "two only" not in paper


def words_of(response):
    document = docx.Document(io.BytesIO(response.content))
    heads = [paragraph.text for part in document.sections for paragraph in part.header.paragraphs]
    return "\n".join(heads + [paragraph.text for paragraph in document.paragraphs])


def pages_of(response):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages)


@pytest.mark.parametrize(("form", "read"), [("docx", words_of), ("pdf", pages_of)])
def test_minutes_are_papers_in_full_and_without_identities_with_the_marking_on_each_line(embedded, form, read):
    group, codename = at_work(embedded)
    a_meeting(embedded, group)
    decide(embedded, group, f"Write of {codename} & <others>.", about=key_of(embedded, group, "card"))
    decide(embedded, group, "Write to all capitals.", to=LIGHTHOUSE)
    minutes = close(embedded, group)
    amal = embedded.staff(OTHER_OFFICE)
    links = text_of(amal.get(address(group, f"meetings/{minutes}/")))
    assert address(group, f"meetings/{minutes}/full/{form}/") in links
    answer = amal.get(address(group, f"meetings/{minutes}/full/{form}/"))
    assert answer["Content-Disposition"] == f'attachment; filename="minutes.{form}"'
    full = read(answer)
    assert f"Write of {codename} & <others>." in full and "Lighthouse Network, by 14 March 2026" in full
    assert full.count("TLP:AMBER") >= 3 and "Present: Harbour Desk." in full
    assert "On the agenda" in full and "Second chamber, Karsa, 16 March 2026" in full
    bare = read(amal.get(address(group, f"meetings/{minutes}/without-identity/{form}/")))
    assert codename not in bare and "Write of (a case) & <others>." in bare and "North and coast" not in bare
    assert "A hearing in the week from 16 March 2026" in bare and "Karsa" not in bare and "Second" not in bare


def test_papers_are_made_in_memory_and_nothing_of_them_is_written_to_the_disk(embedded):
    group, _codename = at_work(embedded)
    a_meeting(embedded, group)
    mara = embedded.staff(PROTECTION)
    papers = [address(group, f"meeting/agenda/{form}/") for form in ("docx", "pdf")]
    for paper in papers:
        mara.get(paper)  # what is loaded for the first time may write compiled code
    written, is_listening = [], True

    def listen(event, given):
        if is_listening and event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+"):
            written.append(given[0])

    sys.addaudithook(listen)
    for paper in papers:
        assert mara.get(paper).status_code == 200
    is_listening = False
    assert [path for path in written if not str(path).startswith("/dev/")] == []


def test_a_paper_of_another_kind_or_meeting_is_not_there(embedded):
    group, _codename = at_work(embedded)
    a_meeting(embedded, group)
    minutes = close(embedded, group)
    mara = embedded.staff(PROTECTION)
    for rest in (
        f"meetings/{minutes}/full/exe/",
        f"meetings/{minutes}/other/pdf/",
        f"meetings/{'0' * 32}/",
        f"meetings/{'0' * 32}/full/pdf/",
        "meeting/agenda/exe/",
        f"positions/{'0' * 32}/",
        f"positions/{'0' * 32}/pdf/",
    ):
        assert mara.get(address(group, rest)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "why", "kept"),
    [
        ({"go": "set", "set-on": "2026-03-01"}, "That day is over", ("set-on", "2026-03-01")),
        ({"go": "set", "set-on": "the 16th"}, "This is no day", ("set-on", "the 16th")),
        ({"go": "rhythm", "rhythm-every": ""}, "how often", None),
        ({"go": "point", "point-words": " "}, "Nothing is written yet", None),
        ({"go": "write", "down-says": ""}, "Nothing is written yet", None),
        ({"go": "write", "down-says": "Visit.", "down-due": "2026-03-20"}, "nobody to do it", ("down-says", "Visit.")),
        ({"go": "close"}, "who was there", None),
        ({"go": "out", "topic": "nothing"}, None, None),
        ({"go": "magic"}, "", None),
    ],
    ids=[
        "past",
        "no day",
        "no rhythm",
        "no point",
        "no words",
        "nobody",
        "nobody there",
        "no such point",
        "no such verb",
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(embedded, typed, why, kept):
    group, _codename = at_work(embedded)
    a_meeting(embedded, group)
    before = len(opened(embedded, group).written)
    chair = {"set-chair": embedded.office(LIGHTHOUSE).ref, "point-marking": "TLP:AMBER", "down-marking": "TLP:AMBER"}
    said = embedded.staff(PROTECTION).post(address(group), {**chair, **typed})
    if why is None:
        assert said.status_code == 404
    else:
        assert said.status_code == 200 and why in " ".join(sentences(said))
    if kept:
        assert typed_into(said, kept[0]) == kept[1]
    assert len(opened(embedded, group).written) == before


def test_a_guest_reads_the_agenda_and_is_offered_what_a_guest_may(embedded):
    group, _codename = at_work(embedded)
    a_meeting(embedded, group)
    page = text_of(embedded.staff(OTHER_OFFICE).get(address(group)))
    assert 'value="point"' in page and "Harbour Desk arranges it" in page
    assert not any(f'value="{verb}"' in page for verb in ("up", "out", "down", "close", "set"))
    said = embedded.staff(OTHER_OFFICE).post(address(group), {"go": "out", "topic": key_of(embedded, group, "card")})
    assert any("Harbour Desk chairs this meeting" in one for one in sentences(said))


def test_a_late_meeting_and_what_we_owe_show_on_the_page_of_the_group(embedded):
    group, _codename = at_work(embedded)
    mara = embedded.staff(PROTECTION)
    assert mara.post(address(group), {"go": "rhythm", "rhythm-every": "14"}).status_code == 302
    assert '<option value="14" selected>' in mara.get(address(group)).content.decode()
    a_meeting(embedded, group)
    decide(embedded, group, "Write to all capitals.")
    close(embedded, group)
    embedded.clock.pass_by(timedelta(days=15))
    page = text_of(embedded.staff(PROTECTION).get(f"/desk/groups/{group}/"))
    assert "Due by 18 March 2026" in page and "We owe one thing; one is late" in page
    assert "A meeting was due by 18 March 2026" in text_of(embedded.staff(OTHER_OFFICE).get(address(group)))


def test_what_is_wrong_with_a_duty_is_said_and_the_reason_is_kept(embedded):
    group = a_group(embedded)
    a_meeting(embedded, group)
    decide(embedded, group, "Write to all capitals.")
    (duty,) = group_duties(opened(embedded, group).written, opened(embedded, group).group)
    amal, where = embedded.staff(OTHER_OFFICE), address(group, "duties/")
    said = amal.post(where, {"go": "done", "duty": duty.ref, "note": "Not mine."})
    assert any("Harbour Desk owes this" in one for one in sentences(said))
    said = embedded.staff(PROTECTION).post(where, {"go": "drop", "duty": duty.ref, "note": ""})
    assert any("no reason yet" in one for one in sentences(said)) and "<details open>" in text_of(said)
    assert amal.post(where, {"go": "done", "duty": "0" * 32}).status_code == 404


# Joint positions


def test_a_position_is_sought_agreed_echoed_and_leaves_without_its_contributors(embedded):
    group = a_group(embedded)
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    said = mara.post(address(group, "positions/"), {"title": " ", "marking": "TLP:AMBER"})
    assert any("no title yet" in one for one in sentences(said))
    sought = mara.post(address(group, "positions/"), {"title": "Visits to prisons", "marking": "TLP:AMBER"})
    where = sought["Location"]
    assert "Visits to prisons" in text_of(amal.get(address(group)))
    put_in = {"contributed-office": "Lighthouse Network", "contributed-words": "The second sentence."}
    assert amal.post(where, {"go": "contributed", **put_in}).status_code == 302
    plan = {"act-kind": "national", "act-office": "Lighthouse Network", "act-role": "opens", "act-on": day(embedded, 3)}
    said = amal.post(where, {"go": "act", **plan, "act-words": ""})
    assert any("what is done" in one for one in sentences(said))
    assert amal.post(where, {"go": "act", **plan, "act-words": "A quiet word."}).status_code == 302
    assert amal.get(f"{where}pdf/").status_code == 404
    assert mara.post(where, {"go": "agreed", "agreed-text": "Prisons are open to visits."}).status_code == 302
    echo = {"echo-office": "Lighthouse Network", "echo-on": day(embedded), "echo-where": "Statement"}
    assert amal.post(where, {"go": "echo", **echo}).status_code == 302
    page = text_of(mara.get(where))
    assert "The second sentence." in page and "Opens the way for it" in page and "Statement, 4 March 2026" in page
    act = re.search(r'name="act" value="([0-9a-f]+)"', page)[1]
    assert amal.post(where, {"go": "done", "act": act}).status_code == 302
    paper = pages_of(amal.get(f"{where}pdf/"))
    assert "Prisons are open to visits." in paper and "Lighthouse" not in paper and "second sentence" not in paper
    assert "1 agreed" in text_of(mara.get(address(group, "positions/")))


def test_disunity_is_recorded_on_the_page_of_the_position(embedded):
    group = a_group(embedded)
    mara = embedded.staff(PROTECTION)
    where = mara.post(address(group, "positions/"), {"title": "Visits", "marking": "TLP:AMBER"})["Location"]
    typed = {"go": "blocked", "blocked-reason": "harm", "blocked-blocked": "A joint call.", "blocked-fallback": ""}
    said = mara.post(where, typed)
    assert any("no fallback yet" in one for one in sentences(said))
    assert typed_into(said, "blocked-blocked") == "A joint call."
    assert mara.post(where, {**typed, "blocked-fallback": "Two call alone."}).status_code == 302
    page = text_of(embedded.staff(OTHER_OFFICE).get(where))
    assert "A joint call." in page and "Two call alone." in page and "Some feared harm" in page


def test_an_attempt_to_divide_is_noted_on_the_page_of_a_position(embedded):
    group = a_group(embedded)
    mara = embedded.staff(PROTECTION)
    where = mara.post(address(group, "positions/"), {"title": "Visits", "marking": "TLP:AMBER"})["Location"]
    tried = {"division-state": "Atlantys", "division-on": embedded.now.date().isoformat()}
    tried |= {"go": "division", "division-words": "Visas for two of us.", "division-response": "All refused together."}
    said = mara.post(where, tried)
    assert any("do not know this country" in one for one in sentences(said)) and "Visas for two of us." in text_of(said)
    assert mara.post(where, {**tried, "division-state": "Kenya"}).status_code == 302
    page = text_of(embedded.staff(OTHER_OFFICE).get(where))
    assert "Kenya, " in page and "Visas for two of us." in page and "All refused together." in page


# Who acts


def test_one_tells_the_group_what_one_does_and_only_the_owner_reads_the_alert(embedded):
    group, codename = at_work(embedded)
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    card = key_of(embedded, group, "card").removeprefix("card:")
    where = address(group, "acting/")
    said = amal.post(where, {"card": card, "what": "", "on": day(embedded)})
    assert any("what you do" in one for one in sentences(said))
    for client in (amal, mara):
        assert client.post(where, {"card": card, "what": "visit", "on": day(embedded)}).status_code == 302
    page = text_of(mara.get(f"/desk/groups/{group}/"))
    assert "Acting apart" in page and "Lighthouse Network acts on it too" in page and codename in page
    assert "Acting apart" in text_of(mara.get(where))
    for page in (where, f"/desk/groups/{group}/"):
        assert "Acting apart" not in text_of(amal.get(page))
