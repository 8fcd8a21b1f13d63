"""What the register holds: every text with its version, every doubt with its entry, and nothing that must not be in it."""

import json
import re
from collections import Counter

import pytest

from safeconduct.guidance import commitment as commitments
from safeconduct.guidance import defender_law as laws
from safeconduct.guidance.action_kind import COMMUNITY
from safeconduct.guidance.instrument import in_force, standing, version_of
from safeconduct.guidance.register import FOLDER, read_register
from safeconduct.guidance.source import DOUBTS, OF_A_COPY, doubt
from safeconduct.guidance.who_helps import WAS_READ
from safeconduct.vocabulary import telling

REGISTER = read_register()


def the_commitment(one_id):
    return next(one for one in REGISTER.commitments if one.id == one_id)


def cautions(one_id):
    commitment = the_commitment(one_id)
    instrument, version = version_of(REGISTER.instruments, commitment.version)
    return commitments.cautions(commitment, instrument, version)


def test_the_guidelines_of_each_owner_are_held_with_their_versions():
    owners = {one.owner for one in REGISTER.instruments}
    assert owners >= {"EU", "NO", "CH", "UK", "CA", "NL", "FI", "US", "OSCE", "UN", "NGO benchmark"}
    swiss = next(one for one in REGISTER.instruments if one.id == "swiss-guidelines")
    assert in_force(swiss).id == "swiss-2019" and in_force(swiss).supersedes == "swiss-2013"
    sheet = next(one for one in REGISTER.instruments if one.id == "us-fact-sheet")
    assert [version.status for version in sheet.versions] == ["archived"]


def test_three_kinds_of_date_are_kept_apart():
    _, sheets = version_of(REGISTER.instruments, "ishr-2019")
    assert (sheets.dated, sheets.page_dated) == ("2019-06", "2019-05")
    _, fact_sheet = version_of(REGISTER.instruments, "us-2013")
    assert (fact_sheet.dated, fact_sheet.edited) == ("2013", "2023")


def test_what_is_unverified_a_yardstick_or_out_of_force_says_so_wherever_it_is_read():
    assert cautions("EU-10k") == ()
    assert cautions("EU-12a") == (DOUBTS["unverified"],)
    assert cautions("UK19-01") == ("A later version has taken its place.",)
    assert cautions("US22-01") == ("Whether it is still in force is not certain.",)
    assert cautions("HRDN-01") == ("NGO benchmark: a yardstick that binds nobody.",)
    for one in REGISTER.commitments:
        if one.verification == "unverified":
            assert doubt("unverified") in cautions(one.id)


def test_a_commitment_tells_its_history():
    commitment = the_commitment("UK19-01")
    _, version = version_of(REGISTER.instruments, commitment.version)
    assert commitments.history(commitment, version) == (
        "2026-11-22: entered.",
        "UK Support for Human Rights Defenders, July 2019: A later version has taken its place.",
    )
    changed = commitments.Change("2026-12-01", "Do less.", "it was misread.")
    told = commitments.history(
        commitments.Commitment(**{**vars(commitment), "changes": (changed,)}),
        version_of(REGISTER.instruments, "uk-2025")[1],
    )
    assert told[1:] == ('2026-12-01: changed, because it was misread. It said: "Do less."',)


def test_clauses_are_found_by_their_exact_place():
    places = {(one.version, one.clause) for one in REGISTER.commitments}
    assert {("eu-guidelines-2008", "para 10"), ("eu-action-plan-2012", "Action 18(c)")} <= places


def test_a_step_serves_clauses_of_texts_that_bind_and_are_in_force():
    served = commitments.clauses_served("PUB-01", REGISTER.commitments, REGISTER.instruments)
    assert ("eu-guidelines", "para 9") in {(instrument.id, one.clause) for instrument, one in served}
    assert all(instrument.binds and in_force(instrument).id == one.version for instrument, one in served)
    assert {one.id for one in REGISTER.commitments if "PUB-01" in one.actions} > {one.id for _text, one in served}


def test_every_commitment_says_how_it_would_be_shown():
    ways = Counter(one.evidence.how for one in REGISTER.commitments)
    assert set(ways) == {"each", "at_least", "reading"} and ways["reading"] < 40
    assert {one.evidence.basis for one in REGISTER.commitments} == {"published", "proposed"}
    assert standing(version_of(REGISTER.instruments, "eu-guidelines-2008")[1]) == ""


def test_every_mechanism_has_one_read_source_and_what_it_opens():
    for one in REGISTER.mechanisms:
        assert one.source.address.startswith("http") and one.source.remark and one.opens and one.offers, one.id
        assert one.verification in WAS_READ


def test_mechanisms_of_states_are_seen_from_more_than_one_side():
    of_states = [one for one in REGISTER.mechanisms if one.kind == "state_mechanism"]
    assert len(of_states) >= 6
    assert all(one.views for one in of_states)
    assert sum({"state", "defenders", "others"} <= {view.by for view in one.views} for one in of_states) >= 2


def test_formal_and_informal_arenas_are_apart():
    assert {one.arena for one in REGISTER.mechanisms} == {"formal", "informal"}


def test_community_protection_is_in_no_entry():
    kept_out = {one.id for one in REGISTER.actions if one.family == COMMUNITY}
    assert kept_out
    for one in REGISTER.mechanisms:
        assert not kept_out & set(one.actions) and "community protection" not in one.opens.lower()


def test_the_consents_of_the_catalogue_are_alternatives_in_a_list():
    demarche = next(one for one in REGISTER.actions if one.id == "DIP-03")
    assert demarche.consents == (
        frozenset({"share_network"}),
        frozenset({"raise_private_named", "raise_private_unnamed"}),
    )


def test_every_file_says_where_its_schema_is():
    for path in FOLDER.rglob("*.toml"):
        schemas = re.findall(r"schemas/[a-z]+\.json", path.read_text(encoding="utf-8").split("[[")[0])
        assert schemas and all((FOLDER / schema).is_file() for schema in schemas), path.name


def test_what_a_call_for_help_may_allow_is_a_purpose_of_the_catalogue():
    purposes = {purpose for one in REGISTER.actions for alternatives in one.consents for purpose in alternatives}
    assert set(telling.CONSENTS) <= purposes


def test_what_a_call_for_help_may_ask_for_is_a_word_of_the_directory():
    schema = json.loads((FOLDER / "schemas" / "mechanisms.json").read_text(encoding="utf-8"))
    known = schema["properties"]["mechanism"]["items"]["properties"]["offers"]["items"]["enum"]
    assert set(telling.NEEDS) <= set(known)
    assert set(telling.NEEDS) == {offer for one in REGISTER.mechanisms for offer in one.offers} & set(telling.NEEDS)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("NGO-06", {"subject", "attendance", "groups"}),
        ("PUB-08", {"language", "text", "reach"}),
        ("PUB-09", {"claim", "language", "answer"}),
        ("PUB-13", {"field", "line", "said"}),
        ("PRE-01", {"role", "observer"}),
        ("PRE-03", {"members", "invitation", "came"}),
    ],
    ids=["training of groups", "good words", "an answer to a smear", "a speech", "an observation", "a parliament"],
)
def test_a_step_of_a_practice_asks_for_what_is_to_be_known_of_it(kind, asked):
    (one,) = [action for action in REGISTER.actions if action.id == kind]
    assert asked <= {item.name for item in (*one.inputs, *one.evidence)}


@pytest.mark.parametrize("kind", ["NGO-03", "NGO-04"])
def test_who_is_widely_known_and_speaks_is_recorded_where_people_speak_in_public(kind):
    (one,) = [action for action in REGISTER.actions if action.id == kind]
    (known,) = [item for item in one.inputs if item.name == "known"]
    assert {"official", "prize", "artist"} <= set(known.choices) and known.optional


def test_where_a_point_stands_says_nothing_of_how_it_was_read():
    """Pages say beside each point whether only a summary was read."""
    assert [one.id for one in REGISTER.commitments if "(summary)" in one.clause] == []


def test_national_institutions_are_held_with_what_speaks_for_and_against_them():
    institutions = [one for one in REGISTER.mechanisms if "national human rights institution" in one.design]
    assert {code for one in institutions for code in one.countries} >= {"ML", "MN"}
    for one in institutions:
        assert {view.by for view in one.views} == {"state", "defenders", "others"}


def test_each_law_has_what_it_gives_what_is_said_against_it_and_where_that_was_read():
    assert {one.country for one in REGISTER.laws} >= {"BF", "CD", "CI", "HN", "ML", "MN", "MX", "NE"}
    for law in REGISTER.laws:
        assert law.gives and law.against and law.source.address
        assert laws.cautions(law, today=law.last_checked) == (DOUBTS["summary_read"], OF_A_COPY)
