"""Every rule and forum has words in every language of the pages, for the version that counts today."""

import tomllib

from safeconduct.observatory.showing.rule_words import WRITTEN
from tests.rules.observatory.measuring.coded_rows import RULES

LANGUAGES = {"ar", "es", "fr", "ru"}
WORDS = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))


def test_every_rule_has_its_words_for_the_version_that_counts():
    assert {rule.name: rule.version for rule in RULES.rules} == {
        name: row["version"] for name, row in WORDS["rule"].items()
    }
    for row in WORDS["rule"].values():
        assert set(row) - {"version"} == LANGUAGES
        assert all(row[language]["label"] and row[language]["method"] for language in LANGUAGES)


def test_every_forum_has_its_words():
    assert {forum.label for forum in RULES.forums} == set(WORDS["forum"])
    assert all(set(row) == LANGUAGES and all(row.values()) for row in WORDS["forum"].values())
