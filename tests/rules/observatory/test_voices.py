"""Heads, reprints without one, and reports that sound like a statement, in five languages: who speaks in each. All invented."""

import json

import pytest

from safeconduct.observatory.coding import coded
from safeconduct.observatory.published_text import PublishedText
from tests.rules.observatory.writing import EEAS, HERE, PAPER, values

ROWS = [json.loads(line) for line in (HERE / "voices.jsonl").read_text(encoding="utf-8").splitlines()]
_LABELLED = ("label", "issuer_kind", "issuer_level", "countries")


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_who_speaks_is_heard_in_a_head_or_without_one(row):
    found = coded(PublishedText(**{name: row[name] for name in ("id", "title", "text", "url", "language")})).values
    assert {name: _in_order(found[name]) for name in _LABELLED if name in row} == {
        name: _in_order(row[name]) for name in _LABELLED if name in row
    }


def _in_order(value):
    return sorted(value) if isinstance(value, list) else value


def test_a_reprint_that_lost_its_head_is_a_delegation_s_where_a_mission_or_a_capital_is_named():
    said = "The European Union deplores the closing of two NGOs. The EU calls on the authorities to reconsider."
    title = "European Union on the closing of NGOs"
    assert values(said, title=title, url=PAPER)["issuer_kind"] == "eu_spokesperson"
    assert values(f"Lusaka, 3 May. {said}", title=title, url=PAPER)["issuer_kind"] == "eu_delegation"
    assert values(f"{said} The EU Delegation remains open.", title=title, url=PAPER)["issuer_kind"] == "eu_delegation"


def test_a_reprint_is_none_as_soon_as_somebody_else_tells():
    said = "The European Union deplores the closing of two NGOs. The EU calls on the authorities to reconsider."
    title = "European Union on the closing of NGOs"
    assert values(f"{said} A spokesman told reporters so.", title=title, url=PAPER)["label"] == "N"


def test_special_representatives_are_counted_in_the_wide_sense_and_the_commission_is_not():
    text = "I am worried about human rights defenders in Chad. We call for their release."
    envoy = values(text, title="EU Special Representative for Human Rights on Chad", url=EEAS)
    assert (envoy["label"], envoy["issuer_kind"]) == ("X", "eu_hq_other")
    assert values(text, title="Statement by the European Commission on Chad", url=EEAS)["label"] == "N"


@pytest.mark.parametrize(
    ("url", "title", "alone"),
    [
        (EEAS, "Chad: Statement by the Spokesperson", True),
        (PAPER, "Tag: civil society (page 3)", False),
        ("https://www.fidh.org/en/chad", "Chad: NGOs closed", False),
    ],
    ids=["a statement", "a list", "an NGO"],
)
def test_only_a_statement_or_a_report_of_one_voices_concern_alone(url, title, alone):
    text = "The EU is deeply concerned at the closing of NGOs in Chad."
    assert values(text, title=title, url=url)["concern_only"] is alone


def test_a_speech_in_a_forum_that_is_cut_may_have_asked_for_something():
    title = "HRC51 - Item 4 - EU Statement"
    text = "Mr President, the EU condemns reprisals against human rights defenders in Laos"
    assert values(f"{text}.", title=title, url=EEAS)["concern_only"] is True
    assert values(f"{text} ...", title=title, url=EEAS)["concern_only"] is False


def test_a_lead_that_names_the_statement_weighs_more_than_a_day_and_an_agency():
    text = "Statement by the Spokesperson on the NGO law. On Monday it was adopted. The EU regrets it, Reuters."
    assert values(text, title="Chad and its NGOs", url=PAPER)["label"] == "S"


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("https://www.norway.no/en/missions/osce/statements/chad", "multilateral"),
        ("https://geneva.usmission.gov/2021/03/04/chad", "multilateral"),
        ("https://www.norway.no/en/chad/statements", "capital"),
    ],
)
def test_a_state_s_mission_to_a_forum_speaks_at_its_level(url, level):
    assert values("We regret the law on NGOs in Chad.", title="On civil society", url=url)["issuer_level"] == level


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("EU Statement - Interactive Dialogue with the Independent Expert", "eu_hrc"),
        ("Item 4 - EU intervention", "eu_hrc"),
    ],
)
def test_what_is_held_only_in_the_rights_council_names_it(title, kind):
    assert values("The EU regrets limits on NGOs in Chad.", title=title, url=EEAS)["issuer_kind"] == kind


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Kallas statement on NGOs in Chad"),
        ("fr", "Déclaration de Josep Borrell sur les ONG au Tchad"),
        ("es", "Declaración de Kaja Kallas sobre las ONG en Chad"),
        ("ru", "Заявление Жозепа Борреля об НПО в Чаде"),
        ("ar", "بيان جوزيب بوريل بشأن منظمات المجتمع المدني في تشاد"),
    ],
)
def test_the_high_representative_is_known_by_name_in_a_head(language, title):
    assert values("ONG, NGO.", title=title, url=PAPER, language=language)["issuer_kind"] == "eu_hrvp"


def test_a_delegation_to_the_council_of_europe_speaks_there():
    text = (
        "Delegation of the European Union to the Council of Europe. EU Delegation statement: we regret the law on NGOs."
    )
    assert values(text, title="Georgia and its NGOs", url=EEAS)["issuer_kind"] == "eu_coe"


def test_a_joint_statement_of_organisations_is_no_statement_of_states():
    text = "We, the undersigned, call on Chad to withdraw the law on NGOs."
    assert values(text, title="Joint statement by 40 organisations", url="https://a.example")["label"] == "N"
