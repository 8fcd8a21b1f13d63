"""The page of dialogues: by pair and day, silence against a rhythm, and those that only their partakers count."""

import re
from datetime import timedelta

import pytest

from tests.coordinating import a_group
from tests.covering import a_region
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(embedded):
    return a_group(embedded)


def address(group):
    return f"/desk/groups/{group}/dialogues/"


def plain(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split())


def held(**changes):
    form = {"pair": "diplomats_state", "on": "2026-03-01", "form": "routine_together", "region": "", **changes}
    return {"go": "log", **{f"log-{name}": value for name, value in form.items()}}


def rhythm(pair="diplomats_state", every="31"):
    return {"go": "rhythm", "rhythm-pair": pair, "rhythm-every": every}


def row_of(embedded, group, pair, name=OTHER_OFFICE):
    page = text_of(embedded.staff(name).get(address(group)))
    row = re.search(rf'<tr><th scope="row">{re.escape(pair)}.*?</tr>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", row[0]).split())


def test_a_dialogue_is_written_down_by_pair_and_day_and_seven_pairs_are_shown(embedded, group):
    region = a_region(embedded, group)
    mara = embedded.staff(PROTECTION)
    assert mara.post(address(group), held(region=region)).status_code == 302
    page = text_of(embedded.staff(OTHER_OFFICE).get(address(group)))
    assert len(re.findall(r'<tr><th scope="row">', page)) == 7
    assert "Last 1 March 2026 Days in the last year 1" in row_of(embedded, group, "Diplomats with the state")
    told = plain(embedded.staff(OTHER_OFFICE).get(address(group)))
    assert "Routine, several together. Kenya, the north: Upper Mira. Written by Harbour Desk" in told


def test_a_day_that_two_wrote_down_counts_once(embedded, group):
    for name in (PROTECTION, OTHER_OFFICE):
        assert embedded.staff(name).post(address(group), held()).status_code == 302
    assert "Days in the last year 1" in row_of(embedded, group, "Diplomats with the state")


def test_a_pair_that_is_silent_for_longer_than_its_rhythm_shows(embedded, group):
    mara = embedded.staff(PROTECTION)
    assert "No rhythm is set yet." in text_of(mara.get(address(group)))
    assert mara.post(address(group), held()).status_code == 302
    assert mara.post(address(group), rhythm()).status_code == 302
    assert mara.post(address(group), rhythm("diplomats_defenders", "14")).status_code == 302
    assert "Within the rhythm" in row_of(embedded, group, "Diplomats with the state")
    assert "None yet" in row_of(embedded, group, "Diplomats with defenders")
    embedded.clock.pass_by(timedelta(days=40))
    mara = embedded.staff(PROTECTION)
    assert "2 pairs have been silent" in text_of(mara.get(address(group)))
    assert "Silent for 43 days" in row_of(embedded, group, "Diplomats with the state")
    assert "Silent for 40 days" in row_of(embedded, group, "Diplomats with defenders")


def test_those_among_defenders_are_counted_by_who_took_part_and_shown_without_office_or_day(embedded, group):
    amal = embedded.staff(OTHER_OFFICE)
    own = {"pair": "defenders_state", "form": "", "took_part": "on"}
    said = amal.post(address(group), held(**{**own, "took_part": ""}))
    assert any("Only those who took part count" in one for one in sentences(said))
    said = amal.post(address(group), held(**{**own, "form": "routine_alone"}))
    assert any("only the day is kept" in one for one in sentences(said))
    assert amal.post(address(group), held(**own)).status_code == 302
    row = row_of(embedded, group, "Defenders with their own state", PROTECTION)
    assert "Last March 2026 Days in the last year 1" in row and "counted by those who took part" in row
    page = text_of(embedded.staff(PROTECTION).get(address(group)))
    assert "Written by" not in page and "1 March" not in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"pair": ""}, "who spoke with whom"),
        ({"on": "2026-05-01"}, "still to come"),
        ({"on": "2024-05-01"}, "more than a year ago"),
        ({"on": "yesterday"}, "This is no day"),
    ],
)
def test_a_dialogue_that_cannot_be_is_refused(embedded, group, changes, why):
    said = embedded.staff(PROTECTION).post(address(group), held(**changes))
    assert said.status_code == 200 and any(why in one for one in sentences(said))
    assert "None yet." in text_of(embedded.staff(PROTECTION).get(address(group)))


@pytest.mark.parametrize(("pair", "every", "why"), [("", "31", "which pair"), ("diplomats_state", "", "how often")])
def test_a_rhythm_of_nothing_is_refused(embedded, group, pair, every, why):
    said = embedded.staff(PROTECTION).post(address(group), rhythm(pair, every))
    assert any(why in one for one in sentences(said))
