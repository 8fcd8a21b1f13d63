"""Rules are data that is checked when it is read; a rule without its method is none."""

import tomllib

import pytest

from safeconduct.observatory.measuring.measure_rule import WRITTEN, FaultyMeasures, faults, measure_rules, other_rules

TEXT = WRITTEN.read_text(encoding="utf-8")
RULES = measure_rules()


# What each version of a rule counts, by a hash. A rule that counts otherwise gets the next version, and a line of its own here; the
# lines of older ones stay, so that no later rule can take their name.
DEFINED = {
    "statements/1": "a5054f2a5d3a",
    "statements_regional/1": "9d27f4af1061",
    "statements_a_year/1": "c6f522fe5bdf",
    "release_demand/1": "f63046471533",
    "immediate_release/1": "985c9b07689f",
    "names_somebody/1": "69f87c750595",
    "defender_term/1": "6bb30a1fbcb0",
    "concern_only/1": "c1b9e26ba3f0",
    "fair_trial/1": "9aa57287408a",
    "investigation/1": "3f94b02ae31c",
    "international_law/1": "59b5471e5b79",
    "local_language/1": "18aaa419a10b",
    "local_language_at_once/1": "2b59c69015b8",
    "people_named/1": "6adcd3532559",
}


def test_a_version_of_a_rule_counts_the_same_for_ever():
    assert {rule.code: rule.definition for rule in RULES.rules}.items() <= DEFINED.items()


def other(tmp_path, old, new):
    path = tmp_path / "old-measures.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


def test_rules_of_another_version_are_taken_from_a_file(tmp_path):
    path = other(tmp_path, "version = 1", "version = 7")
    path.write_text(path.read_text(encoding="utf-8").replace('label = ["S"]', 'label = ["X"]', 1), encoding="utf-8")
    rules = other_rules(path)
    assert rules.rules[0].code == "statements/7" and rules.rules[0].where == {"label": ("X",)}
    assert rules.written == path.read_bytes() and rules.hash != RULES.hash


def test_a_rule_that_counts_otherwise_under_the_same_version_is_refused(tmp_path):
    with pytest.raises(FaultyMeasures, match="statements/1 that counts otherwise than the one here"):
        other_rules(other(tmp_path, 'label = ["S"]', 'label = ["X"]'))
    with pytest.raises(FaultyMeasures, match="counts otherwise"):
        other_rules(other(tmp_path, '"eu_spokesperson", ', ""))
    assert other_rules(other(tmp_path, "Public texts that", "Texts that")).rules[0].code == "statements/1"


def test_a_file_that_holds_no_rules_is_refused(tmp_path):
    path = tmp_path / "codings.jsonl"
    path.write_bytes(b'{"id": "\xff"}')
    with pytest.raises(FaultyMeasures, match="is not TOML"):
        measure_rules(path)


def faults_with(change):
    written = tomllib.loads(TEXT)
    change(written)
    return list(faults(written, name="measures.toml"))


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.name)
def test_every_rule_says_what_it_counts_where_and_how(rule):
    assert rule.label and rule.forums and rule.where and len(rule.method.split()) > 8
    assert bool(rule.having) == (rule.measures == "share")
    assert rule.code == f"{rule.name}/{rule.version}"


def test_a_forum_that_nobody_gathers_whole_makes_a_lower_bound():
    assert RULES.named("statements").bound == "exact"
    assert RULES.named("statements_regional").bound == "at least"
    assert RULES.forum_of("eu_osce") == "osce"
    assert RULES.forum_of("ngo") == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda written: written["rule"][0].pop("method"), "'method' is a required property"),
        (lambda written: written["rule"][0].update(method="No full stop"), "does not match"),
        (lambda written: written["rule"][0].update(where={"rating": ["high"]}), "rating"),
        (lambda written: written["rule"][0].update(having={"concern_only": [True]}), "rule/0"),
        (lambda written: written["rule"][3].pop("having"), "'having' is a required property"),
        (lambda written: written["rule"][0].update(forums=["moon"]), "the forum moon, which is not listed"),
        (lambda written: written["rule"].append(written["rule"][0]), "two rules named statements"),
        (lambda written: written["forums"]["osce"]["kinds"].append("eu_hrc"), "eu_hrc in two forums"),
    ],
)
def test_a_fault_is_said_with_its_place(change, said):
    assert any(said in fault for fault in faults_with(change))


def test_faulty_rules_are_not_used(tmp_path):
    faulty = tmp_path / "measures.toml"
    faulty.write_text(TEXT.replace('forums = ["headquarters"', 'forums = ["moon"', 1), encoding="utf-8")
    with pytest.raises(FaultyMeasures, match="moon"):
        measure_rules(faulty)
