"""After court as an officer sees it: a note on a phone, what each output takes of it, two decisions, and figures."""

import html
import re
from datetime import timedelta

import pytest

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.desk import consenting
from safeconduct.coordination.observation import GROUP, NAMES, OWN, PRESENT, PUBLIC
from safeconduct.reports import figures
from safeconduct.web.staff.coordination.note_form import PART_WORDS
from tests.builders import a_telling
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing, after_the_hearing, seen_by
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.protecting import with_a_step

pytestmark = pytest.mark.django_db(transaction=True)

FIGURES = "/desk/figures/hearings/"
NOTE = {
    "what": "observed",
    "item_open_court": "no",
    "item_interpreted": "yes",
    "incidents": ["observers_watched"],
    PUBLIC: "The judge read the charge.",
    GROUP: "The next date is kept from the press.",
    OWN: "Our line stays quiet.",
    PRESENT: "Advocate Orla; the mother.",
    NAMES: "A guard called Bexley took pictures.",
}
CLOSING = {
    "go": "close",
    "message": "no",
    "message_why": "The lawyer asks for quiet.",
    "profile": "yes",
    "profile_why": "Nobody looks yet.",
    "follow_up": "Raise the refusal of an interpreter in the dialogue.",
}


@pytest.fixture
def court(embedded):
    """A group, its hearing of a case of ours, and the addresses of the pages, after the court sat."""
    group = a_group(embedded)
    call = embedded.call(telling=a_telling(consents=OBSERVED_AND_SHARED, country="KE"))
    hearing = a_hearing(embedded, call.ref, group=group)
    after_the_hearing(embedded)
    ours = f"/desk/dossiers/{call.ref}/hearings/{hearing}/"
    return group, call, ours, f"/desk/groups/{group}/hearings/{hearing}/"


def cable_of(response):
    area = re.search(r'<textarea id="cable-text"[^>]*>\r?\n?(.*?)</textarea>', text_of(response), re.DOTALL)
    return html.unescape(area[1])


def drawn(response):
    return typed_into(response, "note")


# The note


def test_the_note_is_the_thing_to_do_once_the_hour_has_come(embedded):
    call = embedded.call(telling=a_telling(consents=OBSERVED_AND_SHARED, country="KE"))
    hearing = a_hearing(embedded, call.ref)
    address = f"/desk/dossiers/{call.ref}/hearings/{hearing}/"
    assert f"{address}note/" not in text_of(embedded.staff(PROTECTION).get(address))
    after_the_hearing(embedded)
    assert f'href="{address}note/">Write the note' in text_of(embedded.staff(PROTECTION).get(address))


def test_the_form_asks_every_item_with_its_provision_and_says_who_reads_each_part(embedded, court):
    _group, _call, ours, _theirs = court
    page = html.unescape(text_of(embedded.staff(PROTECTION).get(f"{ours}note/")))
    assert all(row.label in page and row.source in page for row in coded_list("fair_trial"))
    assert all(str(label) in page and str(reads) in page for label, reads in PART_WORDS.values())


def test_a_note_is_typed_once_and_each_output_takes_its_parts(embedded, court):
    _group, call, ours, theirs = court
    mara = embedded.staff(PROTECTION)
    typed = {**NOTE, "note": drawn(mara.get(f"{ours}note/"))}
    assert mara.post(f"{ours}note/", typed)["Location"] == f"{ours}after/"
    after = mara.get(f"{ours}after/")
    text = cable_of(after)
    assert all(NOTE[part] in text for part in (PUBLIC, GROUP, OWN))
    assert "Orla" not in text and "Bexley" not in text_of(after)
    page = html.unescape(text_of(after))
    assert "Archives may be open to requests" in page and "Read by: North and coast" in page
    assert "Was the hearing open to the public? (ICCPR art. 14(1))</dt><dd>No" in page
    seen = text_of(embedded.staff(OTHER_OFFICE).get(theirs))
    assert NOTE[PUBLIC] in seen and NOTE[GROUP] in seen and "Observers were questioned" in seen
    assert not [part for part in (OWN, PRESENT, NAMES) if NOTE[part] in seen]
    case = text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    assert "Bexley" not in case and NOTE[PRESENT] not in case


def test_who_was_there_is_put_into_the_cable_by_a_press_and_taken_out_again(embedded, court):
    _group, _call, ours, _theirs = court
    mara = embedded.staff(PROTECTION)
    mara.post(f"{ours}note/", NOTE)
    with_them = mara.post(f"{ours}after/", {"go": "present"})
    assert "Who was there: Advocate Orla; the mother." in cable_of(with_them)
    assert "stand in this text" in text_of(with_them)
    assert "Orla" not in cable_of(mara.post(f"{ours}after/", {"go": "without"}))
    assert "Orla" not in cable_of(mara.get(f"{ours}after/"))


def test_a_note_that_is_sent_again_is_kept_once(embedded, court):
    group, _call, ours, _theirs = court
    mara = embedded.staff(PROTECTION)
    typed = {**NOTE, "note": drawn(mara.get(f"{ours}note/"))}
    assert [mara.post(f"{ours}note/", typed).status_code for _time in range(2)] == [302, 302]
    assert len(seen_by(embedded, OTHER_OFFICE, group)[0].results) == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"what": ""}, "not said what came of it"),
        ({"what": "refused"}, "how access was refused"),
        ({"what": "not_held"}, "a court that sat"),
        ({"item_open_court": "perhaps"}, "Select a valid choice"),
        ({PUBLIC: "x" * 7_000}, "at most 6000"),
    ],
)
def test_what_is_wrong_with_a_note_is_said_and_what_was_typed_is_kept(embedded, court, changes, why):
    group, _call, ours, _theirs = court
    mara = embedded.staff(PROTECTION)
    said = mara.post(f"{ours}note/", {**NOTE, "note": "n9" * 16, **changes})
    assert said.status_code == 200 and any(why in one for one in sentences(said))
    assert typed_into(said, OWN) == NOTE[OWN] and typed_into(said, "note") == "n9" * 16
    assert seen_by(embedded, OTHER_OFFICE, group)[0].results == ()


def test_whoever_was_signed_out_in_court_gets_the_words_back(embedded, court):
    _group, _call, ours, _theirs = court
    said = embedded.visitor().post(f"{ours}note/", NOTE)
    assert said.status_code == 403 and NOTE[PUBLIC] in text_of(said) and NOTE[PRESENT] in text_of(said)


# Of another's case


def test_who_sat_in_for_another_is_asked_for_what_the_group_may_read_and_no_more(embedded, court):
    _group, _call, ours, theirs = court
    amal = embedded.staff(OTHER_OFFICE)
    assert f'href="{theirs}note/">Write the note' in text_of(amal.get(theirs))
    page = text_of(amal.get(f"{theirs}note/"))
    assert f'name="{PUBLIC}"' in page and not [part for part in (OWN, PRESENT, NAMES) if f'name="{part}"' in page]
    assert amal.post(f"{theirs}note/", {**NOTE, "note": "n1" * 16})["Location"] == theirs
    seen = text_of(embedded.staff(PROTECTION).get(theirs))
    assert NOTE[PUBLIC] in seen and NOTE[OWN] not in seen
    assert "Nothing is written down yet" in text_of(embedded.staff(PROTECTION).get(f"{ours}after/"))


def test_the_owner_reads_why_the_note_belongs_into_the_case(embedded, court):
    _group, _call, _ours, theirs = court
    mara = embedded.staff(PROTECTION)
    assert "case of your own" in text_of(mara.get(f"{theirs}note/"))
    assert any("case of your own" in one for one in sentences(mara.post(f"{theirs}note/", NOTE)))
    assert f"{theirs}note/" not in text_of(mara.get(theirs))


@pytest.mark.parametrize("page", ["note/", "after/"])
def test_nothing_of_it_is_there_for_others(embedded, court, page):
    _group, call, ours, _theirs = court
    for name in (OTHER_COMPARTMENT, OTHER_OFFICE):
        assert embedded.staff(name).get(f"{ours}{page}").status_code == 404
    address = f"/desk/dossiers/{call.ref}/hearings/{'0' * 32}/{page}"
    assert embedded.staff(PROTECTION).get(address).status_code == 404


def test_the_note_of_a_hearing_that_the_group_does_not_have_is_not_there(embedded, court):
    group, _call, _ours, _theirs = court
    assert embedded.staff(OTHER_OFFICE).get(f"/desk/groups/{group}/hearings/{'0' * 32}/note/").status_code == 404


# Closing


def test_closing_wants_both_decisions_and_keeps_what_was_typed(embedded, court):
    _group, call, ours, _theirs = court
    mara = embedded.staff(PROTECTION)
    mara.post(f"{ours}note/", NOTE)
    due = (embedded.now + timedelta(days=10)).date().isoformat()
    said = mara.post(f"{ours}after/", {**CLOSING, "profile": "", "due": due})
    assert any("Raising the profile: it is not decided" in one for one in sentences(said))
    assert typed_into(said, "message_why") == CLOSING["message_why"]
    assert mara.post(f"{ours}after/", {**CLOSING, "due": due})["Location"] == f"{ours}after/"
    page = text_of(mara.get(f"{ours}after/"))
    assert "No. The lawyer asks for quiet." in page and "Yes. Nobody looks yet." in page
    assert 'id="close"' not in page and "Nothing is open." in page
    assert CLOSING["follow_up"] in text_of(mara.get(f"/desk/dossiers/{call.ref}/duties/"))
    assert "The lawyer asks for quiet." in cable_of(mara.get(f"{ours}after/"))


def test_a_finding_is_linked_to_the_step_that_uses_it_and_the_step_says_so(embedded):
    call, step = with_a_step(embedded, *OBSERVED_AND_SHARED, "raise_private_unnamed")
    ours = f"/desk/dossiers/{call.ref}/hearings/{a_hearing(embedded, call.ref)}/"
    after_the_hearing(embedded)
    mara = embedded.staff(PROTECTION)
    mara.post(f"{ours}note/", NOTE)
    assert 'id="use"' not in text_of(mara.get(f"{ours}after/"))
    mara.post(f"{ours}after/", {**CLOSING, "due": (embedded.now + timedelta(days=10)).date().isoformat()})
    page = text_of(mara.get(f"{ours}after/"))
    sitting = re.search(r'<select name="use-sitting".*?<option value="([^"]+)"', page, re.DOTALL)[1]
    assert "Not said yet" in page
    said = mara.post(f"{ours}after/", {"go": "use", "use-sitting": sitting})
    assert any("It is not said where it was used." in one for one in sentences(said))
    use = {"go": "use", "use-sitting": sitting, "use-step": step}
    assert mara.post(f"{ours}after/", use).status_code == 302
    page = text_of(mara.get(f"{ours}after/"))
    assert "Not said yet" not in page and f"/steps/{step}/" in page
    assert "Uses what was seen in court on" in text_of(mara.get(f"/desk/dossiers/{call.ref}/steps/{step}/"))
    assert any("written down already" in one for one in sentences(mara.post(f"{ours}after/", use)))


def test_how_the_other_way_went_is_asked_where_access_was_refused(embedded, court):
    _group, _call, ours, theirs = court
    mara = embedded.staff(PROTECTION)
    refused = {"what": "refused", "how": "at_the_door", "instead": "outside", PUBLIC: "Two guards; no reason."}
    assert 'id="way"' not in text_of(mara.get(f"{ours}after/"))
    mara.post(f"{ours}note/", refused)
    page = text_of(mara.get(f"{ours}after/"))
    sitting = re.search(r'<select name="way-sitting".*?<option value="([^"]+)"', page, re.DOTALL)[1]
    assert "Wait outside the court, to be seen" in page and "Not said yet" in page
    way = {"go": "way", "way-sitting": sitting, "way-words": "The family saw us at the gate."}
    assert any("It is not said how it went." in one for one in sentences(mara.post(f"{ours}after/", way)))
    assert mara.post(f"{ours}after/", {**way, "way-went": "in_part"}).status_code == 302
    page = text_of(mara.get(f"{ours}after/"))
    assert "It worked in part" in page and "The family saw us at the gate." in page
    assert "at the gate" not in text_of(embedded.staff(OTHER_OFFICE).get(theirs))


# Figures


@pytest.fixture
def few(monkeypatch):
    """So that one hearing shows what hundreds would."""
    monkeypatch.setattr(figures, "FEWEST", 1)
    monkeypatch.setattr(figures, "SHARE_FROM", 1)


def shown(response, title):
    part = text_of(response).split(f"<h2>{title}</h2>")[1].split("</section>")[0]
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", part, re.DOTALL)
    return {html.unescape(words): html.unescape(number).replace("\xa0", " ") for words, number in found}


def test_figures_of_hearings_are_counted_as_of_today_for_whoever_may_open_them(embedded, court, few):
    _group, _call, ours, _theirs = court
    embedded.staff(PROTECTION).post(f"{ours}note/", NOTE)
    for name in (PROTECTION, COLLEAGUE, OTHER_OFFICE):
        page = embedded.staff(name).get(FIGURES)
        assert shown(page, "What came of it")["Observed"] == "1 of 1 sittings, 100 %"
        assert shown(page, "A lead in time") == {"Led in time": "0 of 1 sittings that a group reads, 0 %"}
        assert shown(page, "Followed up") == {"Closed with both decisions": "0 of 1 sittings observed or refused, 0 %"}
        item = "Was the hearing open to the public? (ICCPR art. 14(1))"
        assert shown(page, "Not as the law asks")[item] == "1 of 1 sittings where it was seen, 100 %"
        assert f"as known on {embedded.now.day} {embedded.now:%B %Y}" in text_of(page)
    assert "Observed" not in text_of(embedded.staff(OTHER_COMPARTMENT).get(FIGURES))


def test_small_numbers_are_not_written_and_no_organisation_is_named(embedded, court):
    _group, _call, ours, _theirs = court
    embedded.staff(PROTECTION).post(f"{ours}note/", NOTE)
    page = embedded.staff(PROTECTION).get(FIGURES)
    assert set(shown(page, "What came of it").values()) == {"not written"}
    assert "Lighthouse" not in text_of(page)


def test_the_days_are_chosen_and_turned_round_ones_are_refused(embedded, court, few):
    mara = embedded.staff(PROTECTION)
    assert "Observed" not in text_of(mara.post(FIGURES, {"first": "2025-01-01", "last": "2025-12-31"}))
    said = mara.post(FIGURES, {"first": "2026-12-31", "last": "2026-01-01"})
    assert any("Turn the two round" in one for one in sentences(said))


def test_a_cable_that_holds_a_name_that_came_later_is_not_shown_to_copy(embedded, court):
    _group, call, ours, _theirs = court
    mara = embedded.staff(PROTECTION)
    assert mara.post(f"{ours}note/", {**NOTE, OWN: "We hope so."}).status_code == 302
    assert "We hope so." in cable_of(mara.get(f"{ours}after/"))
    consenting.add_person(call.ref, "family", "The sister", "Hope Lind", embedded.keyring(PROTECTION), at=embedded.now)
    page = text_of(mara.get(f"{ours}after/"))
    assert "A name that came to this file later" in page and "cable-text" not in page
    place = re.findall(
        r'name="not_a_name" value="([^"]+)"', text_of(mara.post(f"{ours}note/", {**NOTE, OWN: "We hope so."}))
    )
    again = {**NOTE, OWN: "We hope so.", "not_a_name": place}
    assert place and mara.post(f"{ours}note/", again).status_code == 302
    assert "We hope so." in cable_of(mara.get(f"{ours}after/"))
