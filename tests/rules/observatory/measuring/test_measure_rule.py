"""Rules are data that is checked when it is read; a rule without its method is none."""

import tomllib

import pytest

from safeconduct.observatory.measuring.measure_rule import WRITTEN, FaultyMeasures, faults, measure_rules

TEXT = WRITTEN.read_text(encoding="utf-8")
RULES = measure_rules()


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
