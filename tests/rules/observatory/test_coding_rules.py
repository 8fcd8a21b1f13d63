"""Each coding of the machine names its rules, and other rules are known by another name."""

import shutil

import pytest

from safeconduct.observatory import coding_rules as rules
from safeconduct.observatory.lexicon import FOLDER
from tests.rules.observatory.writing import coded_row

TEXT = {
    "id": "a",
    "title": "Statement by the Spokesperson",
    "text": "The EU calls for it.",
    "language": "en",
    "url": "",
}


@pytest.fixture
def anew():
    rules.coding_rules.cache_clear()
    yield
    rules.coding_rules.cache_clear()


def test_a_coding_names_the_rules_that_it_was_made_by():
    assert coded_row(TEXT)["rules"] == rules.coding_rules() and len(rules.coding_rules()) == 12


@pytest.mark.parametrize("what", ["a lexicon", "the words of stances", "the program", "nothing"])
def test_other_rules_are_known_by_another_name(monkeypatch, tmp_path, anew, what):
    before = rules.coding_rules()
    rules.coding_rules.cache_clear()
    copy = shutil.copytree(FOLDER, tmp_path / "lexicon")
    monkeypatch.setattr(rules, "FOLDER", copy)
    if what == "a lexicon":
        with (copy / "en.toml").open("a", encoding="utf-8") as file:
            file.write("\n")
    if what == "the words of stances":
        monkeypatch.setattr(rules, "STANCES", copy / "en.toml")
    if what == "the program":
        monkeypatch.setattr(rules, "__version__", "another")
    assert (rules.coding_rules() == before) == (what == "nothing")
