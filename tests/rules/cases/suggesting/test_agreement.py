"""The figures: what agreement counts."""

from safeconduct.cases.suggesting.agreement import agreement


def test_what_the_figures_count():
    by_hand = {"country": ["PE"], "violation_types": ["threat", "killing"], "date_of_event": "2020-05-03"}
    found = {"country": ["PE", "CO"], "violation_types": ["threat"], "date_of_event": "2020-05-03"}
    nothing = {"country": [], "date_of_event": None}
    figures = agreement([(by_hand, found), (nothing, nothing)])
    assert (figures.texts, figures.country, figures.date_of_event, figures.dated) == (2, 0.5, 1.0, 1.0)
    assert round(figures.violation_types, 3) == 0.667
    assert figures.asks == 1.0
