import re

import pytest

from safeconduct.vocabulary.place_name import country_name
from safeconduct.vocabulary.world_map import Frame, all_outlines, frame_around, invent, outlines, seen_in


def test_every_outline_is_of_a_country_that_has_a_name_and_is_a_closed_path():
    assert len(outlines()) > 230
    for code, outline in outlines().items():
        assert country_name(code) != code
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", outline.path)
        assert outline.frame.left < outline.frame.right <= 20_000


@pytest.mark.parametrize("west, east", [("PT", "ES"), ("BR", "AO"), ("DZ", "EG"), ("IN", "TH"), ("US", "RU")])
def test_east_is_to_the_right(west, east):
    assert outlines()[west].frame.centre[0] < outlines()[east].frame.centre[0]


@pytest.mark.parametrize("north, south", [("NO", "IT"), ("LY", "TD"), ("MX", "PE"), ("RU", "IN")])
def test_north_is_up(north, south):
    assert outlines()[north].frame.centre[1] < outlines()[south].frame.centre[1]


def test_a_map_of_a_country_shows_it_and_its_neighbours_and_not_the_world():
    around = frame_around(["BI"])
    assert {outline.code for outline in seen_in(around)} == {"BI", "RW", "TZ", "CD"}


def test_distant_islands_do_not_widen_the_map_of_a_country():
    width = frame_around(["FR"])
    assert width.right - width.left < 1_500
    assert "GF" not in {outline.code for outline in seen_in(width)}


def test_a_map_of_several_countries_shows_them_all():
    around = frame_around(["HN", "CL"])
    assert {"HN", "CL"} <= {outline.code for outline in seen_in(around)}


def test_countries_without_an_outline_make_no_map():
    assert frame_around(["ZQ"]) is None
    assert frame_around(["ZQ", "MT"]) == frame_around(["MT"])


def test_a_view_box_is_written_as_svg_wants_it():
    assert Frame(10, 20, 110, 70).view_box == "10 20 100 50"


@pytest.fixture
def invented():
    invent({"QM": "M13800 6500l500 0 0 400-500 0z"})
    yield
    invent({})


def test_an_invented_country_has_an_outline_only_where_it_was_invented(invented):
    assert [one.code for one in seen_in(frame_around(["QM"]))] == ["QM"]
    assert "QM" in all_outlines() and "QM" not in outlines()
    invent({})
    assert frame_around(["QM"]) is None
