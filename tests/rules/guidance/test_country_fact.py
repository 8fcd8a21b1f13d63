"""Facts on countries: whole with a source and a day, or absent."""

from datetime import date

import pytest

from safeconduct.guidance.country_fact import KINDS, country_facts, facts_left_out, facts_of

FACT = """[[fact]]
country = "Kenya"
kind = "court_access"
says = "Observers write two days before."
source = "The registry, by telephone"
on = 2026-10-02
noted_by = "Officer"
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        (tmp_path / "countries.toml").write_text(text, encoding="utf-8")
        return tmp_path / "countries.toml"

    return write


def test_a_fact_is_read_with_its_country_s_code_and_belongs_to_that_country(written):
    known = country_facts(written(FACT))
    assert [(one.country, one.kind, one.on) for one in known] == [("KE", "court_access", date(2026, 10, 2))]
    assert facts_of("KE", known) == known and facts_of("NO", known) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('source = "The registry, by telephone"\n', ""),
        ('source = "The registry, by telephone"', 'source = " "'),
        ("on = 2026-10-02\n", ""),
        ("2026-10-02", '"2026-10-02"'),
        ('"court_access"', '"rumour"'),
        ('"Kenya"', '"Atlantis"'),
        ('noted_by = "Officer"', 'noted_by = "Officer"\nwho = "A name"'),
    ],
    ids=["no source", "a blank source", "no day", "a day in quotes", "a kind of its own", "no country", "too much"],
)
def test_a_fact_without_source_day_or_known_kind_is_left_out_and_counted(written, old, new):
    file = written(FACT.replace(old, new) + FACT)
    assert len(country_facts(file)) == 1 and facts_left_out(file) == 1


@pytest.mark.parametrize("text", ["fact = 5\n", "[[fact"], ids=["no rows", "no TOML"])
def test_a_file_that_cannot_be_read_shows_nothing(written, text):
    assert country_facts(written(text)) == () and facts_left_out(written(text)) is None


def test_facts_stand_by_kind_and_the_newest_first(written):
    older = FACT.replace("2026-10-02", "2026-01-02")
    law = FACT.replace("court_access", "law")
    known = country_facts(written(older + FACT + law))
    assert [(one.kind, one.on.month) for one in known] == [("law", 10), ("court_access", 10), ("court_access", 1)]


def test_an_old_fact_asks_to_be_confirmed(written):
    fact = country_facts(written(FACT))[0]
    assert fact.doubt(today=date(2026, 10, 3)) == "" and "Confirm it" in fact.doubt(today=date(2027, 10, 3))


def test_what_worked_and_what_fell_short_stand_beside_each_other():
    kinds = list(KINDS)
    assert kinds.index("shortcoming") == kinds.index("good_practice") + 1
