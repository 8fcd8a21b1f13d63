"""What binds an office and what it did beside its cases: read whole or left out, and never somebody else's."""

from datetime import date

import pytest

from safeconduct.guidance.office_record import OfficeEvent, OfficePromise, OfficeRecord, office_record, rows_left_out

OFFICE = '[[office]]\noffice = "harbour"\nbound_as = ["embassy"]\ntexts_of = ["EU", "UN"]\n'
EVENT = '[[event]]\noffice = "harbour"\nkind = "coordination_meeting"\non = 2026-09-15\nsays = "They met."\nnoted_by = "Officer"\n'


@pytest.fixture
def written(tmp_path):
    def write(text):
        (tmp_path / "offices.toml").write_text(text, encoding="utf-8")
        return tmp_path / "offices.toml"

    return write


def test_an_office_reads_its_own_rows_alone(written):
    file = written(OFFICE + EVENT + OFFICE.replace("harbour", "lighthouse") + EVENT.replace("harbour", "lighthouse"))
    met = OfficeEvent("coordination_meeting", date(2026, 9, 15), "They met.", "Officer")
    assert office_record(file, "harbour") == OfficeRecord(("embassy",), ("EU", "UN"), (met,))
    assert office_record(file, "nobody") == OfficeRecord()


PROFILE = '[[profile]]\noffice = "harbour"\npost = "Duty officer"\ncommitments = ["EU-09a"]\n'


def test_a_post_s_profile_is_read_for_its_office_alone(written):
    file = written(OFFICE + PROFILE + PROFILE.replace("harbour", "lighthouse").replace("EU-09a", "EU-03"))
    assert office_record(file, "harbour").profiles == {"Duty officer": ("EU-09a",)}
    assert office_record(file, "lighthouse").profiles == {"Duty officer": ("EU-03",)}


LOCATED = '[[located]]\noffice = "harbour"\ncountry = "Kenya"\n'


def test_where_an_office_is_is_read_by_name_or_code_and_for_it_alone(written):
    assert office_record(written(LOCATED), "harbour").country == "KE"
    assert office_record(written(OFFICE + LOCATED.replace("Kenya", "KE")), "harbour").country == "KE"
    assert office_record(written(LOCATED), "lighthouse").country == ""


PROMISE = (
    '[[promise]]\noffice = "harbour"\nsteps = ["mission-trial"]\nlanguages = ["en"]\n'
    'address = "https://harbour.example.org/"\non = 2026-09-01\n'
)


def test_what_an_office_published_is_read_without_what_binds_it(written):
    promise = OfficePromise(("mission-trial",), ("en",), "https://harbour.example.org/", date(2026, 9, 1))
    assert office_record(written(PROMISE), "harbour") == OfficeRecord(promise=promise)
    assert office_record(written(OFFICE + PROMISE), "harbour").promise == promise
    assert office_record(written(PROMISE), "lighthouse").promise is None


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        (PROMISE, 0),
        (PROMISE.replace("https", "http"), 1),
        (PROMISE.replace("mission-trial", "mission-rescue"), 1),
        (PROMISE.replace("on = 2026-09-01\n", ""), 1),
        (LOCATED, 0),
        (LOCATED.replace("Kenya", "the coast"), 1),
        (PROFILE, 0),
        (PROFILE.replace('["EU-09a"]', "[]"), 1),
        (PROFILE.replace("post", "person"), 1),
        (OFFICE + EVENT, 0),
        (OFFICE.replace('bound_as = ["embassy"]\n', ""), 1),
        (OFFICE.replace('["embassy"]', '"embassy"'), 1),
        (OFFICE.replace('["embassy"]', "[]"), 1),
        (OFFICE.replace("texts_of", "texts"), 1),
        (EVENT.replace("2026-09-15", '"2026-09-15"'), 1),
        (EVENT.replace("2026-09-15", "2026-09-15T10:00:00"), 1),
        (EVENT.replace('"They met."', '" "'), 1),
        (EVENT + 'who = "A name"\n', 1),
        (EVENT + 'about = "the bill"\n', 0),
        ("office = 5\n", None),
        ("[[office", None),
    ],
    ids=[
        *("a promise", "an address that others can read along", "a step that is no point", "a promise without its day"),
        *("a country", "a place that is no country"),
        *("a profile", "a profile of nothing", "a profile of a person"),
        *("whole", "bound as nothing", "a word for a list", "an empty list", "a wrong name", "a day in quotes"),
        *("a moment", "a blank", "a fact too many", "about something", "no rows", "no TOML"),
    ],
)
def test_a_row_that_lacks_a_fact_is_left_out_and_counted(written, text, left_out):
    assert rows_left_out(written(text)) == left_out
    if left_out != 0:
        assert office_record(written(text), "harbour") == OfficeRecord()


def test_without_the_file_nothing_is_said(tmp_path):
    assert office_record(tmp_path / "offices.toml", "harbour") == OfficeRecord()
    assert rows_left_out(tmp_path / "offices.toml") == 0
