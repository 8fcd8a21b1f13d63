"""The lists that casework codes with are files that a caseworker may change; these tests say what a file must keep."""

import pytest

from safeconduct.cases import coded_list
from safeconduct.cases.coded_list import FOLDER, Coded, choices_of, label_of

# A list of purposes has rows of its own kind, which tests/house/test_consent_purposes.py reads.
# What entries show which events are pairs: an event may be shown by several.
PAIRS = {"case_events", "case_event_acts", "huridocs_acts"}
NAMES = sorted({path.stem for path in FOLDER.glob("*.toml")} - {"consent_purposes"})


@pytest.mark.parametrize("name", NAMES)
def test_every_list_has_its_values_once_and_a_label_for_each(name):
    rows = coded_list.coded_list(name)
    assert len({(row.value, row.group if name in PAIRS else "") for row in rows}) == len(rows) > 1
    assert all(row.label.strip() and (row.value.isidentifier() or row.value.isdigit()) for row in rows)
    assert choices_of(name)


def test_a_value_that_ended_is_read_and_not_offered(monkeypatch):
    rows = (Coded("beaten", "Beaten"), Coded("struck", "Struck", ended=True))
    monkeypatch.setattr(coded_list, "coded_list", lambda name: rows)
    assert choices_of("acts") == [("beaten", "Beaten")]
    assert label_of("acts", "struck") == "Struck"
    assert label_of("acts", "unknown_here") == "unknown_here"


def test_other_methods_of_repression_are_foreseen():
    offered = dict(coded_list.choices_of("acts"))
    assert offered["psychiatric_treatment"] == "Held or treated in psychiatry against their will"
    assert offered["office_closure"] == "Office or organisation closed or banned"
