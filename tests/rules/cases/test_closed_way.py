"""What is closed in a country: rows with all their facts, found by the country's name or code."""

from datetime import date

import pytest

from safeconduct.cases.closed_way import closed_in, closed_ways, rows_left_out

WHOLE = {
    "country": "Kenya",
    "way": "local",
    "says": "The ministry receives no mission.",
    "since": date(2026, 3, 1),
    "noted_by": "Head of Mission",
    "source": "Note verbale of 1 March 2026",
}


def file_with(folder, *rows):
    def shown(value):
        return value.isoformat() if isinstance(value, date) else f'"{value}"'

    text = "\n".join("[[closed]]\n" + "\n".join(f"{name} = {shown(one)}" for name, one in row.items()) for row in rows)
    (folder / "closed-ways.toml").write_text(text, encoding="utf-8")
    return folder / "closed-ways.toml"


def test_a_way_keeps_who_noted_it_since_when_and_from_where(tmp_path):
    (way,) = closed_ways(file_with(tmp_path, WHOLE))
    assert (way.country, way.since, way.noted_by, way.source) == (
        "KE",
        date(2026, 3, 1),
        "Head of Mission",
        "Note verbale of 1 March 2026",
    )
    assert way.is_level


@pytest.mark.parametrize("name", WHOLE)
def test_a_row_without_one_of_its_facts_is_left_out(tmp_path, name):
    for row in ({key: value for key, value in WHOLE.items() if key != name}, {**WHOLE, name: " "}):
        file = file_with(tmp_path, WHOLE, row)
        assert len(closed_ways(file)) == 1 and rows_left_out(file) == 1


def test_a_way_that_nobody_knows_is_left_out(tmp_path):
    assert closed_ways(file_with(tmp_path, {**WHOLE, "way": "the moon"})) == ()


@pytest.mark.parametrize("text", ["[[closed", "closed = 5", "\0"])
def test_a_file_with_a_fault_shows_nothing(tmp_path, text):
    (tmp_path / "closed-ways.toml").write_text(text)
    assert closed_ways(tmp_path / "closed-ways.toml") == () and rows_left_out(tmp_path / "closed-ways.toml") is None
    assert closed_ways(tmp_path / "none.toml") == () and rows_left_out(tmp_path / "none.toml") == 0


def test_a_country_is_found_by_its_name_in_any_language_and_by_its_code(tmp_path):
    ways = closed_ways(file_with(tmp_path, WHOLE, {**WHOLE, "country": "Velmora"}))
    assert [len(closed_in(one, ways)) for one in ("KE", "Kenya", "Quênia", "velmora ", "France", "")] == [
        1,
        1,
        0,
        1,
        0,
        0,
    ]
