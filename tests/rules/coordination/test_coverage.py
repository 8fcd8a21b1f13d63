"""Gaps of coverage: nobody at all, nobody for a theme, nobody who speaks a language; the last visit and what is coming."""

from datetime import date

from safeconduct.coordination.coverage import COVERED, NOBODY, PARTLY, coverage, state_of_countries, themes_of
from safeconduct.coordination.load import Load, loads
from safeconduct.coordination.region import liaisons
from safeconduct.coordination.trip import trips
from tests.rules.coordination.covering import (
    COAST,
    EMBASSY,
    GROUP,
    THEIRS,
    TODAY,
    a_region,
    liaised,
    planned,
    reported,
    said,
)


def cover(*entries, region=None, on=TODAY):
    (found,) = coverage((region or a_region(),), liaisons(entries, GROUP), trips(entries), on=on)
    return found


def test_without_a_liaison_everything_is_open():
    bare = cover()
    assert (bare.state, bare.open_themes, bare.open_languages) == (NOBODY, ("land", "women"), ("French", "Kora"))


def test_a_theme_is_covered_by_who_names_it_or_names_none():
    assert cover(liaised(themes=("land",))).open_themes == ("women",)
    assert cover(liaised()).open_themes == ()
    assert cover(liaised(themes=("land",)), liaised(THEIRS, themes=("women",))).open_themes == ()
    assert cover(liaised(themes=("land",)), liaised(THEIRS)).in_general == ("Lighthouse Network",)


def test_a_language_is_covered_in_whatever_letters_it_was_typed():
    assert cover(liaised(languages=("FRENCH",))).open_languages == ("Kora",)
    assert cover(liaised(languages=("french", "kora"))).state == COVERED
    assert cover(liaised(languages=("French",))).state == PARTLY


def test_a_liaison_elsewhere_covers_nothing_here():
    assert cover(liaised(region=COAST)).state == NOBODY


def test_the_last_visit_is_the_newest_one_that_arrived():
    early = planned("t1", on=date(2026, 1, 5), until=date(2026, 1, 6))
    late = planned("t2", on=date(2026, 2, 5), until=date(2026, 2, 6))
    assert cover(early, late).last_visit is None
    assert cover(early, late, reported(ref="t1"), reported(ref="t2")).last_visit.ref == "t2"
    turned_back = reported(ref="t2", effect="turned_back")
    assert cover(early, late, reported(ref="t1"), turned_back).last_visit.ref == "t1"


def test_a_trip_ahead_may_take_a_barrier_away_until_it_is_over():
    trip = planned(removes=("distance",))
    assert [one.ref for one in cover(trip).removed_by("distance")] == ["t1"]
    assert cover(trip).removed_by("norms") == ()
    assert cover(trip, on=date(2026, 3, 17)).coming == ()
    assert cover(trip, said("trip_called_off", trip="t1", why="unsafe_us")).coming == ()
    assert cover(planned(regions=(COAST,))).coming == ()


def test_columns_are_the_themes_that_somebody_names_in_the_order_of_the_list():
    covers = (
        cover(region=a_region(themes=("women",))),
        cover(liaised(themes=("business",)), region=a_region(themes=())),
    )
    assert themes_of(covers, ("business", "land", "women")) == ("business", "women")


def test_a_country_stands_as_its_regions_do_and_in_part_where_they_differ():
    here = liaised(languages=("French", "Kora"))
    regions = (a_region(), a_region(COAST, name="Coast"), a_region("e3" * 16, country="UG", themes=(), languages=()))
    known = coverage(regions, liaisons((here,), GROUP), (), on=TODAY)
    assert state_of_countries(known) == {"KE": PARTLY, "UG": NOBODY}
    assert state_of_countries(known[:1]) == {"KE": COVERED}


# What each does


def test_load_is_counted_for_every_seat_in_alphabetical_order():
    entries = (liaised(), planned(), said("trip_answered", EMBASSY, trip="t1", answer="goes"))
    found = loads(GROUP, (), trips(entries), (), liaisons(entries, GROUP), on=TODAY)
    assert found == (
        Load("Embassy of Norlund", 0, 0, 1, 0, 0),
        Load("Harbour Desk", 0, 0, 1, 0, 1),
        Load("Lighthouse Network", 0, 0, 0, 0, 0),
    )


def test_a_trip_of_an_earlier_year_or_called_off_is_no_load():
    old = planned(on=date(2025, 1, 5), until=date(2025, 1, 6))
    off = (planned(), said("trip_called_off", trip="t1", why="no_means"))
    for entries in ((old,), off):
        assert [one.trips for one in loads(GROUP, (), trips(entries), (), (), on=TODAY)] == [0, 0, 0]


def test_cannot_is_no_load():
    entries = (planned(), said("trip_answered", THEIRS, trip="t1", answer="cannot"))
    assert [one.trips for one in loads(GROUP, (), trips(entries), (), (), on=TODAY)] == [0, 1, 0]
