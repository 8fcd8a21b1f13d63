"""Pages of coverage: name a region, liaise, read gaps in words and on the map, ask for relief and take over."""

import re

import pytest

from safeconduct.coordination.desk import belonging, covering
from tests.builders import a_telling
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing
from tests.covering import a_region, a_trip
from tests.embedded import COLLEAGUE, LIGHTHOUSE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

pytestmark = pytest.mark.django_db(transaction=True)

NAMED = {
    "country": "Kenya",
    "part": "north",
    "name": "Upper Mira",
    "themes": ["land", "women"],
    "languages": "French, Kora",
    "barriers": ["distance", "norms"],
}


def coverage_page(group):
    return f"/desk/groups/{group}/coverage/"


def region_page(group, region):
    return f"/desk/groups/{group}/regions/{region}/"


def plain(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split())


def test_a_region_is_named_and_its_gaps_stand_in_words(embedded):
    group = a_group(embedded)
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    assert "No region is named yet" in text_of(mara.get(coverage_page(group)))
    assert coverage_page(group) in text_of(mara.get(f"/desk/groups/{group}/"))
    assert mara.post(coverage_page(group), NAMED).status_code == 302
    page = plain(amal.get(coverage_page(group)))
    assert "One region. One has nobody." in page and "Kenya, the north: Upper Mira" in page
    assert "Nobody liaises with defenders here." in page and "Last visit None is written down" in page


def test_who_liaises_closes_the_gaps_that_they_name_and_the_others_stay(embedded):
    group = a_group(embedded)
    region = a_region(embedded, group)
    amal = embedded.staff(OTHER_OFFICE)
    said = amal.post(region_page(group, region), {"go": "liaise", "liaise-themes": ["land"], "liaise-languages": ""})
    assert any("languages are missing" in one for one in sentences(said))
    typed = {"go": "liaise", "liaise-themes": ["land"], "liaise-languages": "French"}
    assert amal.post(region_page(group, region), typed).status_code == 302
    page = plain(embedded.staff(PROTECTION).get(coverage_page(group)))
    assert "Nobody for women." in page and "Nobody who speaks Kora." in page and "Nobody for land" not in page
    assert "Lighthouse Network" in page and "One region. Each has somebody." in page
    assert amal.post(region_page(group, region), {**typed, "liaise-themes": [], "liaise-languages": "French, kora"})
    page = plain(embedded.staff(PROTECTION).get(coverage_page(group)))
    assert "None. Each region has somebody" in page
    assert amal.post(region_page(group, region), {"go": "end"}).status_code == 302
    assert "Nobody liaises with defenders here." in plain(amal.get(coverage_page(group)))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"country": "Atlantis beyond"}, "country is missing, or it is none that we know"),
        ({"part": ""}, "where in the country"),
    ],
)
def test_a_region_that_cannot_be_is_refused_and_what_was_typed_is_kept(embedded, changes, why):
    group = a_group(embedded)
    said = embedded.staff(PROTECTION).post(coverage_page(group), {**NAMED, **changes})
    assert any(why in one for one in sentences(said)) and typed_into(said, "name") == "Upper Mira"
    assert "No region is named yet" in text_of(embedded.staff(PROTECTION).get(coverage_page(group)))


def test_any_organisation_corrects_a_region_and_drops_it_with_a_reason(embedded):
    group = a_group(embedded)
    region = a_region(embedded, group)
    amal = embedded.staff(OTHER_OFFICE)
    typed = {f"correct-{name}": value for name, value in {**NAMED, "name": "Lower Mira"}.items()}
    assert amal.post(region_page(group, region), {"go": "correct", **typed}).status_code == 302
    response = amal.get(region_page(group, region))
    assert heading(response) == "Kenya, the north: Lower Mira" and "<title>Region" in text_of(response)
    said = amal.post(region_page(group, region), {"go": "drop", "drop-why": ""})
    assert any("why the region is no longer" in one for one in sentences(said))
    assert amal.post(region_page(group, region), {"go": "drop", "drop-why": "Another group has it."}).status_code == 302
    assert amal.get(region_page(group, region)).status_code == 404
    assert "Lower Mira" not in text_of(amal.get(coverage_page(group)))


def test_who_lacks_means_asks_for_relief_and_another_takes_it_over(embedded):
    group = a_group(embedded)
    region = a_region(embedded, group)
    covering.liaise(group, region, ("land",), ("French",), embedded.keyring(PROTECTION), at=embedded.now)
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    assert mara.post(region_page(group, region), {"go": "relief", "relief-why": "One post is empty."})
    page = text_of(amal.get(region_page(group, region)))
    assert "Asks for relief" in page and "One post is empty." in page
    harbour = embedded.keyring(PROTECTION).organisation
    typed = {"go": "take", "from": harbour, f"take-{harbour}-languages": "Kora"}
    assert amal.post(region_page(group, region), typed).status_code == 302
    page = plain(mara.get(region_page(group, region)))
    assert "For land and territory; speaks Kora." in page and "Asks for relief" not in page
    said = amal.post(region_page(group, region), typed)
    assert any("Nobody asks to hand this on" in one for one in sentences(said))


def test_the_map_shows_countries_with_a_pattern_and_a_word_and_sets_no_style(embedded):
    group = a_group(embedded)
    a_region(embedded, group)
    page = text_of(embedded.staff(OTHER_OFFICE).get(coverage_page(group)))
    assert "Kenya: nobody liaises in its regions." in page and 'fill="url(#map-nobody)"' in page
    assert "no boundaries of regions ship" in page and "says nothing of whose land" in page
    assert "style=" not in page and re.search(r'viewBox="\d+ \d+ \d+ \d+"', page)


def test_a_country_without_an_outline_is_said_and_stands_in_the_table(embedded):
    group = a_group(embedded)
    a_region(embedded, group, country="GI")
    page = text_of(embedded.staff(OTHER_OFFICE).get(coverage_page(group)))
    assert "No outline ships for Gibraltar" in page and "map-told" not in page and "Gibraltar, the north" in page


def test_what_each_organisation_does_stands_in_alphabetical_order_for_the_group_alone(embedded):
    group = a_group(embedded)
    region = a_region(embedded, group)
    case = embedded.call(telling=a_telling(consents=OBSERVED_AND_SHARED, country="KE"))
    hearing = a_hearing(embedded, case.ref, group=group)
    amal = embedded.staff(OTHER_OFFICE)
    amal.post(f"/desk/groups/{group}/hearings/{hearing}/answer/", {"role": "lead"})
    a_trip(embedded, group, region)
    page = text_of(amal.get(coverage_page(group)))
    load = page[page.index('id="load"') :]
    rows = re.findall(r"<tr><th scope=\"row\"><bdi>(.*?)</bdi></th>(.*?)</tr>", load)
    counts = {office: [int(number) for number in re.findall(r"</small>(\d+)", cells)] for office, cells in rows}
    assert list(counts) == ["Harbour Desk", "Lighthouse Network"]
    assert counts == {"Harbour Desk": [0, 0, 1, 0, 0], "Lighthouse Network": [1, 0, 0, 0, 0]}
    assert "%" not in load and "rank" not in load


def test_whoever_is_not_in_the_group_finds_no_page_of_it(embedded):
    group = a_group(embedded)
    region = a_region(embedded, group)
    trip = a_trip(embedded, group, region)
    pages = ("coverage/", f"regions/{region}/", "trips/", f"trips/{trip}/", "contacts/", "dialogues/")
    for name in (OTHER_COMPARTMENT, "ines", "vera", "luka"):
        for page in pages:
            assert embedded.staff(name).get(f"/desk/groups/{group}/{page}").status_code == 404
    belonging.leave(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    for page in pages:
        assert embedded.staff(OTHER_OFFICE).get(f"/desk/groups/{group}/{page}").status_code == 404
        assert embedded.staff(COLLEAGUE).get(f"/desk/groups/{group}/{page}").status_code == 200


def test_who_comes_later_reads_what_was_told_to_the_whole_group(embedded):
    group = a_group(embedded, joined=False)
    region = a_region(embedded, group)
    covering.liaise(group, region, (), ("French",), embedded.keyring(PROTECTION), at=embedded.now)
    amal, mara = embedded.keyring(OTHER_OFFICE), embedded.keyring(PROTECTION)
    belonging.answer_invitation(group, yes=True, keyring=amal, at=embedded.now)
    made = belonging.open_group(group, mara, at=embedded.now).group.invitations[-1]
    belonging.let_in(group, made.ref, mara, at=embedded.now)
    page = plain(embedded.staff(OTHER_OFFICE).get(coverage_page(group)))
    assert "Upper Mira" in page and "Harbour Desk" in page and embedded.office(LIGHTHOUSE).ref not in page
