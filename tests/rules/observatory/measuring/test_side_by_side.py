"""Two statements beside each other: only what differs is shown."""

from safeconduct.observatory.measuring.side_by_side import differences

# The two boxed examples of Amnesty's report, as they are coded there.
CHINA = {
    "id": "china-2018-05", "countries": ["CN"], "date": "2018-05", "issuer_level": "hq", "issuer_kind": "eu_spokesperson",
    "individuals": ["one", "two", "three", "four", "five", "six"], "uses_hrd_term": True, "release_call": "immediate",
    "mentions_fair_trial": True, "cites_intl_law": True,
    "laws": ["criminal procedure law", "constitution", "UDHR", "ICERD (1981)"], "procedure_facts": 3,
    "deference": False, "promise": None,
}  # fmt: skip
SAUDI_ARABIA = {
    "id": "saudi-2018-01", "countries": ["SA"], "date": "2018-01", "issuer_level": "hq", "issuer_kind": "eu_spokesperson",
    "individuals": ["seven", "eight"], "uses_hrd_term": True, "release_call": "none", "mentions_fair_trial": True,
    "cites_intl_law": False, "laws": [], "procedure_facts": 0, "deference": True, "promise": "follow the appeal",
}  # fmt: skip


def test_the_two_worked_codings_differ_in_content_and_not_in_level():
    found = {row.field: (row.one, row.other) for row in differences(CHINA, SAUDI_ARABIA)}
    assert found["release_call"] == ("immediate", "none")
    assert found["promise"] == ("–", "follow the appeal")
    assert found["deference"] == ("no", "yes")
    assert found["cites_intl_law"] == ("yes", "no")
    assert found["laws"] == ("ICERD (1981), UDHR, constitution, criminal procedure law", "–")
    assert not {"issuer_level", "issuer_kind", "uses_hrd_term", "mentions_fair_trial", "id"} & set(found)
    assert (len(CHINA["individuals"]), len(SAUDI_ARABIA["individuals"])) == (6, 2)


def test_a_coding_does_not_differ_from_itself_in_another_order():
    turned = CHINA | {"individuals": list(reversed(CHINA["individuals"])), "id": "another", "coded_by": "somebody"}
    assert differences(CHINA, turned) == ()


def test_a_nought_a_no_and_nothing_are_not_the_same():
    found = differences({"a": False, "b": 0, "c": None}, {"a": None, "b": None, "c": 0})
    assert [(row.one, row.other) for row in found] == [("no", "–"), ("0", "–"), ("–", "0")]
